"""The worker with the sandbox: it fetches what is there and takes up a new mailbox; told to stop, it stops."""

import asyncio
from pathlib import Path

from poststelle import worker
from poststelle.mailroom import rights, send
from poststelle.mailroom.parts import Parts
from poststelle.model.mailbox import AppRegistration
from poststelle.model.rights import Purpose, Right
from poststelle.model.submission import Event, Letter, Manner, State, Submission
from poststelle.store import mailboxes, messages, submissions
from tests.mailroom.conftest import app, connections, member, real, sandbox, shared
from tests.mailroom.sandboxed import Sandbox

__all__ = ["app", "real", "sandbox"]  # fixtures

PATIENCE_SECONDS = 30


async def until_fetched(number: int) -> None:
    from poststelle.model.identifiers import MailboxId

    async with asyncio.timeout(PATIENCE_SECONDS):
        while (await asyncio.to_thread(mailboxes.fetch_state, MailboxId(number))).code != "ok":  # noqa: ASYNC110
            await asyncio.sleep(0.1)


def test_the_worker_fetches_by_itself_and_stops_when_told(
    real: Parts, app: AppRegistration, sandbox: Sandbox, home: Path
) -> None:
    support = shared(app, sandbox, "support@muster.example")
    member(real, support, "anna.berger", Right.READ_AND_MANAGE)
    broken = mailboxes.create(type(support.address).parse("broken@muster.example"), "Broken")
    mailboxes.connect(broken.id, *connections(sandbox), app.id)

    async def play() -> None:
        stop = asyncio.Event()
        working = asyncio.create_task(worker.run(real, home, stop))
        await until_fetched(support.id)
        stop.set()
        await asyncio.wait_for(working, 10)

    asyncio.run(play())
    assert mailboxes.fetch_state(broken.id).code == "nobody-holds-right"


def test_what_is_queued_goes_out_and_its_arrival_is_noticed_at_once(
    real: Parts, app: AppRegistration, sandbox: Sandbox, home: Path
) -> None:
    support = shared(app, sandbox, "support@muster.example")
    anna = member(real, support, "anna.berger", Right.READ_AND_MANAGE, Right.SEND_AS)
    letter = Letter(to=(support.address,), subject="By the worker", text="Hello")

    async def play() -> Submission:
        stop = asyncio.Event()
        working = asyncio.create_task(worker.run(real, home, stop))
        await until_fetched(support.id)
        await asyncio.sleep(2)  # it listens by now
        queued = await asyncio.to_thread(send.submit, real, anna, support.id, Manner.SEND_AS, letter)
        permit = await asyncio.to_thread(rights.admit, anna, support.id, Purpose.READ)
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not await asyncio.to_thread(messages.with_message_id, permit, queued.message_id):  # noqa: ASYNC110
                await asyncio.sleep(0.1)
            while (await asyncio.to_thread(submissions.find, queued.id)).state is not State.FILED:  # noqa: ASYNC110
                await asyncio.sleep(0.1)
        stop.set()
        await asyncio.wait_for(working, 10)
        return await asyncio.to_thread(submissions.find, queued.id)

    done = asyncio.run(play())
    assert support.fetch_every_seconds > 2 * PATIENCE_SECONDS  # so it was the news, not the schedule
    assert [attempt.event for attempt in done.attempts] == [Event.STARTED, Event.WRITTEN, Event.ACCEPTED, Event.COPIED]
