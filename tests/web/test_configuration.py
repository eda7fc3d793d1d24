"""Scene 3 in pages: presets, mistakes at their field, a new app registration, a password."""

from typing import Any

import pytest

from poststelle.mailroom import configure, postbox
from poststelle.model.mailbox import Authentication, Encryption, Mailbox, Protocol
from poststelle.model.person import Person
from tests.web.conftest import Browse

CLIENT = "3f2504e0-4f89-41d3-9a0c-0305e82c3301"
TENANT = "11111111-2222-4333-8444-555555555555"
FILLED = {
    "mailbox-name": "Support",
    "mailbox-app": "new",
    "incoming-protocol": "imap",
    "incoming-host": "outlook.office365.com",
    "incoming-port": "993",
    "incoming-encryption": "tls",
    "incoming-authentication": "oauth2",
    "outgoing-protocol": "smtp",
    "outgoing-host": "smtp.office365.com",
    "outgoing-port": "587",
    "outgoing-encryption": "starttls",
    "outgoing-authentication": "oauth2",
    "app-name": "Corp",
    "app-provider": "microsoft365",
    "app-tenant": TENANT,
    "app-client_id": CLIENT,
    "app-client_secret": "value~of.the-secret",
}


def _address(mailbox: Mailbox) -> str:
    return f"/mailboxes/{mailbox.id}/configuration/"


@pytest.mark.parametrize(
    ("preset", "host"), [("microsoft365", "outlook.office365.com"), ("google", "imap.gmail.com"), ("generic", "")]
)
def test_a_preset_fills_in_what_fits(preset: str, host: str, support: Mailbox, alice: Person, browse: Browse) -> None:
    page = browse(alice).get(_address(support) + f"?preset={preset}").content.decode()

    assert f'name="incoming-host" value="{host}"' in page if host else 'name="incoming-host" value' not in page


def test_the_redirect_url_is_there_to_be_copied(support: Mailbox, alice: Person, browse: Browse) -> None:
    page = browse(alice).get(_address(support)).content.decode()

    assert "http://localhost/authorize/callback" in page


def test_servers_and_registration_are_kept_together(support: Mailbox, alice: Person, browse: Browse) -> None:
    answer = browse(alice).post(_address(support), FILLED)

    kept = postbox.find(alice, support.id)
    assert answer.status_code == 302
    assert kept.incoming is not None
    assert (kept.incoming.protocol, kept.incoming.encryption) == (Protocol.IMAP, Encryption.TLS)
    app = configure.apps(alice)[0]
    assert (kept.app, app.tenant, app.has_secret) == (app.id, TENANT, True)


def test_save_and_check_leads_to_the_check(support: Mailbox, alice: Person, browse: Browse) -> None:
    answer = browse(alice).post(_address(support), FILLED | {"check": "1"})

    assert answer.headers["Location"] == f"/mailboxes/{support.id}/check/"


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("app-client_secret", "0f8fad5b-d9cb-469f-a165-70867728950e", "This is the secret’s ID, not its value."),
        ("app-client_id", "{" + CLIENT + "}", "Braces and quotation marks do not belong here"),
        ("incoming-host", "https://outlook.office365.com", "Enter the server name alone"),
        ("incoming-encryption", "starttls", "Port 993 does not fit this encryption."),
        ("incoming-port", "587", "belongs to another protocol"),
        ("outgoing-host", "", "This field is required"),
    ],
)
def test_a_mistake_is_said_at_its_field_and_nothing_is_kept(
    field: str, value: str, words: str, support: Mailbox, alice: Person, browse: Browse
) -> None:
    answer = browse(alice).post(_address(support), FILLED | {field: value})

    page = answer.content.decode()
    assert answer.status_code == 200
    assert words in page
    assert f'id="id_{field}_error"' in page
    assert postbox.find(alice, support.id).incoming is None
    assert configure.apps(alice) == []


def test_a_password_serves_where_there_is_no_oauth(support: Mailbox, alice: Person, browse: Browse) -> None:
    given: dict[str, Any] = FILLED | {
        "incoming-host": "imap.example.test",
        "outgoing-host": "smtp.example.test",
        "incoming-authentication": "password",
        "outgoing-authentication": "password",
        "mailbox-password": "open sesame",
    }

    answer = browse(alice).post(_address(support), given)

    kept = postbox.find(alice, support.id)
    assert answer.status_code == 302
    assert kept.has_password
    assert kept.incoming is not None
    assert kept.incoming.authentication is Authentication.PASSWORD


def test_no_secret_ever_comes_back_in_a_page(support: Mailbox, alice: Person, browse: Browse) -> None:
    client = browse(alice)
    client.post(_address(support), FILLED | {"mailbox-password": "open sesame"})
    app = configure.apps(alice)[0]

    for address in (_address(support), f"/apps/{app.id}/"):
        page = client.get(address).content.decode()
        assert "value~of.the-secret" not in page
        assert "open sesame" not in page


def test_a_mistake_far_below_is_told_at_the_top(support: Mailbox, alice: Person, browse: Browse) -> None:
    page = browse(alice).post(_address(support), {**FILLED, "incoming-port": "25"}).content.decode()

    assert "Nothing was saved yet" in page
    assert '<a href="#id_incoming-port">Incoming server › Port</a>' in page


@pytest.mark.parametrize("path", ["authorize/", "check/", "mail/"])
def test_without_a_connection_the_pages_lead_to_the_configuration(
    path: str, support: Mailbox, alice: Person, browse: Browse
) -> None:
    page = browse(alice).get(f"/mailboxes/{support.id}/{path}").content.decode()

    assert "The connection is not configured yet" in page
    assert "To the provider" not in page
    assert "Fetch now" not in page
