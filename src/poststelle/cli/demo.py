"""`poststelle demo`: Poststelle, its worker and the sandbox provider with sample mail, ready to be walked through.

The ports are fixed, because they are part of the redirect URL that is registered at the sandbox and of the servers that
mailboxes remember: a second start finds everything where it was.
"""

import os
import shutil
import time
from gettext import gettext as _
from pathlib import Path

import click

from poststelle.cli.children import Children
from poststelle.cli.frame import command as make
from poststelle.cli.frame import option
from poststelle.cli.language import N_
from poststelle.cli.ports import free
from poststelle.cli.sandbox import usual_mail_ports
from poststelle.cli.surroundings import Surroundings

HOST = "127.0.0.1"
DEFAULT_HOME = Path(".demo")
MARK = "demo.json"  # only a directory that holds it is ever deleted
FIELDS = ("event", "url", "address", "password", "provider_url", "provider_password", "people", "home", "seconds")


@make("demo", fields=FIELDS)
@option("--fresh", is_flag=True, envvar="FRESH", help=N_("Throw away what an earlier demo kept, and start over."))
@option("--port", type=click.IntRange(1, 65535), default=8600, show_default=True, help=N_("Port of Poststelle."))
@option(
    "--sandbox-port",
    type=click.IntRange(1, 65529),
    default=8700,
    show_default=True,
    help=N_("Port of the sandbox provider; its mail servers take the six behind it."),
)
def command(surroundings: Surroundings, fresh: bool, port: int, sandbox_port: int) -> None:
    """Start Poststelle with its sandbox provider and sample mail.

    Everything lies in .demo (or --home) and is there again at the next start. Ctrl-C stops it all.
    """
    started = time.monotonic()
    home = (surroundings.home or DEFAULT_HOME).absolute()
    if fresh:
        _forget(home)
    if {port, port + 1} & {sandbox_port, *usual_mail_ports(sandbox_port).values()}:
        raise click.UsageError(_("--port and --sandbox-port overlap: one needs two ports in a row, the other seven."))
    free(
        HOST,
        port,
        _("Stop what uses it, or choose another one with --port; a demo that was started with a port keeps it."),
    )
    for number in (sandbox_port, *usual_mail_ports(sandbox_port).values()):
        free(HOST, number, _("Stop what uses it, or choose others with --sandbox-port."))
    os.environ |= {"POSTSTELLE_HOST": HOST, "POSTSTELLE_PORT": str(port), "POSTSTELLE_PUBLIC_URL": ""}
    surroundings.home = home
    surroundings.out.note(_("Starting …"))
    with Children(home) as children:
        sandbox = children.start_sandbox(_sandbox_arguments(home, port, sandbox_port))
        installation = surroundings.open()
        from poststelle.cli.furnish import furnish

        ready = sandbox.ready()
        furnished = furnish(installation, ready)
        children.start("serve", "--home", str(home))
        children.start("worker", "--home", str(home))
        children.wait_for_page(installation.config.base_url)
        told = furnished.record(installation.config.base_url, ready, home, time.monotonic() - started)
        surroundings.out.show(told, furnished.text(told))
        children.watch()


def _sandbox_arguments(home: Path, port: int, sandbox_port: int) -> list[str]:
    arguments = ["--home", str(home), "--host", HOST, "--port", str(sandbox_port)]
    # the page's, and one for `poststelle authorize` beside the running demo
    for redirect in (f"http://{HOST}:{port}/authorize/callback", f"http://{HOST}:{port + 1}/callback"):
        arguments += ["--redirect-url", redirect]
    return arguments


def _forget(home: Path) -> None:
    if not home.exists():
        return
    if not (home / MARK).exists() and any(home.iterdir()):
        text = _("{home} was not made by the demo and is not deleted. Choose another --home.")
        raise click.ClickException(text.format(home=home))
    shutil.rmtree(home)
