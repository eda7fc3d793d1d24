"""`poststelle token`: API tokens; each carries the rights of its person and no more."""

from gettext import gettext as _

import click

from poststelle.cli.frame import command as make
from poststelle.cli.frame import option
from poststelle.cli.language import N_
from poststelle.cli.parameters import as_option
from poststelle.cli.subcommands import Subcommands
from poststelle.cli.surroundings import Surroundings
from poststelle.model.address import Address
from poststelle.model.identifiers import TokenId
from poststelle.model.token import Token


@make("create", fields=("id", "name", "person", "token"))
@as_option(required=True)
@option("--name", default="command line", show_default=True, help=N_("What the token is for."))
def create(surroundings: Surroundings, person: Address, name: str) -> None:
    """Create an API token; it is shown once."""
    surroundings.open()
    from poststelle.mailroom import persons, tokens

    number, secret = tokens.create(persons.by_address(person), name)
    surroundings.out.note(_("Keep it now, it is not shown again."))
    surroundings.out.show({"id": number, "name": name, "person": person, "token": secret.reveal()}, secret.reveal())


@make("list", fields=("id", "name", "person", "created", "used"))
@as_option(required=True)
def everyone(surroundings: Surroundings, person: Address) -> None:
    """List the API tokens of a person."""
    surroundings.open()
    from poststelle.mailroom import persons, tokens

    found = tokens.of_person(persons.by_address(person))
    surroundings.out.table(
        [_("No."), _("Name"), _("Created"), _("Used")], [_row(person, token) for token in found], _("No tokens.")
    )


@make("revoke", fields=("id", "revoked"))
@click.argument("number", type=int, metavar="ID")
@as_option(required=True)
def revoke(surroundings: Surroundings, number: int, person: Address) -> None:
    """Revoke an API token; it is refused from now on."""
    surroundings.open()
    from poststelle.mailroom import persons, tokens

    tokens.revoke(persons.by_address(person), TokenId(number))
    surroundings.out.show({"id": number, "revoked": True}, _("Token {number} is revoked.").format(number=number))


def _row(person: Address, token: Token) -> tuple[dict[str, object], list[str]]:
    record = {"id": token.id, "name": token.name, "person": person, "created": token.created, "used": token.used}
    days = [moment.astimezone().strftime("%Y-%m-%d %H:%M") if moment else "" for moment in (token.created, token.used)]
    return record, [str(token.id), token.name, *days]


command = Subcommands("token", create, everyone, revoke, help=N_("Create, list and revoke API tokens."))
