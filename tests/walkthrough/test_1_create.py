"""Scene 1: add a shared mailbox with a name and an address; it is there at the provider too."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.walkthrough.browser import enter
from tests.walkthrough.office import Office
from tests.walkthrough.stage import Stage

SAYS = {
    "de": {
        "add": "Freigegebenes Postfach hinzufügen",
        "name": "Name",
        "address": "E-Mail-Adresse",
        "button": "Hinzufügen",
        "made": "{name} ist angelegt. Erteilen Sie nun die Rechte.",
        "listed": "Freigegebene Postfächer",
        "command": "Das Postfach {address} wurde angelegt.",
        "taken": "Ein Postfach mit dieser Adresse gibt es schon.",
    },
    "en": {
        "add": "Add a shared mailbox",
        "name": "Name",
        "address": "Mail address",
        "button": "Add",
        "made": "{name} is there. Now grant the rights.",
        "listed": "Shared mailboxes",
        "command": "The mailbox {address} was created.",
        "taken": "There is already a mailbox with this address.",
    },
}
NOBODY = {"read-and-manage": 0, "send-as": 0, "send-on-behalf": 0}


@pytest.fixture(autouse=True)
def _not_there_yet(office: Office) -> None:
    assert office.mailbox() is None


def test_an_administrator_adds_a_mailbox_in_the_browser(page: Page, office: Office, stage: Stage) -> None:
    says = SAYS[office.language]
    enter(page, stage.url, stage.administrator, stage.password)
    page.get_by_role("link", name=says["add"]).first.click()
    _fill(page, office)
    expect(page.get_by_text(says["made"].format(name=office.name))).to_be_visible()

    page.goto(f"{stage.sandbox}/admin")
    page.get_by_role("link", name=says["listed"]).first.click()
    expect(page.get_by_role("row", name=re.compile(re.escape(office.address)))).to_contain_text(office.name)

    page.goto(f"{stage.url}/mailboxes/add/")
    _fill(page, office)
    expect(page.get_by_text(says["taken"])).to_be_visible()


def _fill(page: Page, office: Office) -> None:
    says = SAYS[office.language]
    page.get_by_label(says["name"], exact=True).fill(office.name)
    page.get_by_label(says["address"]).fill(office.address)
    page.get_by_role("button", name=says["button"], exact=True).click()


def test_an_administrator_adds_a_mailbox_by_api(office: Office) -> None:
    wanted = {"address": office.address, "name": office.name, "app": office.app()["id"]}
    refused = office.api(office.member.address).post("/mailboxes", json=wanted)
    assert refused.status_code == 403

    made = office.api().post("/mailboxes", json=wanted)
    assert made.status_code == 201
    assert (made.json()["name"], made.json()["kind"]) == (office.name, "shared")
    assert office.provider.counts(office.address) == NOBODY

    again = office.api().post("/mailboxes", json=wanted)
    assert (again.status_code, again.headers["content-type"]) == (409, "application/problem+json")
    assert again.json()["title"] == SAYS[office.language]["taken"]


def test_an_administrator_adds_a_mailbox_by_command_line(office: Office) -> None:
    create = ("mailbox", "create", office.address, "--name", office.name, "--app", "sandbox")
    said = office.run(*create, json=False)
    assert said.out.strip() == SAYS[office.language]["command"].format(address=office.address)
    assert office.address in office.run("mailbox", "list", json=False).out
    assert office.provider.counts(office.address) == NOBODY

    again = office.run(*create, json=False, code=1)
    assert SAYS[office.language]["taken"] in again.err
