"""The three rights of a shared mailbox, what they are needed for, and the proof that one was looked up."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from poststelle.model.identifiers import MailboxId, PersonId


class Right(StrEnum):
    READ_AND_MANAGE = "read-and-manage"
    SEND_AS = "send-as"
    SEND_ON_BEHALF = "send-on-behalf"


class Purpose(StrEnum):
    READ = "read"
    FILE = "file"  # flags, move, delete
    FETCH = "fetch"
    EXPORT = "export"
    SEND_AS = "send-as"
    SEND_ON_BEHALF = "send-on-behalf"


NEEDED: dict[Purpose, Right] = {
    Purpose.READ: Right.READ_AND_MANAGE,
    Purpose.FILE: Right.READ_AND_MANAGE,
    Purpose.FETCH: Right.READ_AND_MANAGE,
    Purpose.EXPORT: Right.READ_AND_MANAGE,
    Purpose.SEND_AS: Right.SEND_AS,
    Purpose.SEND_ON_BEHALF: Right.SEND_ON_BEHALF,
}


@dataclass(frozen=True, slots=True)
class Permit:
    """The person may do this on the mailbox. Made by `mailroom.rights.admit` alone; the store asks for it."""

    person: PersonId
    mailbox: MailboxId
    purpose: Purpose


@dataclass(frozen=True, slots=True)
class Scope:
    """The mailboxes the person may read. Made by `mailroom.rights.readable` alone."""

    person: PersonId
    mailboxes: frozenset[MailboxId]


class Source(StrEnum):
    """Where we know a grant from."""

    DIRECTORY = "directory"
    ENTERED = "entered"
    OBSERVED = "observed"


class Proof(StrEnum):
    """How far a grant is known to work at the server."""

    WANTED = "wanted"
    PENDING = "pending"
    PROVED = "proved"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Grant:
    mailbox: MailboxId
    person: PersonId
    right: Right
    source: Source = Source.ENTERED
    proof: Proof = Proof.WANTED
    evidence: str = ""
    at: datetime | None = None
