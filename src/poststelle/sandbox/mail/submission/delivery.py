"""Where a submitted message goes: the inboxes of the house, the outside world, and the sent folders.

Every recipient gets the bytes that were handed over, behind one `Received` field; sent copies carry none.
Exchange puts the copy into the mailbox of whoever signed on, and into the shared one only by its two switches.
"""

from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime

from poststelle.sandbox.mail.names import Use
from poststelle.sandbox.mail.outside import OUTSIDE
from poststelle.sandbox.mail.signon import SignedOn
from poststelle.sandbox.mail.store import MailStore
from poststelle.sandbox.mail.submission.senders import Authored, Manner
from poststelle.sandbox.organisation import Organisation, Person

SEEN = frozenset({"\\Seen"})


@dataclass(frozen=True, slots=True)
class Envelope:
    mail_from: str
    recipients: tuple[str, ...]
    client: str  # what it said of itself, and where it came from
    received: datetime


def known(organisation: Organisation, recipient: str) -> bool:
    """Whether mail for this address can be taken: every foreign domain, and the addresses of the house."""
    if not _local(organisation, recipient):
        return True
    owner = organisation.owner(recipient)
    return owner is not None and not (isinstance(owner, Person) and not owner.licensed)


def deliver(organisation: Organisation, store: MailStore, envelope: Envelope, raw: bytes) -> None:
    for recipient in dict.fromkeys(address.lower() for address in envelope.recipients):
        mailbox, language = _target(organisation, recipient)
        store.open(mailbox, language)
        inbox = store.special(mailbox, Use.INBOX)
        if inbox:
            store.append(inbox.id, received(organisation, envelope, recipient) + raw, envelope.received)


def keep_sent(
    organisation: Organisation, store: MailStore, signed_on: SignedOn, by: Authored, raw: bytes, at: datetime
) -> None:
    switches = organisation.switches()
    copies = {
        signed_on.person or signed_on.user: switches.copy_submission,
        by.author.lower(): (by.manner is Manner.AS and switches.copy_sent_as)
        or (by.manner is Manner.ON_BEHALF and switches.copy_on_behalf),
    }
    if by.manner is Manner.OWN:
        copies = {signed_on.user: switches.copy_submission}
    for address, wanted in copies.items():
        owner = organisation.owner(address)
        if owner and wanted:
            store.open(owner.id, owner.language)
            sent = store.special(owner.id, Use.SENT)
            if sent:
                store.append(sent.id, raw, at, SEEN)


def received(organisation: Organisation, envelope: Envelope, recipient: str) -> bytes:
    return (
        f"Received: from {envelope.client}\r\n\tby sandbox.{organisation.domain} with ESMTPSA\r\n"
        f"\t(envelope-from <{envelope.mail_from}>) for <{recipient}>;\r\n\t{format_datetime(envelope.received)}\r\n"
    ).encode("utf-8", "replace")


def _target(organisation: Organisation, recipient: str) -> tuple[str, str]:
    owner = organisation.owner(recipient)
    return (owner.id, owner.language) if owner else (OUTSIDE, "de")


def _local(organisation: Organisation, address: str) -> bool:
    domain: str = organisation.domain
    return address.rpartition("@")[2].lower() == domain.lower()
