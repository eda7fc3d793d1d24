"""A file that was read and understood: values with defaults still open, because they depend on the provider."""

from dataclasses import dataclass

from poststelle.model.address import Address
from poststelle.model.mailbox import Authentication, Encryption, Kind, Protocol
from poststelle.model.rights import Right
from poststelle.model.secret import Secret


@dataclass(frozen=True, slots=True)
class PersonEntry:
    path: str  # "person[0]", for messages about it
    name: str
    address: Address
    administrator: bool | None = None
    language: str | None = None
    password: Secret[str] | None = None


@dataclass(frozen=True, slots=True)
class AppEntry:
    path: str
    name: str
    provider: str
    client_id: str
    client_secret: Secret[str] | None = None
    redirect_url: str = ""
    tenant: str = ""
    issuer: str = ""
    authorization_url: str = ""
    token_url: str = ""
    device_url: str = ""
    scopes: tuple[str, ...] = ()
    ca_pem: str = ""


@dataclass(frozen=True, slots=True)
class ConnectionEntry:
    """`None` leaves it to the provider's preset, or to what is usual."""

    path: str
    protocol: Protocol
    host: str | None = None
    port: int | None = None
    encryption: Encryption | None = None
    authentication: Authentication | None = None
    username: str | None = None
    ca_pem: str = ""


@dataclass(frozen=True, slots=True)
class GrantEntry:
    path: str
    person: Address
    rights: tuple[Right, ...]


@dataclass(frozen=True, slots=True)
class MailboxEntry:
    path: str
    address: Address
    name: str | None = None
    kind: Kind = Kind.SHARED
    app: str | None = None
    password: Secret[str] | None = None
    fetch_every_seconds: int | None = None
    incoming: ConnectionEntry | None = None
    outgoing: ConnectionEntry | None = None
    grants: tuple[GrantEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    people: tuple[PersonEntry, ...] = ()
    apps: tuple[AppEntry, ...] = ()
    mailboxes: tuple[MailboxEntry, ...] = ()
