"""Which folder is for what: RFC 6154 where the server says it, else the names that servers and clients give.

Exchange says nothing and names its folders in the language of whoever opened the mailbox first; the names below are
those of Outlook and Exchange in German and English, and of the usual IMAP clients. What the server says wins, and
a name counts for a folder at the top (or below INBOX, as Courier and Cyrus have it) alone.
"""

from collections.abc import Iterable
from dataclasses import replace

from poststelle.model.message import Use
from poststelle.protocols.imap.listing import Listed

ATTRIBUTES: dict[str, Use] = {
    "\\SENT": Use.SENT,
    "\\DRAFTS": Use.DRAFTS,
    "\\TRASH": Use.TRASH,
    "\\JUNK": Use.JUNK,
    "\\ARCHIVE": Use.ARCHIVE,
    "\\ALL": Use.ARCHIVE,  # Gmail's "All Mail" is where archived messages are
}

# Lower case, in the order of preference.
NAMES: dict[Use, tuple[str, ...]] = {
    Use.SENT: (
        "gesendete elemente",
        "sent items",
        "gesendete objekte",
        "sent",
        "gesendet",
        "sent messages",
        "sent mail",
        "gesendete nachrichten",
    ),
    Use.DRAFTS: ("entwürfe", "drafts", "entwurf", "draft"),
    Use.TRASH: (
        "gelöschte elemente",
        "deleted items",
        "gelöschte objekte",
        "trash",
        "papierkorb",
        "deleted messages",
        "gelöscht",
        "bin",
    ),
    Use.JUNK: ("junk-e-mail", "junk e-mail", "junk email", "junk", "spam", "spamverdacht", "bulk mail", "unerwünscht"),
    Use.ARCHIVE: ("archiv", "archive", "archives"),
}


def assign(folders: Iterable[Listed]) -> list[Listed]:
    """The same folders, each use given once."""
    listed = [replace(folder, use=said(folder)) for folder in folders]
    taken = {folder.use for folder in listed if folder.use}
    by_name = {use: named(listed, use) for use in NAMES if use not in taken}
    uses = {folder.path: use for use, folder in by_name.items() if folder}
    return [folder if folder.use else replace(folder, use=uses.get(folder.path)) for folder in once(listed)]


def said(folder: Listed) -> Use | None:
    if folder.path.upper() == "INBOX":
        return Use.INBOX
    uses = [use for attribute, use in ATTRIBUTES.items() if attribute in folder.attributes]
    return uses[0] if uses else None


def once(listed: list[Listed]) -> list[Listed]:
    """With \\Archive and \\All, or two folders for one use, the first has it; \\Archive goes before \\All."""
    owners: dict[Use, str] = {}
    for folder in sorted(listed, key=lambda one: "\\ALL" in one.attributes):
        if folder.use:
            owners.setdefault(folder.use, folder.path)
    return [
        folder if folder.use and owners[folder.use] == folder.path else replace(folder, use=None) for folder in listed
    ]


def named(listed: list[Listed], use: Use) -> Listed | None:
    names = NAMES[use]
    found = [
        one for one in listed if one.use is None and one.selectable and at_top(one) and one.last_name.lower() in names
    ]
    return min(found, key=lambda one: names.index(one.last_name.lower()), default=None)


def at_top(folder: Listed) -> bool:
    if not folder.delimiter:
        return True
    above = folder.name.split(folder.delimiter)[:-1]
    return not above or [part.upper() for part in above] == ["INBOX"]
