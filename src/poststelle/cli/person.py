"""`poststelle person`: the people of the installation."""

import sys
from gettext import gettext as _

import click

from poststelle.cli.frame import command as make
from poststelle.cli.frame import option
from poststelle.cli.language import LANGUAGES, N_
from poststelle.cli.parameters import ADDRESS, as_option
from poststelle.cli.subcommands import Subcommands
from poststelle.cli.surroundings import Surroundings
from poststelle.model.address import Address
from poststelle.model.person import Person

FIELDS = ("id", "name", "address", "administrator", "language")


@make("create", fields=FIELDS)
@click.argument("address", type=ADDRESS, metavar="ADDRESS")
@option("--name", default="", help=N_("Name as others see it."))
@option("--administrator", is_flag=True, help=N_("May configure mailboxes, people and app registrations."))
@option("--speaks", type=click.Choice(LANGUAGES), help=N_("Language of the pages."))
@option("--password-stdin", is_flag=True, help=N_("Read the password from standard input."))
@as_option()
def create(
    surroundings: Surroundings,
    address: Address,
    name: str,
    administrator: bool,
    speaks: str | None,
    password_stdin: bool,
    person: Address | None,
) -> None:
    """Create a person.

    Without a password the person cannot sign in to the pages, but act on the command line and through API tokens.
    """
    surroundings.open()
    from poststelle.mailroom import persons
    from poststelle.model.secret import Secret

    actor = persons.by_address(person) if person else None
    password = Secret(sys.stdin.readline().rstrip("\r\n")) if password_stdin else None
    made = persons.create(actor, name or address, address, password, administrator=administrator, language=speaks or "")
    surroundings.out.show(record(made), _("{name} <{address}> was created.").format(name=made.name, address=address))


@make("list", fields=FIELDS)
@as_option()
def everyone(surroundings: Surroundings, person: Address | None) -> None:
    """List the people of the installation."""
    surroundings.open()
    from poststelle.mailroom import persons

    actor = persons.by_address(person) if person else None
    surroundings.out.table(
        [_("Name"), _("Address"), _("Role")], [_row(one) for one in persons.everyone(actor)], _("No people yet.")
    )


def _row(person: Person) -> tuple[dict[str, object], list[str]]:
    return record(person), [person.name, person.address, _("Administrator") if person.administrator else _("Person")]


def record(person: Person) -> dict[str, object]:
    return {
        "id": person.id,
        "name": person.name,
        "address": person.address,
        "administrator": person.administrator,
        "language": person.language,
    }


command = Subcommands("person", create, everyone, help=N_("Create and list people."))
