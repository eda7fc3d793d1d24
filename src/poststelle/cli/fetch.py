"""`poststelle fetch`: bring in what is new, once or until Ctrl-C."""

import asyncio
from dataclasses import asdict
from gettext import gettext as _

from poststelle.cli.frame import command as make
from poststelle.cli.frame import option
from poststelle.cli.language import N_
from poststelle.cli.parameters import as_option, mailbox_argument
from poststelle.cli.surroundings import Surroundings
from poststelle.model.address import Address
from poststelle.model.mailbox import Mailbox
from poststelle.model.message import FetchResult
from poststelle.model.person import Person
from poststelle.model.rights import Purpose

FIELDS = ("address", "new", "changed", "gone", "bytes", "seconds", "folders")


@make("fetch", fields=FIELDS)
@mailbox_argument
@as_option()
@option("--follow", is_flag=True, help=N_("Go on until Ctrl-C, a line for each fetch."))
def command(surroundings: Surroundings, address: Address, person: Address | None, follow: bool) -> None:
    """Fetch what is new in a mailbox.

    Nothing is changed at the server: a message read here stays unread there.
    """
    surroundings.open()
    from poststelle.cli import actor
    from poststelle.mailroom import fetch

    mailbox = actor.mailbox_at(address)
    acting, _permit = actor.admitted(person, mailbox, Purpose.FETCH)
    if follow:
        asyncio.run(_follow(surroundings, mailbox, acting))
    else:
        _show(surroundings, mailbox, asyncio.run(fetch.fetch(surroundings.parts, acting, mailbox.id)))


async def _follow(surroundings: Surroundings, mailbox: Mailbox, acting: Person) -> None:
    from poststelle.mailroom import fetch

    async for result in fetch.follow(surroundings.parts, acting, mailbox.id):
        _show(surroundings, mailbox, result)


def _show(surroundings: Surroundings, mailbox: Mailbox, result: FetchResult) -> None:
    told = _("{new} new, {changed} changed, {gone} gone, {bytes} bytes, {seconds:.1f} seconds").format(**asdict(result))
    surroundings.out.show({"address": mailbox.address, **asdict(result)}, told)
