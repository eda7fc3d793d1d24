"""An app registration, a mailbox and connections for the provider tests."""

from poststelle.model.address import Address
from poststelle.model.identifiers import AppId, MailboxId
from poststelle.model.mailbox import AppRegistration, Authentication, Connection, Encryption, Mailbox, Protocol

SHARED = Address.parse("support@firma.example")
ALICE = Address.parse("alice@firma.example")
BOB = Address.parse("bob@firma.example")
TENANT = "2f6a0000-1111-2222-3333-444455556666"


def app(provider: str = "microsoft365", **fields: object) -> AppRegistration:
    given: dict[str, object] = {
        "id": AppId(1),
        "name": "corp",
        "provider": provider,
        "client_id": "client",
        "redirect_url": "https://poststelle.example/authorize/callback",
        "tenant": TENANT,
        **fields,
    }
    return AppRegistration(**given)  # type: ignore[arg-type]


def mailbox(name: str = "Support") -> Mailbox:
    return Mailbox(MailboxId(1), SHARED, name)


def connection(protocol: Protocol, username: str | None = None) -> Connection:
    return Connection(protocol, "mail.example", 993, Encryption.TLS, Authentication.OAUTH2, username)
