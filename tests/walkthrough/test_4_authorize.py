"""Scene 4: sign in with another account on the provider's page, accept, and see who signed in for which mailbox."""

import re
from typing import Any

import httpx2
import pytest
from playwright.sync_api import Page, expect

from tests.walkthrough.browser import enter
from tests.walkthrough.commands import CommandLine
from tests.walkthrough.office import Office
from tests.walkthrough.stage import Stage

SAYS = {
    "de": {
        "heading": "Mit dem persönlichen Konto anmelden",
        "hint": "Wählen Sie auf der Seite des Anbieters „Mit einem anderen Konto anmelden“",
        "go": "Zur Anmeldung beim Anbieter",
        "choose": "Konto auswählen",
        "another": "Mit einem anderen Konto anmelden",
        "address": "E-Mail-Adresse",
        "next": "Weiter",
        "password": "Kennwort",
        "sign-in": "Anmelden",
        "consent": "Angeforderte Berechtigungen",
        "accept": "Akzeptieren",
        "done": "Angemeldet als {person} für {mailbox}",
        "wrong-account": "Das Konto frank.schroeder@muster.example hat eine andere Adresse als",
        "who": "angemeldet als {person}",
        "valid": "gültig",
        "wrong": "Der geheime Clientschlüssel ist falsch.",
        "401": "Der Anbieter antwortete 401",
        "which": "Es betrifft die App-Registrierung {app}.",
        "remedy": "Erstellen Sie in der App-Registrierung einen neuen geheimen Clientschlüssel",
        "used": "Diese Anmeldung ist hier nicht bekannt, wurde schon verwendet",
        "landed": "Angemeldet",
        "broken": "Die Anmeldung hat nicht geklappt (401)",
    },
    "en": {
        "heading": "Sign in with your personal account",
        "hint": "On the provider’s page choose “Use another account”",
        "go": "To the provider’s sign-in",
        "choose": "Pick an account",
        "another": "Sign in with another account",
        "address": "E-mail address",
        "next": "Next",
        "password": "Password",
        "sign-in": "Sign in",
        "consent": "Permissions requested",
        "accept": "Accept",
        "done": "Signed in as {person} for {mailbox}",
        "wrong-account": "The account frank.schroeder@muster.example has another address than",
        "who": "signed in as {person}",
        "valid": "valid",
        "wrong": "The client secret is wrong.",
        "401": "The provider answered 401",
        "which": "It concerns the app registration {app}.",
        "remedy": "In the app registration, create a new client secret",
        "used": "This sign-in is not known here, has been used already",
        "landed": "Signed in",
        "broken": "The sign-in did not work (401)",
    },
}
WRONG_ACCOUNT = "frank.schroeder@muster.example"


@pytest.fixture(autouse=True)
def _a_configured_mailbox(office: Office) -> None:
    office.configured()


def test_a_member_signs_in_with_another_account_in_the_browser(page: Page, office: Office, stage: Stage) -> None:
    says, person = SAYS[office.language], office.member.address
    enter(page, stage.url, person, stage.password)
    page.goto(f"{stage.url}/mailboxes/{office.number}/authorize/")
    expect(page.get_by_role("heading", name=says["heading"])).to_be_visible()
    expect(page.get_by_text(says["hint"])).to_be_visible()

    page.get_by_role("button", name=says["go"]).click()
    _sign_in(page, office, WRONG_ACCOUNT)
    done = says["done"].format(person=WRONG_ACCOUNT, mailbox=office.address)
    expect(page.get_by_role("heading", name=done)).to_be_visible()
    expect(page.get_by_text(says["wrong-account"])).to_be_visible()

    page.get_by_role("link", name=says["another"]).click()
    page.get_by_role("button", name=says["go"]).click()
    expect(page.get_by_role("heading", name=says["choose"])).to_be_visible()
    expect(page.get_by_text(WRONG_ACCOUNT)).to_be_visible()
    page.get_by_role("button", name=says["another"]).click()
    _sign_in(page, office, person)
    done = says["done"].format(person=person, mailbox=office.address)
    expect(page.get_by_role("heading", name=done)).to_be_visible()
    expect(page.get_by_text(says["wrong-account"])).to_be_hidden()

    page.goto(f"{stage.url}/mailboxes/{office.number}/authorize/")
    expect(page.get_by_text(says["who"].format(person=person))).to_be_visible()
    expect(page.get_by_text(says["valid"], exact=True)).to_be_visible()
    _fail_with_a_wrong_secret(page, office)


def _sign_in(page: Page, office: Office, person: str) -> None:
    """From the page that asks for the name to the button that accepts."""
    says = SAYS[office.language]
    page.get_by_label(says["address"]).fill(person)
    page.get_by_role("button", name=says["next"]).click()
    expect(page.get_by_text(person)).to_be_visible()
    page.get_by_label(says["password"]).fill(office.stage.provider_password)
    page.get_by_role("button", name=says["sign-in"], exact=True).click()
    heading = page.get_by_role("heading").first
    expect(heading).to_be_visible()
    if heading.inner_text() == says["consent"]:  # asked once a person and app
        expect(page.locator("[data-permission]")).not_to_have_count(0)
        page.get_by_role("button", name=says["accept"]).click()


def _fail_with_a_wrong_secret(page: Page, office: Office) -> None:
    says = SAYS[office.language]
    with office.wrong_secret() as app:
        page.goto(f"{office.stage.url}/mailboxes/{office.number}/authorize/")
        page.get_by_role("button", name=says["go"]).click()
        page.get_by_role("button", name=re.compile(office.member.address)).click()
        expect(page.get_by_role("heading", name=says["wrong"])).to_be_visible()
        expect(page.get_by_text(says["401"])).to_be_visible()
        expect(page.get_by_text(says["which"].format(app=app))).to_be_visible()
        expect(page.get_by_text(says["remedy"])).to_be_visible()


def test_a_member_signs_in_by_api(office: Office) -> None:
    says, person = SAYS[office.language], office.member.address
    api, path = office.api(person), f"/mailboxes/{office.number}/authorizations"
    begun = api.post(path, json={"method": "browser"}).json()
    pages: list[str] = []
    back = office.provider.walk(begun["url"], person, pages=pages)
    assert any(says["password"] in page for page in pages)
    done = api.post("/authorizations/finish", json={"url": back})
    assert done.status_code == 200, done.text
    assert (done.json()["account"]["address"], done.json()["mailbox"]) == (person, office.address)
    assert (done.json()["account"]["state"], done.json()["warnings"]) == ("valid", [])

    again = api.post("/authorizations/finish", json={"url": back})
    assert not again.is_success
    assert says["used"] in again.json()["title"]
    with office.wrong_secret():
        begun = api.post(path, json={"method": "browser"}).json()
        refused = api.post("/authorizations/finish", json={"url": office.provider.walk(begun["url"], person)})
    assert (refused.status_code, refused.json()["facts"]["status"]) == (502, "401")
    assert refused.json()["title"] == says["wrong"]
    assert says["remedy"] in refused.json()["detail"]


def test_a_member_signs_in_by_command_line(office: Office) -> None:
    says, person = SAYS[office.language], office.member.address
    code, out, err, landed = _authorize(office)
    assert code == 0, err
    assert landed.status_code == 200
    assert says["landed"] in landed.text
    told = says["done"].format(person=person, mailbox=office.address)
    assert told in landed.text
    assert out.strip() == f"{told}."

    with office.wrong_secret():
        code, _out, err, landed = _authorize(office)
    assert code == 1
    assert (landed.status_code, says["broken"] in landed.text) == (401, True)
    assert says["wrong"] in err
    assert says["remedy"] in err


def _authorize(office: Office) -> tuple[int, str, str, Any]:
    """The command prints the address; somebody walks through the pages; their last step leads back to the command."""
    loopback = office.stage.app["redirect_urls"][1]
    options = ("authorize", office.address, "--as", office.member.address, "--no-browser", "--redirect-url", loopback)
    waiting = CommandLine(office.stage.home, office.language).begin(*options)
    assert waiting.stdout is not None
    url = waiting.stdout.readline().strip()
    assert url.startswith(office.stage.sandbox), (url, waiting.stderr and waiting.stderr.read())
    back = office.provider.walk(url, office.member.address)
    landed = httpx2.get(back, headers={"Accept-Language": office.language})
    out, err = waiting.communicate(timeout=60)
    return waiting.returncode, out, err, landed
