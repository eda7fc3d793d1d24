"""`poststelle revoke`: take rights on a mailbox from a person, at the provider too where that is possible."""

import asyncio
from gettext import gettext as _

import click

from poststelle.cli.frame import command as make
from poststelle.cli.parameters import ADDRESS, RIGHT, as_option, mailbox_argument
from poststelle.cli.surroundings import Surroundings
from poststelle.model.address import Address
from poststelle.model.rights import Right


@make("revoke", fields=("address", "person", "right", "revoked"))
@mailbox_argument
@click.argument("member", type=ADDRESS, metavar="PERSON")
@click.argument("rights", type=RIGHT, nargs=-1, required=True, metavar="RIGHT...")
@as_option()
def command(
    surroundings: Surroundings, address: Address, member: Address, rights: tuple[str, ...], person: Address | None
) -> None:
    """Take rights on a mailbox from a person.

    RIGHT is read-and-manage, send-as or send-on-behalf.
    """
    surroundings.open()
    from poststelle.cli import actor
    from poststelle.mailroom import configure, persons
    from poststelle.words import texts

    mailbox = actor.mailbox_at(address)
    wanted = [Right(right) for right in dict.fromkeys(rights)]
    acting = actor.administrator(person)
    asyncio.run(configure.revoke(surroundings.parts, acting, mailbox.id, [persons.by_address(member).id], wanted))
    for right in wanted:
        told = _("{person}: {right} revoked").format(person=member, right=texts.term(right, surroundings.language))
        surroundings.out.show({"address": address, "person": member, "right": right, "revoked": True}, told)
