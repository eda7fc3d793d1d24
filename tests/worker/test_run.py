"""The worker with the sandbox: it fetches what is there and takes up a new mailbox; told to stop, it stops."""

import asyncio
from pathlib import Path

from poststelle import worker
from poststelle.mailroom.parts import Parts
from poststelle.model.mailbox import AppRegistration
from poststelle.model.rights import Right
from poststelle.store import mailboxes
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
    assert mailboxes.fetch_state(broken.id).code == "right-missing"
