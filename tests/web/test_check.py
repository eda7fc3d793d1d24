"""Scene 5 in pages: the dialog, the run it starts, and the events that follow it."""

import time

from django.test import Client

from poststelle.mailroom import check as checking
from poststelle.mailroom.parts import Parts
from poststelle.model.finding import Finding, Responsible, Status, Step
from poststelle.model.mailbox import Mailbox
from poststelle.model.person import Person
from poststelle.store import checks
from tests.web.conftest import Browse

PATIENCE_SECONDS = 20


def test_before_the_first_run_all_steps_are_open(support: Mailbox, alice: Person, browse: Browse) -> None:
    page = browse(alice).get(f"/mailboxes/{support.id}/check/").content.decode()

    assert "Not checked yet." in page
    assert page.count('class="step-pending"') == len(Step)


def test_start_runs_all_steps_and_the_page_shows_them(support: Mailbox, alice: Person, browse: Browse) -> None:
    client = browse(alice)

    answer = client.post(f"/mailboxes/{support.id}/check/start/")
    _wait_for_end(alice, support)
    page = client.get(f"/mailboxes/{support.id}/check/").content.decode()

    assert answer.status_code == 302
    assert "Something failed: begin with the first red step" in page
    assert "step-failed" in page  # the mailbox has no servers yet
    assert "because “Settings plausible” failed" in page


def test_a_failed_step_says_cause_remedy_and_who_must_act(
    parts: Parts, support: Mailbox, alice: Person, browse: Browse
) -> None:
    run = checks.start(support.id, alice.id, parts.now())
    facts = {"text": "NO AUTHENTICATE failed."}
    checks.note(run, Finding(Step.LOGIN, Status.FAILED, "full-access-missing", facts, "", Responsible.MEMBER))
    checks.end(run, parts.now())

    page = browse(alice).get(f"/mailboxes/{support.id}/check/").content.decode()

    for words in ("Read and manage is missing", "NO AUTHENTICATE failed.", "To be done by: a member of the mailbox."):
        assert words in page


def test_events_carry_the_steps_and_end_with_the_run(
    parts: Parts, support: Mailbox, alice: Person, browse: Browse
) -> None:
    run = checks.start(support.id, alice.id, parts.now())
    checks.note(run, Finding(Step.SETTINGS, Status.OK))
    checks.end(run, parts.now())

    stream = _stream(browse(alice), f"/mailboxes/{support.id}/check/events/")

    assert [line for line in stream.splitlines() if line.startswith("event:")] == [
        "event: steps",
        "event: summary",
        "event: end",
    ]
    assert "Settings plausible" in stream


def test_events_speak_the_language_of_the_page(parts: Parts, support: Mailbox, alice: Person, browse: Browse) -> None:
    run = checks.start(support.id, alice.id, parts.now())
    checks.note(run, Finding(Step.SETTINGS, Status.OK))
    checks.end(run, parts.now())
    client = browse(alice)
    client.cookies["language"] = "de"

    stream = _stream(client, f"/mailboxes/{support.id}/check/events/")

    assert "Einstellungen plausibel" in stream
    assert "bestanden" in stream


def test_a_running_check_is_followed_and_without_javascript_reloaded(
    parts: Parts, support: Mailbox, alice: Person, browse: Browse
) -> None:
    run = checks.start(support.id, alice.id, parts.now())
    checks.note(run, Finding(Step.SETTINGS, Status.OK))

    page = browse(alice).get(f"/mailboxes/{support.id}/check/").content.decode()

    assert f'sse-connect="/mailboxes/{support.id}/check/events/"' in page
    assert '<noscript><meta http-equiv="refresh" content="2"></noscript>' in page
    assert 'class="step-running"' in page
    assert "start/" not in page


def _stream(client: Client, address: str) -> str:
    return b"".join(client.get(address)).decode()


def _wait_for_end(person: Person, mailbox: Mailbox) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        run = checking.latest(person, mailbox.id)
        if run is not None and run.ended is not None:
            return
        time.sleep(0.05)
    raise AssertionError("the check did not end")
