"""`poststelle grant`: give a person rights on a mailbox, at the provider too where that is possible."""

import asyncio

import click

from poststelle.cli.frame import command as make
from poststelle.cli.parameters import ADDRESS, RIGHT, as_option, mailbox_argument
from poststelle.cli.surroundings import Surroundings
from poststelle.model.address import Address
from poststelle.model.rights import Grant, Right

FIELDS = ("address", "person", "right", "source", "proof", "evidence")


@make("grant", fields=FIELDS)
@mailbox_argument
@click.argument("member", type=ADDRESS, metavar="PERSON")
@click.argument("rights", type=RIGHT, nargs=-1, required=True, metavar="RIGHT...")
@as_option()
def command(
    surroundings: Surroundings, address: Address, member: Address, rights: tuple[str, ...], person: Address | None
) -> None:
    """Grant a person rights on a mailbox.

    RIGHT is read-and-manage, send-as or send-on-behalf.
    """
    surroundings.open()
    from poststelle.cli import actor
    from poststelle.mailroom import configure, persons

    mailbox = actor.mailbox_at(address)
    wanted = [Right(right) for right in dict.fromkeys(rights)]
    acting = actor.administrator(person)
    grants = asyncio.run(
        configure.grant(surroundings.parts, acting, mailbox.id, [persons.by_address(member).id], wanted)
    )
    for grant in grants:
        surroundings.out.show(_record(address, member, grant), _text(member, grant, surroundings.language))


def _record(address: Address, member: Address, grant: Grant) -> dict[str, object]:
    return {
        "address": address,
        "person": member,
        "right": grant.right,
        "source": grant.source,
        "proof": grant.proof,
        "evidence": grant.evidence,
    }


def _text(member: Address, grant: Grant, language: str) -> str:
    from poststelle.words import texts

    return f"{member}: {texts.term(grant.right, language)} ({texts.term(grant.proof, language)})"
