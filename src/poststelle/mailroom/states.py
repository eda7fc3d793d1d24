"""What the last fetch of a mailbox said, for those who may see the mailbox."""

from poststelle.mailroom import postbox
from poststelle.model.identifiers import MailboxId
from poststelle.model.person import Person
from poststelle.model.state import FetchState
from poststelle.store import mailboxes


def state(person: Person | None, mailbox: MailboxId) -> FetchState:
    return mailboxes.fetch_state(postbox.find(person, mailbox).id)
