"""Scene 5: the check of the mailbox configuration; a dot and a word for each step, green when it works."""

import pytest
from playwright.sync_api import Page, expect

from tests.walkthrough.browser import enter
from tests.walkthrough.office import Office
from tests.walkthrough.stage import Stage

SAYS = {
    "de": {
        "heading": "Prüfung der Postfachkonfiguration",
        "never": "Noch nicht geprüft.",
        "test": "auch eine Testnachricht senden",
        "start": "Starten",
        "close": "Schließen",
        "passed": "bestanden",
        "failed": "fehlgeschlagen",
        "skipped": "übersprungen",
        "all": "Alles bestanden",
        "red": "Fehlgeschlagen: Beginnen Sie beim ersten roten Schritt",
        "connection": "Verbindung",
        "login": "Anmeldung am Posteingangsserver",
        "opened": "Postfach offen (Lesen und Verwalten)",
        "round-trip": "Rundlauf",
        "closed": "Auf 127.0.0.1, Port 9, antwortet nichts.",
        "behind": "weil „Verbindung“ fehlgeschlagen ist",
        "works": "Die Konfiguration funktioniert.",
        "not-yet": "Die Konfiguration funktioniert noch nicht.",
    },
    "en": {
        "heading": "Check of the mailbox configuration",
        "never": "Not checked yet.",
        "test": "also send a test message",
        "start": "Start",
        "close": "Close",
        "passed": "passed",
        "failed": "failed",
        "skipped": "skipped",
        "all": "Everything passed",
        "red": "Something failed: begin with the first red step",
        "connection": "Connection",
        "login": "Sign-on at the incoming server",
        "opened": "Mailbox open (Read and manage)",
        "round-trip": "Round trip",
        "closed": "Nothing answers on 127.0.0.1, port 9.",
        "behind": "because “Connection” failed",
        "works": "The configuration works.",
        "not-yet": "The configuration does not work yet.",
    },
}
STEPS = 14
CHECK_MILLISECONDS = 60_000


@pytest.fixture(autouse=True)
def _a_member_has_signed_in(office: Office) -> None:
    office.signed_in()


def test_all_dots_turn_green_in_the_browser(page: Page, office: Office, stage: Stage) -> None:
    says = SAYS[office.language]
    enter(page, stage.url, office.member.address, stage.password)
    page.goto(f"{stage.url}/mailboxes/{office.number}/check/")
    expect(page.get_by_role("heading", name=says["heading"])).to_be_visible()
    expect(page.get_by_text(says["never"])).to_be_visible()
    expect(page.get_by_role("link", name=says["close"])).to_be_visible()
    steps = page.locator(".steps > li")
    expect(steps).to_have_count(STEPS)

    page.get_by_label(says["test"]).check()
    page.get_by_role("button", name=says["start"]).click()
    expect(page.get_by_text(says["all"])).to_be_visible(timeout=CHECK_MILLISECONDS)
    expect(page.locator(".steps .dot.tone-ok")).to_have_count(STEPS)
    for name in ("connection", "login", "opened", "round-trip"):
        expect(steps.filter(has=page.get_by_text(says[name], exact=True))).to_contain_text(says["passed"])

    with office.closed_port():
        page.get_by_role("button", name=says["start"]).click()
        expect(page.get_by_text(says["red"])).to_be_visible(timeout=CHECK_MILLISECONDS)
        expect(steps.filter(has=page.get_by_text(says["connection"], exact=True))).to_contain_text(says["failed"])
        expect(page.get_by_text(says["closed"])).to_be_visible()
        expect(page.get_by_text(says["behind"]).first).to_be_visible()


def test_all_steps_pass_by_api(office: Office) -> None:
    api, path = office.api(office.member.address), f"/mailboxes/{office.number}/checks"
    run = api.post(path, json={"wait": True, "send_test": True}).json()
    assert run["green"], run
    assert {one["status"] for one in run["findings"]} == {"ok"}, run
    assert len(run["findings"]) == STEPS
    assert api.get(f"{path}/latest").json()["id"] == run["id"]
    with office.closed_port():
        red = api.post(path, json={"wait": True}).json()
    found = {one["step"]: (one["status"], one["code"]) for one in red["findings"]}
    assert (red["green"], found["connection"]) == (False, ("failed", "tcp-refused"))
    assert found["login"][0] == "skipped"


def test_all_steps_pass_by_command_line(office: Office) -> None:
    says = SAYS[office.language]
    check = ("check", office.address, "--as", office.member.address)
    said = office.run(*check, "--send-test", json=False).out.splitlines()
    assert said[-1] == says["works"]
    assert [line.split()[:2] for line in said[:-1]] == [["●", says["passed"]]] * STEPS
    assert any(line.endswith(says["opened"]) for line in said)

    with office.closed_port():
        red = office.run(*check, json=False, code=1).out
    assert f"✖ {says['failed']}" in red
    assert says["closed"] in red
    assert f"○ {says['skipped']}" in red
    assert says["not-yet"] in red
