"""`poststelle rights`: who holds which right on a mailbox, and why somebody does not."""

from gettext import gettext as _

from poststelle.cli.frame import command as make
from poststelle.cli.parameters import as_option, mailbox_argument
from poststelle.cli.surroundings import Surroundings
from poststelle.model.address import Address
from poststelle.model.person import Person
from poststelle.model.rights import Grant, Right

FIELDS = ("right", "count", "people", "held", "missing")


@make("rights", fields=FIELDS)
@mailbox_argument
@as_option()
def command(surroundings: Surroundings, address: Address, person: Address | None) -> None:
    """Show who holds which right on a mailbox, and why not.

    With --as also whether that person holds it and, if not, what is missing.
    """
    surroundings.open()
    from poststelle.cli import actor
    from poststelle.mailroom import persons, rights

    mailbox = actor.mailbox_at(address)
    acting = persons.by_address(person) if person else None
    mine = rights.mine(acting, mailbox.id) if acting else frozenset()
    # a stranger learns which rights are missing, not who holds them
    known = acting is None or acting.administrator or bool(mine)
    everybody = rights.overview(None, mailbox.id).holders if known else None
    for right in Right:
        holders = everybody[right] if everybody is not None else None
        held = right in mine if acting else None
        missing = _missing(acting, mailbox.address, right) if acting and not held else ""
        surroundings.out.show(
            _record(right, holders, held, missing), _text(right, holders, held, missing, surroundings.language)
        )


def _missing(person: Person, mailbox: Address, right: Right) -> str:
    from poststelle.cli.wording import explained

    return explained("right-missing", {"right": right, "mailbox": mailbox, "person": person.address})


def _record(
    right: Right, holders: list[tuple[Person, Grant]] | None, held: bool | None, missing: str
) -> dict[str, object]:
    return {
        "right": right,
        "count": None if holders is None else len(holders),
        "people": [
            {
                "address": person.address,
                "name": person.name,
                "source": grant.source,
                "proof": grant.proof,
                "evidence": grant.evidence,
                "at": grant.at,
            }
            for person, grant in holders or ()
        ],
        "held": held,
        "missing": missing,
    }


def _text(
    right: Right, holders: list[tuple[Person, Grant]] | None, held: bool | None, missing: str, language: str
) -> str:
    from poststelle.words import texts

    lines = [texts.term(right, language) + ("" if holders is None else f" ({len(holders)})")]
    for person, grant in holders or ():
        lines.append(f"    {person.name} <{person.address}>  {texts.term(grant.proof, language)}")
    if held is not None:
        lines.append("    " + (_("You hold this right.") if held else missing))
    return "\n".join(lines)
