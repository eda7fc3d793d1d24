"""Identities at providers. Their tokens lie in the vault, and those of one answer are kept together or not at all."""

from datetime import datetime

from django.db import transaction

from poststelle.model.address import Address
from poststelle.model.errors import NotFound
from poststelle.model.identifiers import AccountId, AppId, PersonId
from poststelle.model.person import Account, AccountState
from poststelle.model.secret import Secret
from poststelle.store import models, vault
from poststelle.store.vault import Vault

OWNER = "account"
ACCESS_TOKEN = "access-token"  # noqa: S105 - the kind's name
REFRESH_TOKEN = "refresh-token"  # noqa: S105


def value(row: models.Account) -> Account:
    return Account(
        id=AccountId(row.pk),
        app=AppId(row.app_id),
        person=PersonId(row.person_id),
        issuer=row.issuer,
        subject=row.subject,
        address=Address(row.address),
        name=row.name,
        tenant=row.tenant,
        state=AccountState(row.state),
        reason=row.reason,
        scopes=tuple(row.scopes),
        signed_in_at=row.signed_in_at,
        renewed_at=row.renewed_at,
    )


def find(account: AccountId) -> Account:
    row = models.Account.objects.filter(pk=account).first()
    if row is None:
        raise NotFound("account-unknown", account=str(account))
    return value(row)


def of_person(person: PersonId, app: AppId) -> Account | None:
    row = models.Account.objects.filter(person=person, app=app).first()
    return value(row) if row else None


def of_app(app: AppId) -> list[Account]:
    """Valid ones first, then by the time of their sign-in: the order of the key ring."""
    return [value(row) for row in models.Account.objects.filter(app=app).order_by("-state", "signed_in_at", "pk")]


def everyone() -> list[Account]:
    return [value(row) for row in models.Account.objects.order_by("pk")]


def keep(  # noqa: PLR0913 - the claims of one sign-in
    *,
    app: AppId,
    person: PersonId,
    issuer: str,
    subject: str,
    address: Address,
    at: datetime,
    name: str = "",
    tenant: str = "",
    scopes: tuple[str, ...] = (),
) -> Account:
    """The account of a sign-in, in place of an earlier one; tokens of the earlier sign-in are forgotten."""
    with transaction.atomic():
        row, _ = models.Account.objects.update_or_create(
            app_id=app,
            person_id=person,
            defaults={
                "issuer": issuer,
                "subject": subject,
                "address": address,
                "name": name,
                "tenant": tenant,
                "scopes": list(scopes),
                "state": AccountState.VALID,
                "reason": "",
                "signed_in_at": at,
                "renewed_at": None,
            },
        )
        vault.drop(OWNER, row.pk)
        return value(row)


def refuse(account: AccountId, code: str) -> None:
    """The provider wants the person to sign in again."""
    models.Account.objects.filter(pk=account).update(state=AccountState.REFUSED, reason=code[:100])


def renewed(
    keys: Vault,
    account: AccountId,
    access: Secret[str],
    expires: datetime | None,
    refresh: Secret[str] | None = None,
    *,
    kind: str = ACCESS_TOKEN,
    at: datetime | None = None,
) -> None:
    """Keep what a token request brought: both tokens or neither. `kind` tells the resources' access tokens apart."""
    with transaction.atomic():
        vault.put(keys, OWNER, account, kind, access, expires)
        if refresh is not None:
            vault.put(keys, OWNER, account, REFRESH_TOKEN, refresh)
        models.Account.objects.filter(pk=account).update(state=AccountState.VALID, reason="", renewed_at=at)


def remove(account: AccountId) -> None:
    with transaction.atomic():
        vault.drop(OWNER, account)
        models.Account.objects.filter(pk=account).delete()
