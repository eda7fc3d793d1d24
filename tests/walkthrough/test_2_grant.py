"""Scene 2: the three rights, each with the number of those who hold it; granted, confirmed, taken away again."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.walkthrough.browser import enter
from tests.walkthrough.office import RIGHTS, Office
from tests.walkthrough.stage import Stage

SAYS: dict[str, dict[str, Any]] = {
    "de": {
        "rights": {
            "read-and-manage": "Lesen und Verwalten",
            "send-as": "Senden als",
            "send-on-behalf": "Senden im Auftrag von",
        },
        "tab": "Rechte",
        "open": "Berechtigungen hinzufügen",
        "all": "Alle auswählen",
        "add": "Hinzufügen",
        "everyone": "8 Personen erhalten Lesen und Verwalten an {address}:",
        "one": "1 Person erhält",
        "confirm": "Bestätigen",
        "added": "8 Personen hinzugefügt.",
        "added-one": "1 Person hinzugefügt.",
        "take": "Berechtigungen entfernen",
        "remove": "Entfernen",
        "removed": "7 Personen entfernt.",
        "search": "Personen suchen",
        "nobody": "Wählen Sie mindestens eine Person aus.",
        "manage": "Postfachberechtigungen verwalten",
        "pending": "noch nicht wirksam",
        "revoked": "entzogen",
        "missing": "Ihnen fehlt das Recht „Senden als“ an {address}.",
    },
    "en": {
        "rights": {"read-and-manage": "Read and manage", "send-as": "Send as", "send-on-behalf": "Send on behalf"},
        "tab": "Rights",
        "open": "Add permissions",
        "all": "Select all",
        "add": "Add",
        "everyone": "8 persons get Read and manage on {address}:",
        "one": "1 person gets",
        "confirm": "Confirm",
        "added": "8 persons added.",
        "added-one": "1 person added.",
        "take": "Remove permissions",
        "remove": "Remove",
        "removed": "7 persons removed.",
        "search": "Search persons",
        "nobody": "Tick at least one person.",
        "manage": "Manage mailbox permissions",
        "pending": "waiting to take effect",
        "revoked": "revoked",
        "missing": "You do not hold the right “Send as” on {address}.",
    },
}
STRANGER = "frank.schroeder@muster.example"


@pytest.fixture(autouse=True)
def _a_mailbox_without_rights(office: Office) -> None:
    office.created()
    office.api().put(f"/mailboxes/{office.number}/grants", json={"grants": []})


def test_rights_are_granted_and_taken_in_the_browser(page: Page, office: Office, stage: Stage) -> None:
    says = SAYS[office.language]
    reading, sending, on_behalf = (says["rights"][right] for right in RIGHTS)
    enter(page, stage.url, stage.administrator, stage.password)
    page.goto(f"{stage.url}/mailboxes/{office.number}/rights/")
    for right in says["rights"].values():
        expect(page.get_by_role("link", name=f"{right} (0)")).to_be_visible()

    page.get_by_role("link", name=f"{reading} (0)").click()
    page.get_by_role("link", name=says["open"]).click()
    page.get_by_role("button", name=says["add"], exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text(says["nobody"])
    page.get_by_label(says["all"]).check()
    expect(page.get_by_role("checkbox", checked=True)).to_have_count(9)
    page.get_by_role("button", name=says["add"], exact=True).click()
    expect(page.get_by_text(says["everyone"].format(address=office.address))).to_be_visible()
    page.get_by_role("button", name=says["confirm"]).click()
    expect(page.get_by_text(says["added"])).to_be_visible()
    expect(page.get_by_text(says["pending"])).to_have_count(8)

    _add_one(page, office, sending)
    _add_one(page, office, on_behalf)
    assert office.provider.counts(office.address) == {"read-and-manage": 8, "send-as": 1, "send-on-behalf": 1}

    _keep_one(page, office, reading)
    page.get_by_role("link", name=says["tab"], exact=True).first.click()
    for right in says["rights"].values():
        expect(page.get_by_role("link", name=f"{right} (1)")).to_be_visible()

    page.goto(f"{stage.sandbox}/admin/mailboxes/{office.address}")
    expect(page.get_by_role("heading", name=says["manage"])).to_be_visible()
    for right in says["rights"].values():
        expect(page.get_by_role("link", name=re.compile(rf"^{right}( of)? \(1\)"))).to_be_visible()
    page.get_by_role("link", name=re.compile(re.escape(sending))).first.click()
    expect(page.get_by_text(office.member.address)).to_be_visible()


def _add_one(page: Page, office: Office, right: str) -> None:
    """The search narrows the list while one types."""
    says = SAYS[office.language]
    page.goto(f"{office.stage.url}/mailboxes/{office.number}/rights/")
    page.get_by_role("link", name=re.compile(rf"{says['open']}\s*: {right}$")).click()
    page.get_by_label(says["search"]).fill(office.member.name.split()[1])
    expect(page.locator("input[name=person]:visible")).to_have_count(1)
    page.get_by_role("checkbox", name=re.compile(office.member.name)).check()
    page.get_by_role("button", name=says["add"], exact=True).click()
    expect(page.get_by_text(says["one"])).to_contain_text(right)
    page.get_by_role("button", name=says["confirm"]).click()
    expect(page.get_by_text(says["added-one"])).to_be_visible()


def _keep_one(page: Page, office: Office, right: str) -> None:
    says = SAYS[office.language]
    page.goto(f"{office.stage.url}/mailboxes/{office.number}/rights/")
    page.get_by_role("link", name=f"{right} (8)").click()
    page.get_by_role("link", name=says["take"]).click()
    page.get_by_label(says["all"]).check()
    page.get_by_role("checkbox", name=re.compile(office.member.name)).uncheck()
    page.get_by_role("button", name=says["remove"], exact=True).click()
    page.get_by_role("button", name=says["confirm"]).click()
    expect(page.get_by_text(says["removed"])).to_be_visible()


def test_rights_are_granted_and_taken_by_api(office: Office) -> None:
    api, path = office.api(), f"/mailboxes/{office.number}/grants"
    held = api.post(path, json={"grants": [{"person": office.member.address, "rights": list(RIGHTS)}]})
    assert {(one["address"], one["right"], one["proof"]) for one in held.json()} == {
        (office.member.address, right, "pending") for right in RIGHTS
    }
    assert office.provider.counts(office.address) == dict.fromkeys(RIGHTS, 1)

    person = held.json()[0]["person"]
    assert api.delete(f"{path}/{person}/send-as").status_code == 204
    assert office.provider.counts(office.address) == {"read-and-manage": 1, "send-as": 0, "send-on-behalf": 1}
    letter = {"to": [STRANGER], "subject": "x", "text": "x"}
    refused = office.api(office.member.address).post(f"/mailboxes/{office.number}/submissions", json=letter)
    assert refused.status_code == 403
    assert refused.json()["title"] == SAYS[office.language]["missing"].format(address=office.address)

    hidden = office.api(STRANGER).get(path)
    assert hidden.status_code == 404
    own = office.api(office.member.address).get(f"/mailboxes/{office.number}/rights").json()
    assert {one["right"]: one["held"] for one in own} == {
        "read-and-manage": True,
        "send-as": False,
        "send-on-behalf": True,
    }


def test_rights_are_granted_and_taken_by_command_line(office: Office) -> None:
    says, person = SAYS[office.language], office.member.address
    said = office.run("grant", office.address, person, *RIGHTS, json=False)
    for right in says["rights"].values():
        assert f"{person}: {right} ({says['pending']})" in said.out
    assert office.provider.counts(office.address) == dict.fromkeys(RIGHTS, 1)
    listed = office.run("rights", office.address, json=False).out
    for right in says["rights"].values():
        assert f"{right} (1)" in listed
    assert f"{office.member.name} <{person}>" in listed

    taken = office.run("revoke", office.address, person, "send-as", json=False)
    assert says["revoked"] in taken.out
    assert office.provider.counts(office.address)["send-as"] == 0
    why = office.run("rights", office.address, "--as", person, json=False).out
    assert says["missing"].format(address=office.address) in why
    letter = ("send", "--from", office.address, "--as", person, "--to", STRANGER, "--subject", "x")
    refused = office.run(*letter, text="x", json=False, code=3)
    assert says["missing"].format(address=office.address) in refused.err
