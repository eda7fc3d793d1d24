"""Round trips to a provider's page that have not come back yet. Each is taken once, by the session that began it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from poststelle.model.identifiers import AppId, MailboxId, PersonId
from poststelle.model.secret import Secret
from poststelle.store import models, vault
from poststelle.store.vault import Vault

OWNER = "sign-in"
VERIFIER = "verifier"
LIFETIME = timedelta(minutes=15)  # what people need for a password, a second factor and the consent page


@dataclass(frozen=True, slots=True)
class Pending:
    """What the callback needs. `verifier` is PKCE's, RFC 7636."""

    mailbox: MailboxId
    app: AppId
    person: PersonId
    redirect_url: str
    nonce: str
    verifier: Secret[str]


def start(keys: Vault, state_hash: str, session_hash: str, pending: Pending, now: datetime) -> None:
    """Remember the round trip; those that never came back are forgotten on the way."""
    with transaction.atomic():
        _forget_before(now - LIFETIME)
        row = models.SignIn.objects.create(
            state=state_hash,
            session=session_hash,
            mailbox_id=pending.mailbox,
            app_id=pending.app,
            person_id=pending.person,
            redirect_url=pending.redirect_url,
            nonce=pending.nonce,
            created=now,
        )
        vault.put(keys, OWNER, row.pk, VERIFIER, pending.verifier)


def take(keys: Vault, state_hash: str, session_hash: str, now: datetime) -> Pending | None:
    """The round trip of this state, once; `None` if it is unknown, another session's, used or too old."""
    with transaction.atomic():
        mine = models.SignIn.objects.filter(
            state=state_hash, session=session_hash, used=None, created__gt=now - LIFETIME, created__lte=now
        )
        if not mine.update(used=now):
            return None
        row = models.SignIn.objects.get(state=state_hash)
        verifier = vault.get(keys, OWNER, row.pk, VERIFIER)
        vault.drop(OWNER, row.pk)
    if verifier is None:
        return None
    return Pending(
        mailbox=MailboxId(row.mailbox_id),
        app=AppId(row.app_id),
        person=PersonId(row.person_id),
        redirect_url=row.redirect_url,
        nonce=row.nonce,
        verifier=verifier,
    )


def _forget_before(moment: datetime) -> None:
    old = list(models.SignIn.objects.filter(created__lte=moment).values_list("pk", flat=True))
    models.Sealed.objects.filter(owner=OWNER, row__in=old).delete()
    models.SignIn.objects.filter(pk__in=old).delete()
