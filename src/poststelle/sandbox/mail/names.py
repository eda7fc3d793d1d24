"""The folders a new mailbox has, named in its language as Exchange names them.

Exchange announces no SPECIAL-USE: a client has to know these names, and that is what the sandbox lets it practise.
The inbox is called INBOX on the wire in every language (RFC 9051, section 5.1).
"""

from enum import StrEnum

INBOX = "INBOX"
DELIMITER = "/"


class Use(StrEnum):
    """What a folder is for; "" is a folder that a client made."""

    INBOX = "inbox"
    SENT = "sent"
    DRAFTS = "drafts"
    TRASH = "trash"
    JUNK = "junk"
    ARCHIVE = "archive"
    OWN = ""


GERMAN = {
    Use.INBOX: INBOX,
    Use.DRAFTS: "Entwürfe",
    Use.SENT: "Gesendete Elemente",
    Use.TRASH: "Gelöschte Elemente",
    Use.JUNK: "Junk-E-Mail",
    Use.ARCHIVE: "Archiv",
}
ENGLISH = {
    Use.INBOX: INBOX,
    Use.DRAFTS: "Drafts",
    Use.SENT: "Sent Items",
    Use.TRASH: "Deleted Items",
    Use.JUNK: "Junk Email",
    Use.ARCHIVE: "Archive",
}


def defaults(language: str) -> dict[Use, str]:
    return GERMAN if language == "de" else ENGLISH


def canonical(name: str) -> str:
    """INBOX in any case is the inbox; other names are as they are written."""
    head, slash, rest = name.partition(DELIMITER)
    return INBOX + slash + rest if head.upper() == INBOX else name
