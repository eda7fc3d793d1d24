"""`poststelle apply`: bring the installation to what a TOML file says; doing it twice changes nothing."""

import asyncio
from gettext import gettext as _
from pathlib import Path

import click

from poststelle.cli.failures import WrongUsage
from poststelle.cli.frame import command as make
from poststelle.cli.surroundings import Surroundings
from poststelle.model.errors import Misconfigured


@make("apply", fields=("kind", "name", "action", "changed"))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="FILE.toml")
def command(surroundings: Surroundings, file: Path) -> None:
    """Bring the installation to what a TOML file says.

    People, app registrations, mailboxes, connections and grants. What the file does not name stays as it is.

    Exit code 2 when the file itself is broken; nothing is changed then.
    """
    surroundings.open()
    from poststelle.mailroom import apply

    try:
        document = apply.read(file)
    except Misconfigured as error:
        raise WrongUsage(error) from error
    changes = asyncio.run(apply.apply(surroundings.parts, document))
    for change in changes:
        record = {"kind": change.kind, "name": change.name, "action": change.action, "changed": list(change.changed)}
        surroundings.out.show(record, f"{_verbs()[change.action]}: {change.kind} {change.name}")
    if all(change.action == "kept" for change in changes):
        surroundings.out.note(_("Everything is as the file says already."))


def _verbs() -> dict[str, str]:
    return {"created": _("created"), "changed": _("changed"), "kept": _("unchanged"), "removed": _("removed")}
