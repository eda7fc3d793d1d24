"""API tokens: 256 bits from the system, kept as their SHA-256 (a password hash would add nothing to that many)."""

import hashlib
import secrets
from datetime import UTC, datetime

from poststelle.model.errors import NotFound
from poststelle.model.identifiers import PersonId, TokenId
from poststelle.model.person import Person
from poststelle.model.secret import Secret
from poststelle.model.token import Token
from poststelle.store import models, persons

PREFIX = "pst_"  # lets scanners for leaked secrets recognise it


def create(person: PersonId, name: str) -> tuple[TokenId, Secret[str]]:
    """A new token; this is the only time it is seen."""
    secret = PREFIX + secrets.token_urlsafe(32)
    row = models.ApiToken.objects.create(person_id=person, name=name, digest=_digest(secret), created=datetime.now(UTC))
    return TokenId(row.pk), Secret(secret)


def of_person(person: PersonId) -> list[Token]:
    rows = models.ApiToken.objects.filter(person=person).order_by("pk")
    return [Token(TokenId(row.pk), row.name, row.created, row.used) for row in rows]


def revoke(person: PersonId, token: TokenId) -> None:
    gone, _ = models.ApiToken.objects.filter(pk=token, person=person).delete()
    if not gone:
        raise NotFound("token-unknown", token=str(token))


def person_of(secret: Secret[str]) -> Person | None:
    """Whose token it is; its use is noted."""
    rows = models.ApiToken.objects.filter(digest=_digest(secret.reveal()), person__is_active=True)
    row = rows.select_related("person").first()
    if row is None:
        return None
    rows.update(used=datetime.now(UTC))
    return persons.value(row.person)


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
