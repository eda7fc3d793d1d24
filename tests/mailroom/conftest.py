"""The sandbox, once for all tests of the mailroom, and a shared mailbox that is connected to it."""

import asyncio
import secrets
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from poststelle.mailroom import authorize
from poststelle.mailroom.parts import Parts
from poststelle.model.address import Address
from poststelle.model.identifiers import AppId
from poststelle.model.mailbox import AppRegistration, Authentication, Connection, Encryption, Mailbox, Protocol
from poststelle.model.person import Person
from poststelle.model.rights import Grant, Right
from poststelle.model.secret import Secret
from tests.mailroom import sandboxed
from tests.mailroom.sandboxed import Sandbox


@pytest.fixture(scope="session")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    running = sandboxed.start(Path(tmp_path_factory.mktemp("sandbox")))
    yield running
    running.stop()


@pytest.fixture
def real(parts: Parts) -> Parts:
    """The parts with the real clock and real randomness: the sandbox has no other."""
    return replace(parts, now=lambda: datetime.now(UTC), new_token=lambda: secrets.token_urlsafe(32))


@pytest.fixture
def app(sandbox: Sandbox, real: Parts) -> AppRegistration:
    from poststelle.store import registrations, vault

    kept = registrations.keep(
        AppRegistration(
            id=AppId(0),
            name="sandbox",
            provider="sandbox",
            client_id=sandbox.app["client_id"],
            redirect_url=sandboxed.BACK,
            tenant=sandbox.app["tenant"],
            issuer=sandbox.ready["url"],
        )
    )
    vault.put(real.vault, "app", kept.id, "client-secret", Secret(sandbox.app["client_secret"]))
    return registrations.find(kept.id)


def connections(sandbox: Sandbox, incoming: Protocol = Protocol.IMAP) -> tuple[Connection, Connection]:
    port = sandbox.ready["imaps" if incoming is Protocol.IMAP else "pop3s"]
    ca = sandbox.ca_pem
    return (
        Connection(incoming, "127.0.0.1", port, Encryption.TLS, Authentication.OAUTH2, ca_pem=ca),
        Connection(
            Protocol.SMTP,
            "127.0.0.1",
            sandbox.ready["submission"],
            Encryption.STARTTLS,
            Authentication.OAUTH2,
            ca_pem=ca,
        ),
    )


def person(address: str, *, administrator: bool = False) -> Person:
    from poststelle.store import persons

    name = address.partition("@")[0]
    return persons.create(name, Address.parse(address), None, administrator=administrator, language="en")


def shared(app: AppRegistration, sandbox: Sandbox, address: str, incoming: Protocol = Protocol.IMAP) -> Mailbox:
    from poststelle.store import mailboxes

    made = mailboxes.create(Address.parse(address), "Shared")
    return mailboxes.connect(made.id, *connections(sandbox, incoming), app.id)


def signed_in(parts: Parts, who: Person, mailbox: Mailbox) -> Person:
    """The person, after a walk through the sign-in pages."""
    url = asyncio.run(authorize.begin(parts, who, mailbox.id, "session"))
    asyncio.run(authorize.finish(parts, "session", sandboxed.walk(url, who.address)))
    return who


def member(parts: Parts, mailbox: Mailbox, name: str, *rights: Right) -> Person:
    """Somebody of the sandbox with these rights in Poststelle, signed in."""
    from poststelle.store import grants

    who = person(f"{name}@muster.example")
    for right in rights:
        grants.put(Grant(mailbox.id, who.id, right))
    return signed_in(parts, who, mailbox)
