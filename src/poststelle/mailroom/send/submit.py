"""A letter becomes bytes with a Message-ID for life, and waits in the outbox."""

from dataclasses import replace

from poststelle.mailroom import compose, rights
from poststelle.mailroom.parts import Parts
from poststelle.model.errors import Misconfigured
from poststelle.model.identifiers import MailboxId
from poststelle.model.mailbox import Mailbox
from poststelle.model.person import Person
from poststelle.model.rights import Purpose
from poststelle.model.submission import Letter, Manner, Submission
from poststelle.store import accounts, journal, mailboxes
from poststelle.store import submissions as kept

PURPOSES = {Manner.SEND_AS: Purpose.SEND_AS, Manner.ON_BEHALF: Purpose.SEND_ON_BEHALF}
TOKEN_CHARACTERS = 32


def submit(parts: Parts, person: Person, mailbox: MailboxId, manner: Manner, letter: Letter) -> Submission:
    """Queue the letter, or raise `NotPermitted` naming the missing right."""
    permit = rights.admit(person, mailbox, PURPOSES[manner])
    found = mailboxes.find(mailbox)
    recipients = tuple(dict.fromkeys((*letter.to, *letter.cc, *letter.bcc)))
    if not recipients:
        raise Misconfigured("recipient-missing", field="to")
    if found.outgoing is None:
        raise Misconfigured("outgoing-missing", field="outgoing", mailbox=found.address)
    replied = compose.answered(person, mailbox, letter)
    message_id = f"<{parts.new_token()[:TOKEN_CHARACTERS]}@{found.address.domain}>"
    octets = compose.build(letter, found, _sender(found, person), manner, message_id, parts.now(), replied=replied)
    made = kept.create(
        permit,
        parts.blobs,
        octets,
        message_id=message_id,
        subject=letter.subject,
        recipients=recipients,
        at=parts.now(),
        answers=letter.in_reply_to,
    )
    journal.note("submitted", person.id, mailbox, parts.now(), manner=manner, recipients=str(len(recipients)))
    return made


def _sender(mailbox: Mailbox, person: Person) -> Person:
    """The person under the address that the server will see signing on."""
    account = accounts.of_person(person.id, mailbox.app) if mailbox.app is not None else None
    return replace(person, address=account.address) if account else person
