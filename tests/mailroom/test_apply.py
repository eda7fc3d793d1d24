"""`apply` reads a file whole, says what is wrong with it by line or key, and changes nothing the second time."""

import asyncio
from pathlib import Path

import pytest

from poststelle.mailroom import apply
from poststelle.mailroom.apply import Change, Document
from poststelle.mailroom.parts import Parts
from poststelle.model.address import Address
from poststelle.model.errors import Misconfigured
from poststelle.model.mailbox import Authentication, Encryption, Mailbox, Protocol
from poststelle.model.rights import Right
from poststelle.store import grants, mailboxes, persons, registrations, vault

CA = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"
OFFICE = """
[[person]]
name = "First Member"
address = "First@example.test"
administrator = true

[[app]]
name = "corp"
provider = "generic"
issuer = "https://127.0.0.1:22443/op"
tenant = ""
client_id = "poststelle"
client_secret = { env = "POSTSTELLE_SECRET" }
redirect_url = "http://127.0.0.1:8901/callback"
scopes = ["openid", "email", "offline_access", "mail"]
ca_file = "ca.pem"

[[mailbox]]
address = "support@example.test"
name = "Support"
kind = "shared"
app = "corp"
  [mailbox.incoming]
  protocol = "imap"
  host = "127.0.0.1"
  port = 22993
  encryption = "tls"
  authentication = "oauth2"
  username = "mailbox"
  ca_file = "ca.pem"
  [mailbox.outgoing]
  protocol = "smtp"
  host = "127.0.0.1"
  port = 22587
  encryption = "starttls"
  authentication = "oauth2"
  username = "account"
  ca_file = "ca.pem"
  [[mailbox.grant]]
  person = "first@example.test"
  rights = ["read-and-manage", "send-as"]
"""


def document(directory: Path, text: str, secret: str = "value") -> Document:
    (directory / "ca.pem").write_text(CA)
    (directory / "secret").write_text(f"{secret}\n")
    file = directory / "office.toml"
    file.write_text(text)
    return apply.read(file, {"POSTSTELLE_SECRET": secret})


def applied(parts: Parts, directory: Path, text: str = OFFICE, secret: str = "value") -> list[Change]:
    return asyncio.run(apply.apply(parts, document(directory, text, secret)))


def support_mailbox() -> Mailbox:
    found = mailboxes.by_address(Address("support@example.test"))
    assert found is not None
    return found


def test_the_file_of_the_handbook_sets_up_an_installation(parts: Parts, tmp_path: Path) -> None:
    changes = applied(parts, tmp_path)
    assert [(change.kind, change.action) for change in changes] == [
        ("person", "created"),
        ("app", "created"),
        ("mailbox", "created"),
        ("grant", "created"),
    ]
    app = registrations.by_name("corp")
    assert app is not None
    assert (app.ca_pem, app.scopes[-1], app.has_secret) == (CA, "mail", True)
    secret = vault.get(parts.vault, "app", app.id, "client-secret")
    assert secret is not None
    assert secret.reveal() == "value"
    mailbox = support_mailbox()
    assert mailbox.incoming is not None
    assert mailbox.outgoing is not None
    assert (mailbox.incoming.protocol, mailbox.incoming.port, mailbox.incoming.username) == (
        Protocol.IMAP,
        22993,
        "mailbox",
    )
    assert (mailbox.outgoing.encryption, mailbox.outgoing.ca_pem) == (Encryption.STARTTLS, CA)
    first = persons.by_address("first@example.test")
    assert first is not None
    assert first.administrator
    assert grants.held(first.id, mailbox.id) == {Right.READ_AND_MANAGE, Right.SEND_AS}


def test_applying_twice_is_applying_once(parts: Parts, tmp_path: Path) -> None:
    applied(parts, tmp_path)
    before = (
        persons.everyone(),
        registrations.everyone(),
        mailboxes.everyone(),
        grants.of_mailbox(support_mailbox().id),
    )
    assert {change.action for change in applied(parts, tmp_path)} == {"kept"}
    after = (
        persons.everyone(),
        registrations.everyone(),
        mailboxes.everyone(),
        grants.of_mailbox(support_mailbox().id),
    )
    assert after == before


@pytest.mark.parametrize(
    ("old", "new", "kind", "field"),
    [
        ('"First Member"', '"Erstes Mitglied"', "person", "name"),
        ("/op", "/oidc", "app", "issuer"),
        ("22993", "22994", "mailbox", "incoming"),
        ('name = "Support"', 'name = "Kundendienst"', "mailbox", "name"),
        ('"send-as"', '"send-on-behalf"', "grant", "send-on-behalf"),
    ],
)
def test_what_differs_is_changed_and_named(
    old: str, new: str, kind: str, field: str, parts: Parts, tmp_path: Path
) -> None:
    applied(parts, tmp_path)
    changes = applied(parts, tmp_path, OFFICE.replace(old, new))
    (changed,) = [change for change in changes if change.action != "kept"]
    assert changed.kind == kind
    assert field in changed.changed


def test_a_new_secret_is_a_change_and_never_shown(parts: Parts, tmp_path: Path) -> None:
    applied(parts, tmp_path)
    changes = applied(parts, tmp_path, secret="another")
    assert [change.changed for change in changes if change.action == "changed"] == [("client_secret",)]
    assert "another" not in repr(document(tmp_path, OFFICE, "another"))


def test_a_right_that_is_no_longer_listed_ends(parts: Parts, tmp_path: Path) -> None:
    applied(parts, tmp_path)
    applied(parts, tmp_path, OFFICE.replace('["read-and-manage", "send-as"]', '["send-as"]'))
    first = persons.by_address("first@example.test")
    assert first is not None
    assert grants.held(first.id, support_mailbox().id) == {Right.SEND_AS}


def test_presets_complete_what_the_file_leaves_open(parts: Parts, tmp_path: Path) -> None:
    applied(
        parts,
        tmp_path,
        """
        [[app]]
        name = "m365"
        provider = "microsoft365"
        tenant = "11111111-2222-3333-4444-555555555555"
        client_id = "66666666-2222-3333-4444-555555555555"
        client_secret = { file = "secret" }
        [[mailbox]]
        address = "support@example.test"
        app = "m365"
        [mailbox.incoming]
        [mailbox.outgoing]
        """,
    )
    mailbox = support_mailbox()
    assert mailbox.incoming is not None
    assert mailbox.outgoing is not None
    assert (mailbox.incoming.host, mailbox.incoming.port) == ("outlook.office365.com", 993)
    assert (mailbox.outgoing.host, mailbox.outgoing.authentication) == ("smtp.office365.com", Authentication.OAUTH2)


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ('[[app]]\nname = "corp"\nprovider = generic\n', "3", "12"),
        ('[[person]]\nname = "a"\nname = "b"\n', "3", "11"),
        ('x = "unfinished', "1", "16"),
        ("[[person]", "1", "9"),
    ],
)
def test_broken_toml_is_named_by_line_and_column(text: str, line: str, column: str, tmp_path: Path) -> None:
    with pytest.raises(Misconfigured) as caught:
        document(tmp_path, text)
    assert caught.value.code == "toml-broken"
    assert (caught.value.facts["line"], caught.value.facts["column"]) == (line, column)


def test_what_is_not_utf_8_is_named_by_line_and_column(tmp_path: Path) -> None:
    file = tmp_path / "latin.toml"
    file.write_bytes("# gr\xfc\xdfe\n[[person]]\n".encode("latin-1"))
    with pytest.raises(Misconfigured) as caught:
        apply.read(file, {})
    assert (caught.value.facts["line"], caught.value.facts["column"]) == ("1", "5")


@pytest.mark.parametrize(
    ("old", "new", "code", "field"),
    [
        ("port = 22993", "prot = 22993", "key-unknown", "mailbox[0].incoming.prot"),
        ("port = 22993", 'port = "22993"', "value-of-wrong-type", "mailbox[0].incoming.port"),
        ("port = 22993", "port = true", "value-of-wrong-type", "mailbox[0].incoming.port"),
        ('"imap"', '"imaps"', "value-not-allowed", "mailbox[0].incoming.protocol"),
        ('"send-as"]', '"send_as"]', "value-not-allowed", "mailbox[0].grant[0].rights"),
        ('client_id = "poststelle"', "", "value-missing", "app[0].client_id"),
        ('{ env = "POSTSTELLE_SECRET" }', '{ env = "NOT_SET" }', "variable-missing", "app[0].client_secret"),
        ('{ env = "POSTSTELLE_SECRET" }', '{ file = "none" }', "file-unreadable", "app[0].client_secret"),
        ('{ env = "POSTSTELLE_SECRET" }', '{ env = "A", file = "b" }', "value-of-wrong-type", "app[0].client_secret"),
        ('ca_file = "ca.pem"', 'ca_file = "none.pem"', "file-unreadable", "app[0].ca_file"),
        ("First@example.test", "First", "address-malformed", "person[0].address"),
        ("[[person]]", "[[people]]", "key-unknown", "people"),
    ],
)
def test_a_mistake_is_named_by_its_key(old: str, new: str, code: str, field: str, tmp_path: Path) -> None:
    with pytest.raises(Misconfigured) as caught:
        document(tmp_path, OFFICE.replace(old, new, 1))
    assert (caught.value.code, caught.value.facts["field"]) == (code, field)


@pytest.mark.parametrize(
    ("old", "new", "code", "field"),
    [
        ('app = "corp"', 'app = "corps"', "app-unknown", "mailbox[0].app"),
        ('person = "first@', 'person = "second@', "person-unknown", "mailbox[0].grant[0].person"),
        ('provider = "generic"', 'provider = "generous"', "provider-unknown", "app[0].provider"),
        ('host = "127.0.0.1"', 'host = "https://mail.example.test"', "host-with-scheme", "mailbox[0].incoming.host"),
        ("22587", "465", "port-and-encryption", "mailbox[0].outgoing.encryption"),
    ],
)
def test_what_cannot_work_is_named_by_its_key(
    old: str, new: str, code: str, field: str, parts: Parts, tmp_path: Path
) -> None:
    with pytest.raises(Misconfigured) as caught:
        applied(parts, tmp_path, OFFICE.replace(old, new, 1))
    assert (caught.value.code, caught.value.facts["field"]) == (code, field)
