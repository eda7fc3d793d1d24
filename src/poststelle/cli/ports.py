"""A port that somebody else holds is said at once, with its remedy."""

import errno
import socket
from gettext import gettext as _

import click


def free(host: str, port: int, remedy: str) -> None:
    """Nothing if the port can be had; one sentence if not."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except OSError as error:
            if error.errno not in (errno.EADDRINUSE, errno.EACCES, errno.EADDRNOTAVAIL):
                raise
            text = _("Port {port} on {host} is taken or not allowed. {remedy}")
            raise click.ClickException(text.format(port=port, host=host, remedy=remedy)) from None
