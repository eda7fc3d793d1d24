"""`poststelle worker`: fetches and sends in the background until it is told to stop."""

import asyncio
import signal
from gettext import gettext as _

from poststelle.cli.frame import command as make
from poststelle.cli.surroundings import Surroundings


@make("worker", fields=("event", "home"))
def command(surroundings: Surroundings) -> None:
    """Fetch and send in the background.

    One worker works on a home; a second one says so and ends with exit code 1.
    """
    installation = surroundings.open()
    told = _("The worker works in {home}. Ctrl-C stops it.").format(home=installation.home)
    surroundings.out.show({"event": "working", "home": str(installation.home)}, told)
    asyncio.run(_until_told(surroundings))


async def _until_told(surroundings: Surroundings) -> None:
    from poststelle import worker

    task = asyncio.ensure_future(worker.run(surroundings.parts))
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    try:
        await task
    except asyncio.CancelledError:
        if not task.cancelled():
            raise
