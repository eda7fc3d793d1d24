"""Finding a mailbox without telling strangers that it is there.

An actor of `None` is the owner of the installation, see `persons`.
"""

from poststelle.mailroom import rights
from poststelle.model.address import Address
from poststelle.model.errors import NotFound
from poststelle.model.identifiers import AppId, MailboxId
from poststelle.model.mailbox import AppRegistration, Mailbox
from poststelle.model.person import Person
from poststelle.store import mailboxes, registrations


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
    return actor is None or actor.administrator or bool(rights.mine(actor, mailbox))


def app(number: AppId) -> AppRegistration:
    """The app registration of a mailbox; it holds no secret."""
    return registrations.find(number)
