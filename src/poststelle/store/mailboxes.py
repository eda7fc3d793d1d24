"""Mailboxes, their two connections, and what the last fetch said."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from poststelle.model.address import Address
from poststelle.model.errors import Conflict, NotFound
from poststelle.model.identifiers import AppId, MailboxId
from poststelle.model.mailbox import Authentication, Connection, Encryption, Kind, Mailbox, Protocol
from poststelle.model.state import FetchState
from poststelle.store import models, vault
from poststelle.store.trouble import told

OWNER = "mailbox"
PASSWORD = "password"  # noqa: S105 - the kind's name


def value(row: models.Mailbox, with_password: frozenset[int] | None = None) -> Mailbox:
    connections = {connection.outgoing: _connection(connection) for connection in row.connections.all()}
    has = vault.has(OWNER, row.pk, PASSWORD) if with_password is None else row.pk in with_password
    return Mailbox(
        id=MailboxId(row.pk),
        address=Address(row.address),
        name=row.name,
        kind=Kind(row.kind),
        app=AppId(row.app_id) if row.app_id else None,
        incoming=connections.get(False),
        outgoing=connections.get(True),
        fetch_every_seconds=row.fetch_every_seconds,
        has_password=has,
    )


def find(mailbox: MailboxId) -> Mailbox:
    return value(_row(mailbox))


def by_address(address: Address) -> Mailbox | None:
    row = _rows().filter(address=address).first()
    return value(row) if row else None


def everyone(among: frozenset[MailboxId] | None = None) -> list[Mailbox]:
    """All, or those of `among`, by name."""
    rows = _rows() if among is None else _rows().filter(pk__in=among)
    owners = models.Sealed.objects.filter(owner=OWNER, kind=PASSWORD).values_list("row", flat=True)
    with_password = frozenset(owners)
    return [value(row, with_password) for row in rows.order_by("name", "address")]


def create(
    address: Address,
    name: str,
    kind: Kind = Kind.SHARED,
    app: AppId | None = None,
    fetch_every_seconds: int = 300,
) -> Mailbox:
    try:
        with transaction.atomic():
            row = models.Mailbox.objects.create(
                address=address, name=name, kind=kind, app_id=app, fetch_every_seconds=fetch_every_seconds
            )
    except IntegrityError as error:
        raise Conflict("mailbox-exists", mailbox=address) from error
    return find(MailboxId(row.pk))


def update(
    mailbox: MailboxId,
    *,
    name: str | None = None,
    kind: Kind | None = None,
    fetch_every_seconds: int | None = None,
) -> Mailbox:
    """Change what is given. The address stays: another address is another mailbox."""
    given: dict[str, Any] = {"name": name, "kind": kind, "fetch_every_seconds": fetch_every_seconds}
    changes = {field: content for field, content in given.items() if content is not None}
    if changes:
        models.Mailbox.objects.filter(pk=mailbox).update(**changes)
    return find(mailbox)


def connect(mailbox: MailboxId, incoming: Connection | None, outgoing: Connection | None, app: AppId | None) -> Mailbox:
    """Set both connections and the app registration; `None` takes one away."""
    with transaction.atomic():
        _row(mailbox)
        models.Mailbox.objects.filter(pk=mailbox).update(app_id=app)
        for is_outgoing, connection in ((False, incoming), (True, outgoing)):
            _set(mailbox, is_outgoing, connection)
        return find(mailbox)


def remove(mailbox: MailboxId) -> None:
    """Forget the mailbox with its messages, grants and password. Octets that no row names stay until they are swept."""
    with transaction.atomic():
        vault.drop(OWNER, mailbox)
        models.Submission.objects.filter(mailbox=mailbox).delete()
        _row(mailbox).delete()


def note_fetch(mailbox: MailboxId, code: str, facts: Mapping[str, str], at: datetime) -> None:
    """What the last fetch said: "ok", or the code of the trouble."""
    with told():
        models.Mailbox.objects.filter(pk=mailbox).update(fetch_state=code, fetch_facts=dict(facts), fetched_at=at)


def fetch_state(mailbox: MailboxId) -> FetchState:
    row = _row(mailbox)
    return FetchState(row.fetch_state, row.fetch_facts, row.fetched_at)


def _rows() -> QuerySet[models.Mailbox]:
    return models.Mailbox.objects.prefetch_related("connections")


def _row(mailbox: MailboxId) -> models.Mailbox:
    row = _rows().filter(pk=mailbox).first()
    if row is None:
        raise NotFound("mailbox-unknown", mailbox=str(mailbox))
    return row


def _set(mailbox: MailboxId, outgoing: bool, connection: Connection | None) -> None:
    if connection is None:
        models.Connection.objects.filter(mailbox=mailbox, outgoing=outgoing).delete()
        return
    models.Connection.objects.update_or_create(
        mailbox_id=mailbox,
        outgoing=outgoing,
        defaults={
            "protocol": connection.protocol,
            "host": connection.host,
            "port": connection.port,
            "encryption": connection.encryption,
            "authentication": connection.authentication,
            "username": connection.username or "",
            "ca_pem": connection.ca_pem,
        },
    )


def _connection(row: models.Connection) -> Connection:
    return Connection(
        protocol=Protocol(row.protocol),
        host=row.host,
        port=row.port,
        encryption=Encryption(row.encryption),
        authentication=Authentication(row.authentication),
        username=row.username or None,
        ca_pem=row.ca_pem,
    )
