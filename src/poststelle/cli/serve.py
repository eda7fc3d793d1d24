"""`poststelle serve`: the pages and the REST API, on uvicorn; the worker is a process of its own."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from gettext import gettext as _

import click

from poststelle.cli.frame import command as make
from poststelle.cli.frame import option
from poststelle.cli.language import N_
from poststelle.cli.surroundings import Surroundings


@make("serve", fields=("event", "url", "home"))
@option("--host", metavar="HOST", help=N_("Address to listen on (POSTSTELLE_HOST)."))
@option("--port", type=click.IntRange(1, 65535), help=N_("Port to listen on (POSTSTELLE_PORT)."))
@option("--with-worker", is_flag=True, help=N_("Also start the worker that fetches and sends."))
def command(surroundings: Surroundings, host: str | None, port: int | None, with_worker: bool) -> None:
    """Serve the pages and the REST API."""
    for name, value in (("POSTSTELLE_HOST", host), ("POSTSTELLE_PORT", port)):
        if value is not None:
            os.environ[name] = str(value)  # before the settings are read; they make addresses of it
    config = surroundings.open().config
    from poststelle.cli import logs
    from poststelle.cli.ports import free

    logs.begin()
    free(config.host, config.port, _("Choose another one with --port."))
    import uvicorn

    surroundings.out.show(
        {"event": "serving", "url": config.base_url, "home": str(config.home)},
        _("Poststelle answers at {url}. Ctrl-C stops it.").format(url=config.base_url),
    )
    with _worker(surroundings) if with_worker else _nobody():
        uvicorn.run(
            "poststelle.wiring.asgi:application",
            host=config.host,
            port=config.port,
            loop="uvloop",
            log_level="warning",
            server_header=False,
            lifespan="off",
            timeout_graceful_shutdown=3,
        )


@contextmanager
def _worker(surroundings: Surroundings) -> Iterator[None]:
    home = surroundings.installation.home
    child = subprocess.Popen([sys.executable, "-m", "poststelle", "worker", "--home", str(home)])  # noqa: S603
    try:
        yield
    finally:
        child.terminate()
        child.wait()


@contextmanager
def _nobody() -> Iterator[None]:
    yield
