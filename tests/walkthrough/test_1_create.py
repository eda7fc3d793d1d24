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
        "taken": "gibt es schon",
    },
    "en": {
        "add": "Add a shared mailbox",
        "name": "Name",
        "address": "Mail address",
        "button": "Add",
        "made": "{name} is there. Now grant the rights.",
        "listed": "Shared mailboxes",
        "command": "The mailbox {address} was created.",
        "taken": "already",
    },
}


@pytest.fixture(autouse=True)
def _not_there_yet(office: Office) -> None:
    assert office.mailbox() is None


def test_an_administrator_adds_a_mailbox_in_the_browser(page: Page, office: Office, stage: Stage) -> None:
    says = SAYS[office.language]
    enter(page, stage.url, stage.administrator, stage.password)
    page.get_by_role("link", name=says["add"]).first.click()
    page.get_by_label(says["name"], exact=True).fill(office.name)
    page.get_by_label(says["address"]).fill(office.address)
    page.get_by_role("button", name=says["button"], exact=True).click()
    expect(page.get_by_text(says["made"].format(name=office.name))).to_be_visible()

    page.goto(f"{stage.sandbox}/admin")
    page.get_by_role("link", name=says["listed"]).first.click()
    expect(page.get_by_role("row", name=re.compile(re.escape(office.address)))).to_contain_text(office.name)
