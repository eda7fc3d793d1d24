"""`poststelle worker`: fetches and sends in the background until it is told to stop."""

import asyncio
import signal
from gettext import gettext as _

from poststelle.cli.frame import command as make
from poststelle.cli.surroundings import Surroundings

TURNED_AWAY_SECONDS = 0.5  # a second worker knows by then that there is a first


@make("worker", fields=("event", "home"))
def command(surroundings: Surroundings) -> None:
    """Fetch and send in the background.

    One worker works on a home; a second one says so and ends with exit code 1.
    """
    surroundings.open()
    import uvloop

    from poststelle.cli import logs

    logs.begin()
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_work(surroundings))


async def _work(surroundings: Surroundings) -> None:
    from poststelle import worker

    home, stop = surroundings.installation.home, asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    working = asyncio.ensure_future(worker.run(surroundings.parts, home, stop))
    await asyncio.wait({working}, timeout=TURNED_AWAY_SECONDS)
    if not working.done():
        told = _("The worker works in {home}. Ctrl-C stops it.").format(home=home)
        surroundings.out.show({"event": "working", "home": str(home)}, told)
    await working
