"""Scenes 1 to 3: administrators create, grant and connect; slips of the pen are caught before anything is tried."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from poststelle.mailroom import configure, journal
from poststelle.mailroom.configure import AppFields, NewMailbox
from poststelle.mailroom.parts import Parts
from poststelle.model.errors import Conflict, Misconfigured, NotPermitted
from poststelle.model.mailbox import Authentication, Connection, Encryption, Mailbox, Protocol
from poststelle.model.person import Person
from poststelle.model.rights import Proof, Right, Source
from poststelle.model.secret import Secret
from poststelle.providers.registry import PROVIDERS
from poststelle.store import grants, vault

GUID = "11111111-2222-3333-4444-555555555555"
OTHER = "66666666-2222-3333-4444-555555555555"
ENTRA = AppFields("corp", "microsoft365", OTHER, "http://127.0.0.1:8020/authorize/callback", tenant=GUID)
OWN = AppFields("corp", "generic", "poststelle", issuer="https://id.example.test/op")
IMAP = Connection(Protocol.IMAP, "mail.example.test", 993, Encryption.TLS, Authentication.OAUTH2)
SMTP = Connection(Protocol.SMTP, "mail.example.test", 587, Encryption.STARTTLS, Authentication.OAUTH2)


def codes(fields: AppFields, secret: str | None = None) -> list[tuple[str, str]]:
    found = configure.app_mistakes(PROVIDERS[fields.provider], fields, Secret(secret) if secret is not None else None)
    return [(mistake.field, mistake.code) for mistake in found]


@pytest.mark.parametrize("fields", [ENTRA, OWN, replace(ENTRA, tenant="contoso.example.test")])
def test_a_good_registration_has_no_mistakes(fields: AppFields) -> None:
    assert codes(fields, "vRb8Q~value.of-the_secret") == []


@pytest.mark.parametrize(
    ("changes", "secret", "expected"),
    [
        ({}, "aaaaaaaa-2222-3333-4444-555555555555", ("client_secret", "secret-id-instead-of-value")),
        ({}, OTHER, ("client_secret", "secret-is-client-id")),
        ({}, " value", ("client_secret", "blank-around-secret")),
        ({"client_id": "{" + OTHER + "}"}, None, ("client_id", "braces-in-id")),
        ({"tenant": f"<{GUID}>"}, None, ("tenant", "braces-in-id")),
        ({"client_id": OTHER + " "}, None, ("client_id", "blank-in-id")),
        ({"client_id": "contoso.example.test"}, None, ("client_id", "tenant-and-client-swapped")),
        ({"client_id": OTHER[:-1]}, None, ("client_id", "client-id-malformed")),
        ({"client_id": ""}, None, ("client_id", "client-id-missing")),
        ({"tenant": ""}, None, ("tenant", "tenant-missing")),
        ({"tenant": OTHER}, None, ("tenant", "tenant-is-client-id")),
        ({"tenant": "my company"}, None, ("tenant", "blank-in-id")),
        ({"tenant": "contoso"}, None, ("tenant", "tenant-malformed")),
        ({"name": " "}, None, ("name", "name-missing")),
        ({"redirect_url": "http://mail.example.test/callback"}, None, ("redirect_url", "url-not-secure")),
        ({"redirect_url": "mail.example.test/callback"}, None, ("redirect_url", "url-malformed")),
        ({"redirect_url": "https://[broken/"}, None, ("redirect_url", "url-malformed")),
        ({"ca_pem": "hello"}, None, ("ca_file", "ca-file-broken")),
    ],
)
def test_a_slip_in_the_registration_is_caught(
    changes: dict[str, Any], secret: str | None, expected: tuple[str, str]
) -> None:
    assert expected in codes(replace(ENTRA, **changes), secret)


def test_a_secret_that_looks_like_an_id_is_fine_where_ids_are_no_guids() -> None:
    assert codes(OWN, GUID) == []


def test_a_provider_without_addresses_of_its_own_needs_an_issuer() -> None:
    assert codes(replace(OWN, issuer="")) == [("issuer", "issuer-missing")]


@pytest.mark.parametrize("connection", [IMAP, replace(IMAP, host="127.0.0.1", port=22143, encryption=Encryption.NONE)])
def test_a_good_connection_has_no_mistakes(connection: Connection) -> None:
    assert configure.connection_mistakes(connection, "incoming", has_app=True) == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"host": ""}, ("incoming.host", "host-missing")),
        ({"host": "imaps://mail.example.test"}, ("incoming.host", "host-with-scheme")),
        ({"host": "mail.example.test/inbox"}, ("incoming.host", "host-with-path")),
        ({"host": "mail.example.test:993"}, ("incoming.host", "host-with-port")),
        ({"host": "support@example.test"}, ("incoming.host", "host-is-address")),
        ({"host": "mail example.test"}, ("incoming.host", "host-malformed")),
        ({"host": "x" * 64 + ".test"}, ("incoming.host", "host-malformed")),
        ({"port": 0}, ("incoming.port", "port-out-of-range")),
        ({"port": 70000}, ("incoming.port", "port-out-of-range")),
        ({"port": 995}, ("incoming.port", "port-of-another-protocol")),
        ({"encryption": Encryption.STARTTLS}, ("incoming.encryption", "port-and-encryption")),
        ({"port": 143}, ("incoming.encryption", "port-and-encryption")),
        ({"port": 143, "encryption": Encryption.NONE}, ("incoming.encryption", "encryption-missing")),
        ({"protocol": Protocol.SMTP}, ("incoming.protocol", "protocol-not-for-this")),
    ],
)
def test_a_slip_in_a_connection_is_caught(changes: dict[str, Any], expected: tuple[str, str]) -> None:
    found = configure.connection_mistakes(replace(IMAP, **changes), "incoming", has_app=True)
    assert expected in [(mistake.field, mistake.code) for mistake in found]


def test_what_would_be_right_is_among_the_facts() -> None:
    (mistake,) = configure.connection_mistakes(replace(SMTP, encryption=Encryption.TLS), "outgoing", has_app=True)
    assert mistake.facts == {"port": "587", "encryption": "tls", "fits": "starttls"}
    (mistake,) = configure.connection_mistakes(replace(IMAP, host="https://a.test/x"), "incoming", has_app=True)
    assert mistake.facts["fits"] == "a.test"


def test_an_administrator_creates_a_mailbox_once(parts: Parts, alice: Person) -> None:
    wanted = NewMailbox(" Sales@Example.test ", "Sales   team")
    made = asyncio.run(configure.create(parts, alice, wanted))
    assert (made.address, made.name) == ("sales@example.test", "Sales team")
    with pytest.raises(Conflict, match="mailbox-exists"):
        asyncio.run(configure.create(parts, alice, wanted))
    assert [entry.event for entry in journal.page(alice)] == ["mailbox-created"]


@pytest.mark.parametrize("address", ["sales", "sales@", "a b@example.test", "a@b@c", "<a@b.test>"])
def test_a_malformed_address_creates_nothing(address: str, parts: Parts, alice: Person) -> None:
    with pytest.raises(Misconfigured, match="address-malformed"):
        asyncio.run(configure.create(parts, alice, NewMailbox(address, "Sales")))


def test_granted_rights_are_wanted_until_proved(parts: Parts, alice: Person, charlie: Person, support: Mailbox) -> None:
    (made,) = asyncio.run(configure.grant(parts, alice, support.id, [charlie.id], [Right.SEND_AS]))
    assert (made.source, made.proof) == (Source.ENTERED, Proof.WANTED)
    grants.prove(support.id, charlie.id, Right.SEND_AS, Proof.PROVED, "250 sent", parts.now())
    (again,) = asyncio.run(configure.grant(parts, alice, support.id, [charlie.id], [Right.SEND_AS]))
    assert again.proof is Proof.PROVED
    left = asyncio.run(configure.revoke(parts, alice, support.id, [charlie.id], [Right.SEND_AS]))
    assert charlie.id not in {grant.person for grant in left}


def test_connecting_keeps_servers_and_password(parts: Parts, alice: Person, support: Mailbox) -> None:
    incoming = replace(IMAP, authentication=Authentication.PASSWORD)
    kept = configure.connect(parts, alice, support.id, incoming, None, None, Secret("Muster"))
    assert (kept.incoming, kept.outgoing, kept.has_password) == (incoming, None, True)
    assert configure.connect(parts, alice, support.id, incoming, None).has_password
    with pytest.raises(Misconfigured, match="app-missing"):
        configure.connect(parts, alice, support.id, IMAP, SMTP)


def test_a_password_is_asked_for_where_there_is_none(parts: Parts, alice: Person, support: Mailbox) -> None:
    with pytest.raises(Misconfigured, match="password-missing"):
        configure.connect(parts, alice, support.id, replace(IMAP, authentication=Authentication.PASSWORD), None)


def test_registering_keeps_the_secret_in_the_vault(parts: Parts, alice: Person) -> None:
    made = configure.register(parts, alice, OWN, Secret("value"))
    assert made.has_secret
    assert vault.get(parts.vault, "app", made.id, "client-secret") == Secret("value")
    changed = configure.register(parts, alice, replace(OWN, id=made.id, name="corporate"))
    assert (changed.id, changed.name, changed.has_secret) == (made.id, "corporate", True)


def test_a_script_is_there_where_programs_may_not_grant(parts: Parts, alice: Person, support: Mailbox) -> None:
    app = configure.register(parts, alice, ENTRA, Secret("value"))
    configure.connect(parts, alice, support.id, IMAP, SMTP, app.id)
    script = configure.directory_script(parts, support.id)
    assert script is not None
    assert "bob@example.test" in script


@pytest.mark.parametrize(
    "call",
    [
        lambda parts, bob, mailbox: asyncio.run(configure.create(parts, bob, NewMailbox("a@b.test", "A"))),
        lambda parts, bob, mailbox: asyncio.run(configure.grant(parts, bob, mailbox.id, [bob.id], list(Right))),
        lambda parts, bob, mailbox: asyncio.run(configure.revoke(parts, bob, mailbox.id, [bob.id], list(Right))),
        lambda parts, bob, mailbox: configure.connect(parts, bob, mailbox.id, None, None),
        lambda parts, bob, mailbox: configure.register(parts, bob, OWN),
        lambda parts, bob, mailbox: configure.rename(parts, bob, mailbox.id, "Mine"),
        lambda parts, bob, mailbox: configure.remove(parts, bob, mailbox.id),
        lambda parts, bob, mailbox: configure.apps(bob),
    ],
)
def test_only_administrators_configure(
    call: Callable[[Parts, Person, Mailbox], object], parts: Parts, bob: Person, support: Mailbox
) -> None:
    before = grants.of_mailbox(support.id)
    with pytest.raises(NotPermitted, match="administrator-needed"):
        call(parts, bob, support)
    assert grants.of_mailbox(support.id) == before
