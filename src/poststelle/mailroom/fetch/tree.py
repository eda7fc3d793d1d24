"""The folders of the mailbox as its server shows them to the account that signed on.

Under the mailbox's own name they are the personal ones. Under the person's name the shared mailbox lies in a
namespace of other people's or shared folders (RFC 2342), and the person's own folders are none of our business.
"""

from collections.abc import Iterable
from dataclasses import replace

from poststelle.model.address import Address
from poststelle.model.errors import Refused
from poststelle.model.message import Use
from poststelle.protocols.imap import listing, special_use
from poststelle.protocols.imap.namespace import Space
from poststelle.store.folders import Listed
from poststelle.transport.imap import ImapSession

INBOX = "INBOX"


async def list_folders(session: ImapSession, username: str, mailbox: Address) -> list[Listed]:
    """`Refused("shared-namespace-empty")` when the account does not see the mailbox."""
    spaces = await session.namespace()
    foreign = [space for space in (*spaces.others, *spaces.shared) if space.prefix]
    if is_own(username, mailbox):
        found = await session.list_folders()
        return _kept(one for one in found if not one.path.startswith(tuple(space.prefix for space in foreign)))
    for root, space in _roots(foreign, mailbox):
        found = await session.list_folders(root)
        below = [one for one in found if one.path == root or one.path.startswith(root + space.delimiter)]
        if below:
            return _kept(special_use.assign(_renamed(one, root, space.delimiter) for one in below), root)
    raise Refused("shared-namespace-empty", mailbox=mailbox, username=username)


def is_own(username: str, mailbox: Address) -> bool:
    """A name that is no address belongs to the mailbox, as somebody configured it."""
    return username.strip().lower() == mailbox or "@" not in username


def _roots(foreign: Iterable[Space], mailbox: Address) -> list[tuple[str, Space]]:
    """Dovecot lists the whole address, Cyrus the part before the "@"."""
    names = (mailbox, mailbox.partition("@")[0])
    return [(space.prefix + name, space) for space in foreign for name in names]


def _renamed(one: listing.Listed, root: str, delimiter: str) -> listing.Listed:
    """As it is called within the mailbox; the root is its inbox."""
    name = INBOX if one.path == root else one.name.removeprefix(root + delimiter)
    return replace(one, name=name, use=None)


def _kept(found: Iterable[listing.Listed], inbox: str = INBOX) -> list[Listed]:
    return [
        Listed(one.path, one.name, one.delimiter[:1], Use.INBOX if one.path == inbox else one.use)
        for one in found
        if one.selectable
    ]
