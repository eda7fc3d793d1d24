"""A message on its way to the outgoing server (RFC 6409's word), and its states as a table."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from poststelle.model.address import Address
from poststelle.model.identifiers import MailboxId, MessageId, PersonId, SubmissionId


class Manner(StrEnum):
    """As: the mailbox is the author. On behalf: From is the mailbox, Sender the person (RFC 5322 section 3.6.2)."""

    SEND_AS = "send-as"
    ON_BEHALF = "on-behalf"


class State(StrEnum):
    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"  # the outgoing server took it
    FILED = "filed"  # and the copy lies in the shared Sent folder, once
    FAILED = "failed"
    AMBIGUOUS = "ambiguous"  # the line was lost after the final dot: perhaps sent
    CANCELED = "canceled"


class Event(StrEnum):
    STARTED = "started"
    WRITTEN = "written"  # all but the final dot: from here on nobody knows, unless the server answers
    ACCEPTED = "accepted"
    REFUSED = "refused"
    DEFERRED = "deferred"  # before the final dot: safe to try again
    LOST = "lost"  # after the final dot, without an answer
    FOUND = "found"  # its copy was seen in the Sent folder or the inbox
    MISSING = "missing"  # looked for and not there
    COPIED = "copied"
    CANCEL = "cancel"


NEXT: dict[State, dict[Event, State]] = {
    State.QUEUED: {Event.STARTED: State.SENDING, Event.CANCEL: State.CANCELED},
    State.SENDING: {
        Event.WRITTEN: State.SENDING,
        Event.ACCEPTED: State.SENT,
        Event.REFUSED: State.FAILED,
        Event.DEFERRED: State.QUEUED,
        Event.LOST: State.AMBIGUOUS,
    },
    State.AMBIGUOUS: {Event.FOUND: State.SENT, Event.MISSING: State.QUEUED, Event.CANCEL: State.CANCELED},
    State.SENT: {Event.COPIED: State.FILED},
    State.FILED: {},
    State.FAILED: {},
    State.CANCELED: {},
}


@dataclass(frozen=True, slots=True)
class Upload:
    """A file to attach."""

    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Letter:
    """What a person wants to send, before it becomes bytes."""

    to: tuple[Address, ...]
    subject: str
    text: str
    cc: tuple[Address, ...] = ()
    bcc: tuple[Address, ...] = ()
    html: str = ""
    attachments: tuple[Upload, ...] = ()
    in_reply_to: MessageId | None = None


@dataclass(frozen=True, slots=True)
class Attempt:
    at: datetime
    event: Event
    code: int | None = None  # SMTP reply code
    text: str = ""


@dataclass(frozen=True, slots=True)
class Submission:
    id: SubmissionId
    mailbox: MailboxId
    person: PersonId
    manner: Manner
    message_id: str  # the header field, for life
    subject: str
    recipients: tuple[Address, ...]
    state: State
    created: datetime
    attempts: tuple[Attempt, ...] = ()
    refused: tuple[tuple[Address, int, str], ...] = ()  # recipients the server would not take

    @property
    def interruption(self) -> Event:
        """What became of a handing over that broke off with its process: safe to try again, or perhaps sent."""
        return Event.LOST if self.attempts and self.attempts[-1].event is Event.WRITTEN else Event.DEFERRED
