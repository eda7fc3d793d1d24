"""`poststelle sandbox`: the sandbox provider alone, for any project that needs a tenant to test against."""

import sys
from gettext import gettext as _
from pathlib import Path

import click

from poststelle.cli.frame import command as make
from poststelle.cli.frame import option
from poststelle.cli.language import N_
from poststelle.cli.ports import free
from poststelle.cli.surroundings import Surroundings

DEFAULT_HOME = Path("~/.local/share/poststelle-sandbox")
FIELDS = (
    "url",
    "tenant",
    "domain",
    "issuer",
    "discovery",
    "admin_url",
    "admin_api",
    "ca_file",
    "app_file",
    "client_id",
    "people",
    "imaps",
    "imap",
    "pop3s",
    "pop3",
    "submission",
    "submissions",
)
MAIL_SERVERS = ("imaps", "imap", "pop3s", "pop3", "submission", "submissions")


@make("sandbox", fields=FIELDS)
@option("--host", default="127.0.0.1", show_default=True, metavar="HOST", help=N_("Address to listen on."))
@option("--port", type=click.IntRange(0, 65535), default=8700, show_default=True, help=N_("Port of the pages; 0: any."))
@option(
    "--mail-port",
    "mail_ports",
    multiple=True,
    metavar="SERVER=PORT",
    help=N_(
        "Port of a mail server: imaps, imap, pop3s, pop3, submission, submissions; by default the six behind --port."
    ),
)
@option(
    "--redirect-url",
    "redirect_urls",
    multiple=True,
    metavar="URL",
    help=N_("Redirect URL of the app registration; may be repeated."),
)
@option("--empty", is_flag=True, help=N_("Without the sample organisation and its mail."))
def command(
    surroundings: Surroundings,
    host: str,
    port: int,
    mail_ports: tuple[str, ...],
    redirect_urls: tuple[str, ...],
    empty: bool,
) -> None:
    """Start the sandbox provider alone.

    Prints one JSON line with all addresses as soon as it answers.
    """
    ports = {**usual_mail_ports(port), **dict(map(_mail_port, mail_ports))}
    for number in filter(None, (port, *ports.values())):
        free(host, number, _("Choose others with --port and --mail-port."))
    from poststelle.sandbox import process

    home = (surroundings.home or DEFAULT_HOME).expanduser().absolute()
    options = process.Options(
        home=home,
        host=host,
        port=port,
        mail_ports=ports,
        sample=not empty,
        redirect_urls=redirect_urls,
        ready_json=True,
    )
    sys.exit(process.main(options))


def usual_mail_ports(port: int) -> dict[str, int]:
    """The six behind the port of the pages, so that mailboxes find their servers after a restart; any if that is 0."""
    return {server: port + place if port else 0 for place, server in enumerate(MAIL_SERVERS, start=1)}


def _mail_port(text: str) -> tuple[str, int]:
    server, _sign, port = text.partition("=")
    if server not in MAIL_SERVERS or not port.isdecimal():
        raise click.BadParameter(text, param_hint="--mail-port")
    return server, int(port)
