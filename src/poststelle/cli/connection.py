"""The options that describe one server of a mailbox, and the connection they make."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import click

from poststelle.cli.frame import option
from poststelle.cli.language import N_
from poststelle.model.mailbox import PORTS, Authentication, Connection, Encryption, Protocol

INCOMING = (Protocol.IMAP, Protocol.POP3)


def incoming_options(function: Callable[..., Any]) -> Callable[..., Any]:
    protocol = option(
        "--incoming-protocol", type=click.Choice([one.value for one in INCOMING]), help=N_("imap (default) or pop3.")
    )
    decorated: Callable[..., Any] = protocol(_server_options("incoming", function))
    return decorated


def outgoing_options(function: Callable[..., Any]) -> Callable[..., Any]:
    return _server_options("outgoing", function)


def _server_options(side: str, function: Callable[..., Any]) -> Callable[..., Any]:
    encryptions = click.Choice([one.value for one in Encryption])
    authentications = click.Choice([one.value for one in Authentication])
    made = (
        option(f"--{side}-host", metavar="HOST", help=N_("Name of the server.")),
        option(f"--{side}-port", type=click.IntRange(1, 65535), help=N_("Port; by default the usual one.")),
        option(f"--{side}-encryption", type=encryptions, help=N_("Transport encryption.")),
        option(f"--{side}-authentication", type=authentications, help=N_("How to sign on.")),
        option(
            f"--{side}-username", metavar="NAME", help=N_("Whose name signs on: mailbox, account, or the name itself.")
        ),
        option(f"--{side}-ca-file", type=click.Path(exists=True, dir_okay=False), help=N_("Extra trust anchor, PEM.")),
    )
    for decorate in reversed(made):
        function = decorate(function)
    return function


def wanted_connection(
    side: str,
    options: Mapping[str, Any],
    before: Connection | None,
    presets: Mapping[Protocol, Connection],
) -> Connection | None:
    """The server as the options say; what they leave open comes from before, else from the provider's presets."""
    protocol = _protocol(side, options, before)
    start = before if before and before.protocol is protocol else presets.get(protocol)
    given = {name.removeprefix(f"{side}_"): value for name, value in options.items() if name.startswith(side)}
    host = given["host"] or (start.host if start else "")
    if not host:
        return None
    encryption = Encryption(given["encryption"] or (start.encryption if start else Encryption.TLS))
    kept_port = start.port if start and start.encryption is encryption else PORTS[protocol, encryption]
    return Connection(
        protocol=protocol,
        host=host,
        port=given["port"] or kept_port,
        encryption=encryption,
        authentication=Authentication(
            given["authentication"] or (start.authentication if start else Authentication.OAUTH2)
        ),
        username=given["username"] or (start.username if start else None),
        ca_pem=Path(given["ca_file"]).read_text() if given["ca_file"] else (start.ca_pem if start else ""),
    )


def _protocol(side: str, options: Mapping[str, Any], before: Connection | None) -> Protocol:
    if side == "outgoing":
        return Protocol.SMTP
    return Protocol(options["incoming_protocol"] or (before.protocol if before else Protocol.IMAP))
