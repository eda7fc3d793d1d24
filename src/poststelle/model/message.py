"""Folders and messages as fetched, and a message made readable."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from poststelle.model.identifiers import FolderId, MailboxId, MessageId


class Use(StrEnum):
    """Special use of a folder, RFC 6154, and the inbox."""

    INBOX = "inbox"
    SENT = "sent"
    DRAFTS = "drafts"
    TRASH = "trash"
    JUNK = "junk"
    ARCHIVE = "archive"


@dataclass(frozen=True, slots=True)
class Folder:
    """IMAP calls this a "mailbox"; we never do. `name` is decoded (RFC 3501 section 5.1.3), `path` as on the wire."""

    id: FolderId
    mailbox: MailboxId
    name: str
    path: str
    delimiter: str = "/"
    use: Use | None = None
    messages: int = 0
    unseen: int = 0


@dataclass(frozen=True, slots=True)
class Party:
    """A name and an address out of From, To or Cc; either may be empty in odd mail."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Message:
    """One line of a list: everything derived from the bytes, which are kept beside it."""

    id: MessageId
    mailbox: MailboxId
    folder: FolderId
    subject: str
    sender: Party
    to: tuple[Party, ...]
    cc: tuple[Party, ...]
    date: datetime | None  # the Date field
    received: datetime  # INTERNALDATE, or when it was fetched
    size_octets: int
    message_id: str = ""
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    seen: bool = False
    answered: bool = False
    flagged: bool = False
    draft: bool = False
    attachments: int = 0
    snippet: str = ""
    readable: bool = True  # False: kept as it came, but it could not be parsed


@dataclass(frozen=True, slots=True)
class Attachment:
    """`index` is the part's place in the depth-first walk, the stable handle for downloads."""

    index: int
    name: str
    content_type: str
    size_octets: int
    content_id: str = ""
    inline: bool = False


@dataclass(frozen=True, slots=True)
class Readable:
    """A message opened for reading. `html` is cleaned already; remote pictures are blocked unless asked for."""

    message: Message
    text: str
    html: str
    attachments: tuple[Attachment, ...]
    reply_to: tuple[Party, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    blocked_pictures: int = 0


@dataclass(frozen=True, slots=True)
class FetchResult:
    """Counts of one fetch; `bytes` are octets of whole messages."""

    new: int = 0
    changed: int = 0
    gone: int = 0
    bytes: int = 0
    seconds: float = 0.0
    folders: int = 0
