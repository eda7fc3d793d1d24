"""LIST: the folders of a mailbox (RFC 9051 section 7.3.1).

`path` is what is on the wire, octets as Latin-1, so that a folder can be opened again whatever its name is made of;
`name` is for people.
"""

from dataclasses import dataclass

from poststelle.model.message import Use
from poststelle.protocols.imap import folders_utf7, syntax
from poststelle.protocols.imap.events import Data

NOT_SELECTABLE = frozenset({"\\NOSELECT", "\\NONEXISTENT"})


@dataclass(frozen=True, slots=True)
class Listed:
    """`attributes` in upper case; `delimiter` is "" for a flat mailbox."""

    path: str
    name: str
    delimiter: str
    attributes: frozenset[str] = frozenset()
    use: Use | None = None

    @property
    def selectable(self) -> bool:
        return not self.attributes & NOT_SELECTABLE

    @property
    def last_name(self) -> str:
        """Without those above it."""
        return self.name.rpartition(self.delimiter)[2] if self.delimiter else self.name


def of_data(data: Data) -> Listed:
    """Raises `ProtocolViolation` (by them)."""
    if len(data.values) < 3:
        raise syntax.violation("LIST without a name", data.line)
    attributes, delimiter, wire = data.values[:3]
    path = "NIL" if wire is None else path_of(syntax.string(wire))  # a folder may be called so
    return Listed(
        path=path,
        name=folders_utf7.decode(path),
        delimiter=syntax.string(delimiter).decode("latin-1"),
        attributes=frozenset(syntax.word(one) for one in syntax.items(attributes)),
    )


def path_of(wire: bytes) -> str:
    return wire.decode("latin-1")


def wire_of(path: str) -> bytes:
    return path.encode("latin-1")
