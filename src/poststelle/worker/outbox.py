"""Handing over what waits: a few at a time, each once, oldest first."""

import asyncio

from poststelle.mailroom import duties, send
from poststelle.mailroom.parts import Parts
from poststelle.model.errors import PoststelleError
from poststelle.model.identifiers import SubmissionId
from poststelle.model.submission import State
from poststelle.worker.log import log

LOOK_ROUND_SECONDS = 1.0
REST_SECONDS = 15.0  # between two tries of the same message, whatever came of the first
AT_ONCE = 3  # Exchange takes three connections


async def run(parts: Parts) -> None:
    tasks: dict[SubmissionId, asyncio.Task[None]] = {}
    tried: dict[SubmissionId, float] = {}
    now = asyncio.get_running_loop().time
    try:
        while True:
            tasks = {number: task for number, task in tasks.items() if not task.done()}
            for number in await asyncio.to_thread(duties.due, parts.now()):
                rested = now() - tried.get(number, -REST_SECONDS) >= REST_SECONDS
                if rested and number not in tasks and len(tasks) < AT_ONCE:
                    tried[number] = now()
                    tasks[number] = asyncio.create_task(one(parts, number))
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
