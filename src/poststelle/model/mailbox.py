"""A mailbox, the two connections to its servers, and the app registration that signs people in."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from poststelle.model.address import Address
from poststelle.model.identifiers import AppId, MailboxId


class Kind(StrEnum):
    SHARED = "shared"
    PERSONAL = "personal"


class Protocol(StrEnum):
    IMAP = "imap"
    POP3 = "pop3"
    SMTP = "smtp"


class Encryption(StrEnum):
    TLS = "tls"
    STARTTLS = "starttls"
    NONE = "none"


class Authentication(StrEnum):
    OAUTH2 = "oauth2"
    PASSWORD = "password"  # noqa: S105 - the method's name


# The usual port of each pair; RFC 8314 sections 3 and 7.3.
PORTS: dict[tuple[Protocol, Encryption], int] = {
    (Protocol.IMAP, Encryption.TLS): 993,
    (Protocol.IMAP, Encryption.STARTTLS): 143,
    (Protocol.IMAP, Encryption.NONE): 143,
    (Protocol.POP3, Encryption.TLS): 995,
    (Protocol.POP3, Encryption.STARTTLS): 110,
    (Protocol.POP3, Encryption.NONE): 110,
    (Protocol.SMTP, Encryption.TLS): 465,
    (Protocol.SMTP, Encryption.STARTTLS): 587,
    (Protocol.SMTP, Encryption.NONE): 25,
}

SIGN_ON_AS_MAILBOX = "mailbox"
SIGN_ON_AS_ACCOUNT = "account"


@dataclass(frozen=True, slots=True)
class Connection:
    """One server of a mailbox.

    `username` says whose name signs on: `"mailbox"`, `"account"`, or the name itself; `None` leaves it to the
    provider's identity rule. `ca_pem` is an extra trust anchor, in PEM.
    """

    protocol: Protocol
    host: str
    port: int
    encryption: Encryption
    authentication: Authentication
    username: str | None = None
    ca_pem: str = ""


@dataclass(frozen=True, slots=True)
class AppRegistration:
    """What the provider knows of this installation. The client secret lies in the vault, not here."""

    id: AppId
    name: str
    provider: str  # a folder of `providers/`
    client_id: str
    redirect_url: str
    tenant: str = ""
    issuer: str = ""  # for discovery; the three addresses below win over it
    authorization_url: str = ""
    token_url: str = ""
    device_url: str = ""
    scopes: tuple[str, ...] = ()  # empty: the provider's own
    ca_pem: str = ""
    secret_expires: datetime | None = None
    has_secret: bool = False


@dataclass(frozen=True, slots=True)
class Mailbox:
    id: MailboxId
    address: Address
    name: str
    kind: Kind = Kind.SHARED
    app: AppId | None = None
    incoming: Connection | None = None
    outgoing: Connection | None = None
    fetch_every_seconds: int = 300
    has_password: bool = False
