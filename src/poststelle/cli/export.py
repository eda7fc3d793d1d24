"""`poststelle export`: all messages of a mailbox as files that other programs read."""

from gettext import gettext as _
from pathlib import Path

import click

from poststelle.cli.frame import command as make
from poststelle.cli.frame import option
from poststelle.cli.language import N_
from poststelle.cli.parameters import as_option, mailbox_argument
from poststelle.cli.surroundings import Surroundings
from poststelle.model.address import Address
from poststelle.model.rights import Purpose

FORMATS = ("mbox", "maildir", "eml")


@make("export", fields=("address", "format", "directory", "messages"))
@mailbox_argument
@click.argument("directory", type=click.Path(file_okay=False, path_type=Path), metavar="DIR")
@option("--format", "form", type=click.Choice(FORMATS), required=True, help=N_("How the messages are laid down."))
@as_option()
def command(surroundings: Surroundings, address: Address, directory: Path, form: str, person: Address | None) -> None:
    """Write all messages of a mailbox into a directory."""
    surroundings.open()
    from poststelle.cli import actor
    from poststelle.mailroom import export

    _acting, permit = actor.admitted(person, actor.mailbox_at(address), Purpose.EXPORT)
    count = export.export(surroundings.parts, permit, form, directory)
    told = _("{count} messages in {directory}").format(count=count, directory=directory)
    surroundings.out.show({"address": address, "format": form, "directory": str(directory), "messages": count}, told)
