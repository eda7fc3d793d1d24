"""Finding a mailbox without telling strangers that it is there.

An actor of `None` is the owner of the installation, see `persons`.
"""

from poststelle.mailroom import rights
from poststelle.model.address import Address
from poststelle.model.errors import NotFound
from poststelle.model.identifiers import AppId, MailboxId
from poststelle.model.mailbox import AppRegistration, Mailbox
from poststelle.model.person import Person
from poststelle.model.rights import Grant, Right
from poststelle.store import grants, mailboxes, persons, registrations


def everyone(actor: Person | None) -> list[Mailbox]:
    return mailboxes.everyone() if actor is None else rights.visible(actor)


def at(actor: Person | None, address: Address) -> Mailbox:
    mailbox = mailboxes.by_address(address)
    if mailbox is None or not _seen_by(actor, mailbox.id):
        raise NotFound("mailbox-unknown", mailbox=address)
    return mailbox


def find(actor: Person | None, mailbox: MailboxId) -> Mailbox:
    if not _seen_by(actor, mailbox):
        raise NotFound("mailbox-unknown", mailbox=str(mailbox))
    return mailboxes.find(mailbox)


def _seen_by(actor: Person | None, mailbox: MailboxId) -> bool:
    return actor is None or actor.administrator or any(seen.id == mailbox for seen in rights.visible(actor))


def holders(mailbox: MailboxId, right: Right) -> list[Person]:
    """Who holds the right, in the order in which it was granted."""
    held = [grant for grant in grants.of_mailbox(mailbox) if grant.right is right]
    return [persons.find(grant.person) for grant in held]


def grants_of(mailbox: MailboxId, right: Right) -> list[tuple[Person, Grant]]:
    """The holders of a right with what is known of each grant; for the owner and for those admitted already."""
    return [(persons.find(grant.person), grant) for grant in grants.of_mailbox(mailbox) if grant.right is right]


def app(number: AppId) -> AppRegistration:
    """The app registration of a mailbox; it holds no secret."""
    return registrations.find(number)
