"""`poststelle mailbox`: create, configure and list mailboxes."""

import asyncio
import sys
from gettext import gettext as _

import click

from poststelle.cli.connection import incoming_options, outgoing_options, wanted_connection
from poststelle.cli.frame import command as make
from poststelle.cli.frame import option
from poststelle.cli.language import N_
from poststelle.cli.parameters import as_option, mailbox_argument
from poststelle.cli.subcommands import Subcommands
from poststelle.cli.surroundings import Surroundings
from poststelle.model.address import Address
from poststelle.model.mailbox import Connection, Kind, Mailbox
from poststelle.model.secret import Secret

FIELDS = ("id", "address", "name", "kind", "app", "incoming", "outgoing", "fetch_every_seconds", "has_password")


@make("create", fields=FIELDS)
@mailbox_argument
@option("--name", default="", help=N_("Name as recipients see it."))
@option(
    "--kind",
    type=click.Choice([kind.value for kind in Kind]),
    default=Kind.SHARED.value,
    show_default=True,
    help=N_("Shared by several people, or personal."),
)
@option(
    "--app", metavar="NAME", help=N_("App registration; where its provider allows it, the mailbox is made there too.")
)
@as_option()
def create(
    surroundings: Surroundings, address: Address, name: str, kind: str, app: str | None, person: Address | None
) -> None:
    """Create a mailbox."""
    surroundings.open()
    from poststelle.cli import actor
    from poststelle.mailroom import configure

    acting = actor.administrator(person)
    wanted = configure.NewMailbox(
        address=address, name=name or address, kind=Kind(kind), app=actor.app_named(acting, app) if app else None
    )
    made = asyncio.run(configure.create(surroundings.parts, acting, wanted))
    told = _("The mailbox {address} was created.").format(address=address)
    surroundings.out.show(record(made, app), told)


@make("configure", fields=FIELDS)
@mailbox_argument
@option("--app", metavar="NAME", help=N_("App registration that signs people in."))
@incoming_options
@outgoing_options
@option("--password-stdin", is_flag=True, help=N_("Read the mailbox's password from standard input."))
@as_option()
def configure(
    surroundings: Surroundings,
    address: Address,
    app: str | None,
    password_stdin: bool,
    person: Address | None,
    **options: str | int | None,
) -> None:
    """Configure the incoming and the outgoing server of a mailbox.

    What is not given stays as it is, or comes from the presets of the app registration's provider.
    """
    surroundings.open()
    from poststelle.cli import actor
    from poststelle.mailroom import configure

    acting = actor.administrator(person)
    mailbox = actor.mailbox_at(address)
    chosen = actor.app_named(acting, app) if app else mailbox.app
    presets = actor.presets(surroundings.parts, acting, chosen)
    password = Secret(sys.stdin.readline().rstrip("\r\n")) if password_stdin else None
    changed = configure.connect(
        surroundings.parts,
        acting,
        mailbox.id,
        wanted_connection("incoming", options, mailbox.incoming, presets),
        wanted_connection("outgoing", options, mailbox.outgoing, presets),
        chosen,
        password,
    )
    told = _("The mailbox {address} is configured.").format(address=address)
    surroundings.out.show(record(changed, actor.app_name(changed.app)), told)


@make("list", fields=FIELDS)
@as_option()
def everyone(surroundings: Surroundings, person: Address | None) -> None:
    """List the mailboxes."""
    surroundings.open()
    from poststelle.cli import actor
    from poststelle.mailroom import persons, postbox

    acting = persons.by_address(person) if person else None
    rows = [
        (record(mailbox, actor.app_name(mailbox.app)), [mailbox.address, mailbox.name, mailbox.kind])
        for mailbox in postbox.everyone(acting)
    ]
    surroundings.out.table([_("Address"), _("Name"), _("Kind")], rows, _("No mailboxes yet."))


def record(mailbox: Mailbox, app: str | None) -> dict[str, object]:
    return {
        "id": mailbox.id,
        "address": mailbox.address,
        "name": mailbox.name,
        "kind": mailbox.kind,
        "app": app,
        "incoming": _server(mailbox.incoming),
        "outgoing": _server(mailbox.outgoing),
        "fetch_every_seconds": mailbox.fetch_every_seconds,
        "has_password": mailbox.has_password,
    }


def _server(connection: Connection | None) -> dict[str, object] | None:
    if connection is None:
        return None
    return {
        "protocol": connection.protocol,
        "host": connection.host,
        "port": connection.port,
        "encryption": connection.encryption,
        "authentication": connection.authentication,
        "username": connection.username,
    }


command = Subcommands("mailbox", create, configure, everyone, help=N_("Create, configure and list mailboxes."))
