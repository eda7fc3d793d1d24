"""Who did what with which right: administrators see all of it, others what concerns their mailboxes."""

from poststelle.mailroom import rights
from poststelle.mailroom.parts import Parts
from poststelle.model.identifiers import MailboxId
from poststelle.model.journal import Entry
from poststelle.model.person import Person
from poststelle.store import journal

PAGE = 50


def note(parts: Parts, event: str, actor: Person | None, mailbox: MailboxId | None = None, /, **facts: str) -> None:
    """Write a line; an actor of `None` is the owner of the installation at the command line."""
    journal.note(event, actor.id if actor else None, mailbox, parts.now(), **facts)


def page(person: Person, before: int | None = None, limit: int = PAGE) -> list[Entry]:
    """The newest entries first; `before` is the last one of the page before."""
    among = None if person.administrator else frozenset(mailbox.id for mailbox in rights.visible(person))
    return journal.page(among, before, limit)
