"""What runs in the background: fetching every mailbox, handing over what waits, keeping grants alive.

One worker a home. A trouble with one mailbox or message is noted there and stops nothing else.
"""

import asyncio
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

from poststelle.mailroom.parts import Parts
from poststelle.worker import outbox, renew, watch
from poststelle.worker.lock import alone

__all__ = ["run"]


async def run(parts: Parts, home: Path | None = None, stop: asyncio.Event | None = None) -> None:
    """Work until canceled or told to stop. `Conflict("worker-running")` when another works on this home.

    `home` is where the lock lies; without it, where the messages are.
    """
    with alone(home or parts.blobs.directory.parent):
        async with asyncio.TaskGroup() as group:
            duties: list[Coroutine[Any, Any, None]] = [watch.run(parts), outbox.run(parts), renew.run(parts)]
            tasks = [group.create_task(duty) for duty in duties]
            if stop is not None:
                await stop.wait()
                for task in tasks:
                    task.cancel()
