"""NAMESPACE (RFC 2342): where one's own folders are, those of others, and shared ones.

At Exchange it is also the first command after signing on that shows whether the mailbox could be opened.
"""

from dataclasses import dataclass

from poststelle.protocols.imap import listing, syntax
from poststelle.protocols.imap.events import Data
from poststelle.protocols.imap.syntax import Read


@dataclass(frozen=True, slots=True)
class Space:
    prefix: str
    delimiter: str


@dataclass(frozen=True, slots=True)
class Namespaces:
    personal: tuple[Space, ...] = ()
    others: tuple[Space, ...] = ()
    shared: tuple[Space, ...] = ()


def of_data(data: Data) -> Namespaces:
    """Raises `ProtocolViolation` (by them)."""
    if len(data.values) < 3:
        raise syntax.violation("NAMESPACE without its three parts", data.line)
    return Namespaces(*(spaces(part) for part in data.values[:3]))


def spaces(part: Read) -> tuple[Space, ...]:
    found = []
    for one in syntax.items(part):
        prefix, delimiter = (*syntax.items(one), None, None)[:2]
        found.append(Space(listing.path_of(syntax.string(prefix)), syntax.string(delimiter).decode("latin-1")))
    return tuple(found)
