"""Scene 6, writing: a reply prepared, and a letter made into octets with the right names in From and Sender.

send as         From: the mailbox
on behalf of    From: the mailbox, Sender: the person      (RFC 5322 section 3.6.2)
"""

import re
from collections.abc import Iterable
from datetime import datetime

from poststelle.mailroom import rights
from poststelle.mailroom.parts import Parts
from poststelle.model.address import Address
from poststelle.model.errors import Misconfigured
from poststelle.model.identifiers import MailboxId, MessageId
from poststelle.model.mailbox import Mailbox
from poststelle.model.message import Message, Party
from poststelle.model.person import Person
from poststelle.model.rights import Permit, Purpose
from poststelle.model.submission import Letter, Manner
from poststelle.protocols import mime
from poststelle.protocols.mime import write
from poststelle.store import mailboxes, messages

ANSWERED = re.compile(r"^\s*((re|aw|antw|antwort)(\[\d+\])?\s*:\s*)+", re.IGNORECASE)
MAX_REFERENCES = 50  # the first and the last ones; RFC 5322 section 2.1.1 limits lines, not their number


def reply_to(parts: Parts, permit: Permit, message: MessageId, everyone: bool = False) -> Letter:
    """An answer with recipients, subject and quote filled in; to `everyone` or to the author alone."""
    found = messages.find(permit, message)
    mail = mime.read(messages.raw(permit, parts.blobs, message))
    own = mailboxes.find(permit.mailbox).address
    from_us = _address(found.sender) == own
    to = _addresses(found.to if from_us else (mail.reply_to or (found.sender,)))
    others = _addresses((*found.to, *found.cc)) if everyone else ()
    return Letter(
        to=to,
        cc=tuple(one for one in others if one != own and one not in to),
        subject="Re: " + ANSWERED.sub("", found.subject),
        text=quoted(found, mime.body_text(mail)),
        in_reply_to=message,
    )


def answered(person: Person, mailbox: MailboxId, letter: Letter) -> Message | None:
    """The message that the letter replies to, for those who may read it."""
    if letter.in_reply_to is None:
        return None
    return messages.find(rights.admit(person, mailbox, Purpose.READ), letter.in_reply_to)


def build(
    letter: Letter,
    mailbox: Mailbox,
    person: Person,
    manner: Manner,
    message_id: str,
    now: datetime,
    *,
    replied: Message | None = None,
) -> bytes:
    """The octets to send. `replied` is the message that the letter replies to; Bcc stays out of them."""
    outgoing = write.Outgoing(
        author=Party(mailbox.name, mailbox.address),
        sender=Party(person.name, person.address) if manner is Manner.ON_BEHALF else None,
        to=_parties(letter.to),
        cc=_parties(letter.cc),
        subject=letter.subject,
        text=letter.text,
        html=letter.html,
        date=now,
        message_id=message_id,
        in_reply_to=replied.message_id if replied else "",
        references=references(replied) if replied else (),
        attachments=letter.attachments,
    )
    try:
        return write.build(outgoing)
    except ValueError as error:
        raise Misconfigured("letter-malformed", field="letter", text=str(error)) from error


def references(replied: Message) -> tuple[str, ...]:
    """The chain of an answer, RFC 5322 section 3.6.4: the parent's chain, then the parent."""
    chain = replied.references or ((replied.in_reply_to,) if replied.in_reply_to else ())
    whole = tuple(dict.fromkeys(name for name in (*chain, replied.message_id) if name))
    return whole if len(whole) <= MAX_REFERENCES else (whole[0], *whole[1 - MAX_REFERENCES :])


def quoted(message: Message, text: str) -> str:
    """Room for the answer, who wrote when, and the text behind `>` (RFC 3676 section 4.5)."""
    author = message.sender.name or message.sender.address
    moment = message.date or message.received
    lines = [f">{line}" if line.startswith(">") else f"> {line}".rstrip() for line in text.rstrip().splitlines()]
    return "\n".join(["", "", f"{author}, {moment:%Y-%m-%d %H:%M}:", *lines, ""])


def _addresses(parties: Iterable[Party]) -> tuple[Address, ...]:
    """Those that are addresses, each once."""
    found = (_address(party) for party in parties)
    return tuple(dict.fromkeys(one for one in found if one is not None))


def _address(party: Party) -> Address | None:
    try:
        return Address.parse(party.address)
    except ValueError:
        return None


def _parties(addresses: Iterable[Address]) -> tuple[Party, ...]:
    return tuple(Party("", address) for address in addresses)
