"""App registrations: what the providers know of this installation. Their client secrets lie in the vault."""

from dataclasses import asdict
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from poststelle.model.errors import Conflict, NotFound
from poststelle.model.identifiers import AppId
from poststelle.model.mailbox import AppRegistration
from poststelle.store import models, vault

OWNER = "app"
CLIENT_SECRET = "client-secret"  # noqa: S105 - the kind's name
NOT_OURS = ("id", "has_secret")


def value(row: models.App) -> AppRegistration:
    return AppRegistration(
        id=AppId(row.pk),
        name=row.name,
        provider=row.provider,
        client_id=row.client_id,
        redirect_url=row.redirect_url,
        tenant=row.tenant,
        issuer=row.issuer,
        authorization_url=row.authorization_url,
        token_url=row.token_url,
        device_url=row.device_url,
        scopes=tuple(row.scopes),
        ca_pem=row.ca_pem,
        secret_expires=row.secret_expires,
        has_secret=vault.has(OWNER, row.pk, CLIENT_SECRET),
    )


def find(app: AppId) -> AppRegistration:
    row = models.App.objects.filter(pk=app).first()
    if row is None:
        raise NotFound("app-unknown", app=str(app))
    return value(row)


def by_name(name: str) -> AppRegistration | None:
    row = models.App.objects.filter(name=name).first()
    return value(row) if row else None


def everyone() -> list[AppRegistration]:
    return [value(row) for row in models.App.objects.order_by("name")]


def keep(registration: AppRegistration) -> AppRegistration:
    """Add the registration (id 0), or change the one with its id."""
    fields: dict[str, Any] = {name: part for name, part in asdict(registration).items() if name not in NOT_OURS}
    fields["scopes"] = list(registration.scopes)
    try:
        with transaction.atomic():
            if not registration.id:
                return value(models.App.objects.create(**fields))
            if not models.App.objects.filter(pk=registration.id).update(**fields):
                raise NotFound("app-unknown", app=str(registration.id))
    except IntegrityError as error:
        raise Conflict("app-exists", app=registration.name) from error
    return find(registration.id)


def remove(app: AppId) -> None:
    """Forget the registration with its secret; `Conflict` while a mailbox uses it."""
    try:
        with transaction.atomic():
            vault.drop(OWNER, app)
            models.App.objects.filter(pk=app).delete()
    except ProtectedError as error:
        raise Conflict("app-in-use", app=str(app)) from error
