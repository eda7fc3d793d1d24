"""The answers of SEARCH, old (RFC 3501) and extended (RFC 4731); servers send several, or none for nothing found."""

from collections.abc import Iterable

from poststelle.protocols.imap import sets, syntax
from poststelle.protocols.imap.events import Data, Event

MOST = 20_000_000  # what a hostile `ESEARCH ALL 1:4294967295` may make of itself


def numbers(events: Iterable[Event]) -> list[int]:
    """Ascending, each once; raises `ProtocolViolation` (by them)."""
    found: set[int] = set()
    for event in events:
        if isinstance(event, Data) and event.name == "SEARCH":
            found.update(syntax.number(value) for value in event.values if not isinstance(value, list))  # (MODSEQ 5)
        elif isinstance(event, Data) and event.name == "ESEARCH":
            found.update(extended(event))
    return sorted(found)


def extended(event: Data) -> Iterable[int]:
    names = [syntax.word(value) if isinstance(value, bytes) else "" for value in event.values]
    if "ALL" not in names[:-1]:
        return ()
    ranges = sets.read_set(syntax.string(event.values[names.index("ALL") + 1]), sets.LARGEST)
    if sum(map(len, ranges)) > MOST:
        raise syntax.violation("more messages than a folder holds", event.line)
    return (number for one in ranges for number in one)
