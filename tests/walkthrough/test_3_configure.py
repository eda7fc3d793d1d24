"""Scene 3: the servers from a preset, OAuth 2.0 with the registration's fields; mistakes are caught in the form."""

import json
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.walkthrough.browser import enter
from tests.walkthrough.office import Office
from tests.walkthrough.stage import Stage

SAYS = {
    "de": {
        "sandbox": "Übungsumgebung",
        "password": "Kennwort",
        "redirect": "Umleitungs-URL",
        "copy": "Kopieren",
        "copied": "Kopiert",
        "registration": "App-Registrierung",
        "new": "Neue App-Registrierung",
        "tenant": "Mandanten-ID",
        "client": "Client-ID",
        "secret": "Geheimer Clientschlüssel",
        "issuer-and-trust": "Aussteller und Vertrauen",
        "issuer": "Aussteller",
        "provider": "Anbieter",
        "save": "Speichern",
        "save-and-check": "Speichern und prüfen",
        "secret-id": "Das ist die Geheimnis-ID, nicht der Wert.",
        "column": "Kopieren Sie die Spalte „Wert“; sie wird nur direkt nach dem Erstellen angezeigt.",
        "scheme": "Tragen Sie nur den Servernamen ein, ohne „https://“ und ohne Pfad.",
        "port": "Port 993 passt nicht zu dieser Verschlüsselung.",
        "check": "Prüfung der Postfachkonfiguration",
        "start": "Starten",
        "configured": "Das Postfach {address} ist eingestellt.",
    },
    "en": {
        "sandbox": "Sandbox",
        "password": "Password",
        "redirect": "Redirect URL",
        "copy": "Copy",
        "copied": "Copied",
        "registration": "App registration",
        "new": "New app registration",
        "tenant": "Tenant ID",
        "client": "Client ID",
        "secret": "Client secret",
        "issuer-and-trust": "Issuer and trust",
        "issuer": "Issuer",
        "provider": "Provider",
        "save": "Save",
        "save-and-check": "Save and check",
        "secret-id": "This is the secret’s ID, not its value.",
        "column": "Copy the column “Value”; it is shown only right after the secret was created.",
        "scheme": "Enter the server name alone, without “https://” or a path.",
        "port": "Port 993 does not fit this encryption.",
        "check": "Check of the mailbox configuration",
        "start": "Start",
        "configured": "The mailbox {address} is configured.",
    },
}


@pytest.fixture(autouse=True)
def _a_mailbox_with_rights(office: Office) -> None:
    office.granted()


def test_the_servers_are_configured_in_the_browser(page: Page, office: Office, stage: Stage) -> None:
    says = SAYS[office.language]
    enter(page, stage.url, stage.administrator, stage.password)
    page.goto(f"{stage.url}/mailboxes/{office.number}/configuration/")
    page.get_by_role("link", name="Microsoft 365").click()
    expect(page.locator("#id_incoming-host")).to_have_value("outlook.office365.com")
    page.get_by_role("link", name=says["sandbox"]).click()
    expect(page.locator("#id_incoming-host")).to_have_value("127.0.0.1")

    oauth = page.get_by_role("region", name="OAuth 2.0")
    expect(oauth).to_be_visible()
    for side in ("incoming", "outgoing"):
        page.locator(f"input[name={side}-authentication][value=password] + span").click()
    expect(oauth).to_be_hidden()
    expect(page.get_by_role("region", name=says["password"])).to_be_visible()
    for side in ("incoming", "outgoing"):
        page.locator(f"input[name={side}-authentication][value=oauth2] + span").click()
    expect(oauth).to_be_visible()

    expect(oauth.get_by_text(stage.app["redirect_urls"][0])).to_be_visible()
    oauth.get_by_role("button", name=says["copy"]).click()
    expect(oauth.get_by_text(says["copied"])).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == stage.app["redirect_urls"][0]

    _enter_registration(page, office)
    page.locator("#id_incoming-host").fill("https://127.0.0.1/")
    page.locator("#id_outgoing-port").fill("993")
    page.get_by_role("button", name=says["save"], exact=True).click()
    # said above the form, with a link, and again at the field
    expect(page.locator("#id_app-client_secret_error").get_by_text(says["secret-id"])).to_be_visible()
    expect(page.locator("#id_app-client_secret_error").get_by_text(says["column"])).to_be_visible()

    page.locator("#id_app-client_secret").fill(stage.app["client_secret"])
    page.get_by_role("button", name=says["save"], exact=True).click()
    expect(page.locator("#id_incoming-host_error").get_by_text(says["scheme"])).to_be_visible()

    page.locator("#id_incoming-host").fill("127.0.0.1")
    page.locator("#id_incoming-port").fill(str(stage.mail_port(1)))
    page.locator("#id_outgoing-port").fill(str(stage.mail_port(5)))
    page.locator("#id_app-client_secret").fill(stage.app["client_secret"])
    page.get_by_role("button", name=says["save-and-check"]).click()
    expect(page.get_by_role("heading", name=says["check"])).to_be_visible()
    expect(page.get_by_role("button", name=says["start"])).to_be_visible()
    names = {app["id"]: app["name"] for app in office.api().get("/apps").json()}
    kept = office.mailbox() or {}
    assert (names[kept["app"]], "sandbox" in names.values()) == (office.address, True)
    assert (kept["incoming"]["port"], kept["outgoing"]["encryption"]) == (stage.mail_port(1), "starttls")


def _enter_registration(page: Page, office: Office) -> None:
    """A registration of its own, with the secret's ID where its value belongs."""
    says, app = SAYS[office.language], office.stage.app
    page.get_by_label(says["registration"], exact=True).select_option(label=says["new"])
    page.locator("#id_app-name").fill(office.address)
    page.get_by_label(says["provider"], exact=True).select_option("sandbox")
    page.get_by_label(says["tenant"]).fill(app["tenant"])
    page.get_by_label(says["client"]).fill(app["client_id"])
    page.get_by_label(says["secret"]).fill(app["secret_id"])
    if not page.get_by_label(says["issuer"]).is_visible():
        page.get_by_text(says["issuer-and-trust"]).click()
    page.get_by_label(says["issuer"]).fill(office.stage.sandbox)


def test_the_servers_are_configured_by_api(office: Office, stage: Stage) -> None:
    says, api, wanted = SAYS[office.language], office.api(), office.connections()
    registration = {
        "name": office.address,
        "provider": "sandbox",
        "tenant": stage.app["tenant"],
        "client_id": stage.app["client_id"],
        "redirect_url": stage.app["redirect_urls"][0],
        "issuer": stage.sandbox,
    }
    mistaken = api.post("/apps", json={**registration, "client_secret": stage.app["secret_id"]})
    assert mistaken.status_code == 422
    assert (mistaken.json()["title"], mistaken.json()["facts"]["field"]) == (says["secret-id"], "client_secret")
    made = api.post("/apps", json={**registration, "client_secret": stage.app["client_secret"]})
    assert made.status_code == 201
    assert stage.app["client_secret"] not in made.text

    path = f"/mailboxes/{office.number}/connections"
    for change, text in (({"host": "https://127.0.0.1"}, "scheme"), ({"port": 993}, "port")):
        bad = json.loads(json.dumps(wanted))
        bad["incoming"] |= change | ({"encryption": "starttls"} if "port" in change else {})
        refused = api.put(path, json=bad)
        assert refused.status_code == 422
        assert refused.json()["title"] == says[text]
    kept = api.put(path, json={**wanted, "app": made.json()["id"]})
    assert kept.status_code == 200
    assert kept.json()["incoming"]["port"] == stage.mail_port(1)
    assert office.api(office.member.address).put(path, json=wanted).status_code == 403


def test_the_servers_are_configured_by_command_line(office: Office, stage: Stage) -> None:
    says = SAYS[office.language]
    file = stage.home / f"{office.address}.toml"
    registration: dict[str, Any] = {
        "name": office.address,
        "provider": "sandbox",
        "tenant": stage.app["tenant"],
        "issuer": stage.sandbox,
        "client_id": stage.app["client_id"],
        "client_secret": stage.app["secret_id"],
        "redirect_url": stage.app["redirect_urls"][1],
        "ca_file": stage.app["ca_file"],
    }
    file.write_text(_toml(registration))
    mistaken = office.run("apply", str(file), json=False, code=1)
    assert says["secret-id"] in mistaken.err
    file.write_text(_toml({**registration, "client_secret": stage.app["client_secret"]}))
    office.run("apply", str(file))

    configure = ("mailbox", "configure", office.address, "--app", office.address)
    ports = ("--incoming-port", str(stage.mail_port(1)), "--outgoing-port", str(stage.mail_port(5)))
    wrong = office.run(*configure, *ports, "--incoming-host", "https://127.0.0.1", json=False, code=1)
    assert says["scheme"] in wrong.err
    said = office.run(*configure, *ports, json=False)
    assert said.out.strip() == says["configured"].format(address=office.address)
    kept = office.mailbox() or {}
    assert (kept["incoming"]["host"], kept["incoming"]["port"]) == ("127.0.0.1", stage.mail_port(1))
    assert kept["outgoing"]["encryption"] == "starttls"


def _toml(fields: dict[str, Any]) -> str:
    return "\n".join(["[[app]]", *(f"{key} = {json.dumps(value)}" for key, value in fields.items()), ""])
