"""Scene 5: the check of the mailbox configuration, a dot and a word a step, live while it runs.

The run goes on in a thread of its own, so that leaving the page does not stop it. The page follows it by server-sent
events, or without JavaScript by loading itself anew.
"""

import asyncio
import threading
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta

import structlog
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from poststelle.mailroom import check as checking
from poststelle.mailroom import rights as doors
from poststelle.model.errors import PoststelleError
from poststelle.model.finding import CheckRun, Finding, Status, Step
from poststelle.model.identifiers import MailboxId
from poststelle.model.mailbox import Mailbox
from poststelle.model.person import Person
from poststelle.model.rights import Right
from poststelle.web import place
from poststelle.web.door import for_mailbox

LOOK_SECONDS = 0.25
BEGIN_SECONDS = 3.0
LONGEST = timedelta(minutes=10)  # a run that has not ended by then was cut off
SENDING = {Right.SEND_AS, Right.SEND_ON_BEHALF}
log = structlog.get_logger()


class _Running:
    """The checks of this process, one a mailbox; and what stopped the last one before its first step."""

    threads: dict[MailboxId, threading.Thread] = {}  # noqa: RUF012 - one for the process
    errors: dict[MailboxId, PoststelleError] = {}  # noqa: RUF012


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the dialog; `state` is "running" for the step at work and "pending" for those to come."""

    step: Step
    finding: Finding | None
    state: str
    behind: Step | None = None


@never_cache
@for_mailbox
def check(request: HttpRequest, person: Person, mailbox: Mailbox) -> HttpResponse:
    run = checking.latest(person, mailbox.id)
    may_send = bool(SENDING & doors.mine(person, mailbox.id))
    context = _context(run) | {
        "section": "mailboxes",
        "tab": "check",
        "mailbox": mailbox,
        "may_send": may_send,
        "error": _Running.errors.get(mailbox.id),
    }
    return render(request, "pages/check.html", context)


@require_POST
@for_mailbox
def start(request: HttpRequest, person: Person, mailbox: Mailbox) -> HttpResponse:
    running = _Running.threads.get(mailbox.id)
    if running is None or not running.is_alive():
        before = checking.latest(person, mailbox.id)
        arguments = (person, mailbox.id, "send_test" in request.POST)
        thread = threading.Thread(target=_run, args=arguments, name=f"check-{mailbox.id}", daemon=True)
        _Running.errors.pop(mailbox.id, None)
        _Running.threads[mailbox.id] = thread
        thread.start()
        _wait_for_first(thread, person, mailbox.id, before)
    return redirect("check", mailbox.id)


@never_cache
@for_mailbox
def events(request: HttpRequest, person: Person, mailbox: Mailbox) -> HttpResponseBase:
    language = translation.get_language() or "en"
    response = StreamingHttpResponse(_events(person, mailbox.id, language), content_type="text/event-stream")
    response.headers["X-Accel-Buffering"] = "no"  # a proxy must not save them up
    return response


async def _events(person: Person, mailbox: MailboxId, language: str) -> AsyncIterator[bytes]:
    shown: tuple[object, ...] | None = None
    while True:
        run = await asyncio.to_thread(checking.latest, person, mailbox)
        now = (run.id, len(run.findings), run.ended) if run else None
        if run and now != shown:
            shown = now
            for name, template in (("steps", "parts/check_steps.html"), ("summary", "parts/check_summary.html")):
                yield _event(name, await asyncio.to_thread(_rendered, template, run, language))
        if run is None or run.ended or _cut_off(run):
            yield _event("end", "")
            return
        await asyncio.sleep(LOOK_SECONDS)


def _event(name: str, text: str) -> bytes:
    lines = "".join(f"data: {line}\n" for line in text.splitlines()) or "data:\n"
    return f"event: {name}\n{lines}\n".encode()


def _rendered(template: str, run: CheckRun, language: str) -> str:
    with translation.override(language):
        return render_to_string(template, _context(run))


def _context(run: CheckRun | None) -> dict[str, object]:
    running = run is not None and run.ended is None and not _cut_off(run)
    return {"run": run, "lines": lines(run, running), "running": running, "cut_off": run is not None and _cut_off(run)}


def lines(run: CheckRun | None, running: bool) -> list[Line]:
    """All steps in the order of the dialog, whether they have been reached or not."""
    found = {finding.step: finding for finding in run.findings} if run else {}
    at_work = next((step for step in Step if step not in found), None) if running else None
    return [_line(step, found.get(step), step is at_work) for step in Step]


def _line(step: Step, finding: Finding | None, at_work: bool) -> Line:
    if finding is None:
        return Line(step, None, "running" if at_work else "pending")
    behind = finding.facts.get("behind", "")
    return Line(step, finding, finding.status.value, Step(behind) if behind in list(Step) else None)


def _cut_off(run: CheckRun) -> bool:
    return run.ended is None and place.parts().now() - run.started > LONGEST


def _run(person: Person, mailbox: MailboxId, send_test: bool) -> None:
    try:
        run = asyncio.run(checking.run(place.parts(), person, mailbox, send_test))
        failed = [finding.code for finding in run.findings if finding.status is Status.FAILED]
        log.info("checked", mailbox=mailbox, green=run.green, failed=failed)
    except PoststelleError as error:
        _Running.errors[mailbox] = error


def _wait_for_first(thread: threading.Thread, person: Person, mailbox: MailboxId, before: CheckRun | None) -> None:
    """Until the new run is there to be shown, so that the page does not come back with the old one."""
    for _turn in range(int(BEGIN_SECONDS / 0.05)):
        now = checking.latest(person, mailbox)
        if not thread.is_alive() or (now and (before is None or now.id != before.id)):
            return
        thread.join(0.05)
