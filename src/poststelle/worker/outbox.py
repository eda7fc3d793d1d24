"""Handing over what waits, then looking for copies and lost answers: a few at a time, each once, oldest first."""

import asyncio

from poststelle.mailroom import duties, send
from poststelle.mailroom.parts import Parts
from poststelle.model.errors import PoststelleError
from poststelle.model.identifiers import SubmissionId
from poststelle.model.submission import State
from poststelle.worker.log import log

LOOK_ROUND_SECONDS = 1.0
AT_ONCE = 3  # Exchange takes three connections


async def run(parts: Parts) -> None:
    tasks: dict[SubmissionId, asyncio.Task[None]] = {}
    tried: dict[SubmissionId, float] = {}
    now = asyncio.get_running_loop().time
    try:
        while True:
            tasks = {number: task for number, task in tasks.items() if not task.done()}
            waiting = await asyncio.to_thread(duties.due, parts.now())
            tried = {found.id: tried[found.id] for found in waiting if found.id in tried}
            for found in waiting:
                rest = duties.rest(found, parts.now()).total_seconds()
                rested = found.id not in tried or now() - tried[found.id] >= rest
                if rested and found.id not in tasks and len(tasks) < AT_ONCE:
                    tried[found.id] = now()
                    tasks[found.id] = asyncio.create_task(one(parts, found.id))
            await asyncio.sleep(LOOK_ROUND_SECONDS)
    finally:
        for task in tasks.values():
            task.cancel()
        await asyncio.gather(*tasks.values(), return_exceptions=True)


async def one(parts: Parts, number: SubmissionId) -> None:
    try:
        done = await send.deliver(parts, number)
    except PoststelleError as error:
        log.warning("delivery-failed", submission=number, code=error.code)
    except Exception:
        log.exception("delivery-broken", submission=number)
        await asyncio.sleep(60)
    else:
        if done.state in (State.FILED, State.FAILED, State.AMBIGUOUS):
            log.info(
                "delivered" if done.state is State.FILED else "delivery-failed", submission=number, state=done.state
            )
