"""Playing the steps one after the other, each finding told at once."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import replace

from poststelle.mailroom import keyring, postbox
from poststelle.mailroom.check.context import Context, impatient
from poststelle.mailroom.check.table import RUN, behind
from poststelle.mailroom.explain import cause_of, explained, passes_by_itself, responsible_for
from poststelle.mailroom.keyring import Key
from poststelle.mailroom.parts import Parts
from poststelle.mailroom.place import Place, look_up
from poststelle.model.errors import PoststelleError, Unreachable
from poststelle.model.finding import CheckRun, Finding, Status, Step
from poststelle.model.identifiers import CheckRunId, MailboxId
from poststelle.model.person import AccountState, Person
from poststelle.store import checks

STEP_SECONDS = 18.0
LONG_STEP_SECONDS = 60.0
LONG = frozenset({Step.SEND, Step.ROUND_TRIP})
BLOCKING = frozenset({Status.FAILED, Status.WAITING})


async def run(
    parts: Parts,
    person: Person,
    mailbox: MailboxId,
    send_test: bool = False,
    note: Callable[[Finding], None] | None = None,
) -> CheckRun:
    """Check everything now. `note` hears each finding as it comes; `latest` sees them too while the run goes on."""
    await asyncio.to_thread(postbox.find, person, mailbox)
    place = await asyncio.to_thread(look_up, parts, mailbox)
    key = await asyncio.to_thread(key_of, place, person)
    number = await asyncio.to_thread(checks.start, mailbox, person.id, parts.now())
    context = Context(impatient(parts), place, person, key, send_test)
    try:
        await _play(context, number, note or _nobody)
    finally:
        await context.close()
    return await asyncio.to_thread(checks.end, number, parts.now())


async def _play(context: Context, number: CheckRunId, note: Callable[[Finding], None]) -> None:
    troubles: dict[Step, Step] = {}
    for step in RUN:
        root = behind(step, troubles)
        if step is Step.NAME and behind(Step.OUTGOING, troubles) is None:
            context.dial()
        if root is None:
            finding = await _step(context, step)
        else:
            finding = Finding(step, Status.SKIPPED, "behind", {"behind": root})
        if finding.status in BLOCKING or root is not None:
            troubles[step] = root or step
        await asyncio.to_thread(checks.note, number, finding)
        note(finding)


def _nobody(_: Finding) -> None:
    """Nobody listens."""


def latest(person: Person, mailbox: MailboxId) -> CheckRun | None:
    """The newest run; `ended` is `None` while it goes on."""
    postbox.find(person, mailbox)
    return checks.latest(mailbox)


def key_of(place: Place, person: Person) -> Key | None:
    """The person's own account; without one, that of the first member whose sign-in works."""
    ring = keyring.keys(place.mailbox.id)
    own = [key for key in ring if key.person.id == person.id]
    working = [key for key in ring if key.state is AccountState.VALID]
    return next(iter(own or working), None)


async def _step(context: Context, step: Step) -> Finding:
    began = time.monotonic()
    try:
        async with asyncio.timeout(LONG_STEP_SECONDS if step in LONG else STEP_SECONDS):
            finding = await RUN[step](context)
    except TimeoutError:
        finding = trouble(context, step, Unreachable("answer-timeout", text="timed out"))
    except PoststelleError as error:
        finding = trouble(context, step, error)
    return replace(finding, milliseconds=round((time.monotonic() - began) * 1000))


def trouble(context: Context, step: Step, error: PoststelleError) -> Finding:
    """An error as a finding: the catalogue's cause, who must act, and the peer's words as they came."""
    cause = cause_of(context.place.provider, step, error)
    shown = explained(context.place.provider, step, error)
    code = cause.code if cause else shown.code
    status = Status.WAITING if cause and passes_by_itself(error, cause) else Status.FAILED
    facts = {name: value for name, value in shown.facts.items() if value}
    return Finding(step, status, code, facts, cause.remedy if cause else "", responsible_for(error, cause))
