"""API tokens: they carry the rights of their person and no more, and are shown once."""

from poststelle.model.identifiers import TokenId
from poststelle.model.person import Person
from poststelle.model.secret import Secret
from poststelle.model.token import Token
from poststelle.store import tokens


def create(person: Person, name: str) -> tuple[TokenId, Secret[str]]:
    return tokens.create(person.id, name)


def of_person(person: Person) -> list[Token]:
    return tokens.of_person(person.id)


def revoke(person: Person, token: TokenId) -> None:
    """End a token of one's own; `NotFound` for anybody else's."""
    tokens.revoke(person.id, token)


def person_of(secret: Secret[str]) -> Person | None:
    """Whose token this is; `None` for one that was never made or is revoked."""
    return tokens.person_of(secret)
