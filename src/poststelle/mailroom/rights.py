"""Who may do what: the one place where permits and scopes are made.

An administrator arranges mailboxes, people and rights, but reads and sends nothing without the right to it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from poststelle.model.errors import NotFound, NotPermitted
from poststelle.model.identifiers import MailboxId
from poststelle.model.mailbox import Mailbox
from poststelle.model.person import Person
from poststelle.model.rights import NEEDED, Grant, Permit, Purpose, Right, Scope
from poststelle.store import grants, mailboxes, persons


@dataclass(frozen=True, slots=True)
class Overview:
    """Everybody with a right on a mailbox, under each right, held or not; and one's own rights."""

    holders: Mapping[Right, list[tuple[Person, Grant]]]
    mine: frozenset[Right]


def admit(person: Person, mailbox: MailboxId, purpose: Purpose) -> Permit:
    """Let the person in for this purpose, or raise `NotPermitted` naming the missing right.

    To somebody without any right who does not administer, the mailbox is not there: `NotFound`.
    """
    right = NEEDED[purpose]
    held = grants.held(person.id, mailbox)
    if right not in held:
        known = _known(person, mailbox, held)
        raise NotPermitted("right-missing", right=right, mailbox=known.address, person=person.address)
    return Permit(person.id, mailbox, purpose)


def readable(person: Person, mailbox: MailboxId | None = None) -> Scope:
    """The mailboxes whose mail the person may read; this one alone if given, `NotPermitted` without the right."""
    if mailbox is not None:
        permit = admit(person, mailbox, Purpose.READ)
        return Scope(person.id, frozenset({permit.mailbox}))
    needed = NEEDED[Purpose.READ]
    mine = grants.of_person(person.id)
    return Scope(person.id, frozenset(grant.mailbox for grant in mine if grant.right is needed))


def administer(person: Person) -> None:
    """Raise `NotPermitted("administrator-needed")` unless the person administers."""
    if not person.administrator:
        raise NotPermitted("administrator-needed", person=person.address)


def visible(person: Person) -> list[Mailbox]:
    """The mailboxes the person sees at all: administrators every one, others those they hold any right on."""
    if person.administrator:
        return mailboxes.everyone()
    return mailboxes.everyone(frozenset(grant.mailbox for grant in grants.of_person(person.id)))


def mine(person: Person, mailbox: MailboxId) -> frozenset[Right]:
    """The rights the person holds on the mailbox."""
    return grants.held(person.id, mailbox)


def overview(person: Person | None, mailbox: MailboxId) -> Overview:
    """Who holds which right. `None` is the owner of the installation; strangers get `NotFound`."""
    held = grants.held(person.id, mailbox) if person else frozenset(Right)
    if person:
        _known(person, mailbox, held)
    else:
        mailboxes.find(mailbox)
    found = grants.of_mailbox(mailbox)
    people = persons.several([grant.person for grant in found])
    holders = {
        right: [(people[grant.person], grant) for grant in found if grant.right is right and grant.person in people]
        for right in Right
    }
    return Overview(holders, held if person else frozenset())


def why_not(person: Person, mailbox: MailboxId, right: Right) -> Mapping[str, str]:
    """The facts about a right that is missing or does not work yet; empty when it is held and proved."""
    held = grants.held(person.id, mailbox)
    known = _known(person, mailbox, held)
    facts = {"right": right.value, "mailbox": str(known.address), "person": str(person.address)}
    grant = next((one for one in grants.of_mailbox(mailbox) if (one.person, one.right) == (person.id, right)), None)
    if grant is None:
        return {**facts, "reason": "right-missing", "held": " ".join(sorted(held))}
    if grant.proof.value != "proved":
        return {**facts, "reason": f"right-{grant.proof}", "evidence": grant.evidence}
    return {}


def _known(person: Person, mailbox: MailboxId, held: frozenset[Right]) -> Mailbox:
    """The mailbox, if this person may know of it."""
    if not held and not person.administrator:
        raise NotFound("mailbox-unknown", mailbox=str(mailbox))
    return mailboxes.find(mailbox)
