"""What SELECT and EXAMINE say of a folder (RFC 9051 section 6.3.2; HIGHESTMODSEQ: RFC 7162 section 3.1.2)."""

from collections.abc import Iterable
from dataclasses import dataclass

from poststelle.protocols.imap import syntax
from poststelle.protocols.imap.events import Completion, Condition, Data, Event


@dataclass(frozen=True, slots=True)
class Selected:
    """`uid_validity` and `uid_next` are 0 when the server did not say, `highest_modseq` None without CONDSTORE."""

    path: str
    uid_validity: int = 0
    uid_next: int = 0
    exists: int = 0
    highest_modseq: int | None = None
    read_only: bool = True
    permanent_flags: frozenset[str] = frozenset()


def of_events(path: str, events: Iterable[Event], completion: Completion) -> Selected:
    exists, codes = 0, {"READ-ONLY": (), completion.code: completion.arguments}
    if completion.code != "READ-ONLY":
        codes.pop("READ-ONLY")
    for event in events:
        if isinstance(event, Data) and event.name == "EXISTS" and event.number is not None:
            exists = event.number
        elif isinstance(event, Condition) and event.code:
            codes[event.code] = event.arguments
    numbers = {code: numeric(codes[code]) for code in ("UIDVALIDITY", "UIDNEXT", "HIGHESTMODSEQ") if code in codes}
    return Selected(
        path=path,
        uid_validity=numbers.get("UIDVALIDITY", 0),
        uid_next=numbers.get("UIDNEXT", 0),
        exists=exists,
        highest_modseq=numbers.get("HIGHESTMODSEQ"),
        read_only="READ-ONLY" in codes,
        permanent_flags=flags(codes.get("PERMANENTFLAGS", ())),
    )


def numeric(arguments: tuple[syntax.Read, ...]) -> int:
    return syntax.number(arguments[0] if arguments else None)


def flags(arguments: tuple[syntax.Read, ...]) -> frozenset[str]:
    listed = arguments[0] if arguments and isinstance(arguments[0], list) else []
    return frozenset(syntax.string(one).decode("ascii", "replace") for one in listed)
