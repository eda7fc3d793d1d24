"""What there is to do in a folder: what we know held against what the server lists. Pure.

A message is known by its key: the UID within a UIDVALIDITY (IMAP), or the UIDL (POP3). `\\Seen` and dates
decide nothing. Whatever is listed and not known is fetched, also below the watermark: a message that a server
hid once is found the next time.
"""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

Key = TypeVar("Key", int, str)
Marks = frozenset[str]  # "\\Seen", "\\Answered" …, in lower case

KEPT_MARKS = frozenset({"\\seen", "\\answered", "\\flagged", "\\draft"})


@dataclass(frozen=True, slots=True)
class Plan(Generic[Key]):
    fetch: tuple[Key, ...] = ()
    changed: Mapping[Key, Marks] = field(default_factory=dict)
    gone: tuple[Key, ...] = ()

    @property
    def empty(self) -> bool:
        return not (self.fetch or self.changed or self.gone)


def plan(known: Mapping[Key, Marks], listed: Mapping[Key, Marks], looked_at: frozenset[Key] | None = None) -> Plan[Key]:
    """`looked_at` are the known keys the listing covered; `None` says all. Only those can be gone."""
    covered = known.keys() if looked_at is None else known.keys() & looked_at
    return Plan(
        fetch=tuple(sorted(listed.keys() - known.keys())),
        changed={
            key: kept(listed[key]) for key in sorted(known.keys() & listed.keys()) if _differs(known, listed, key)
        },
        gone=tuple(sorted(covered - listed.keys())),
    )


def kept(marks: Marks) -> Marks:
    """Those that we keep: keywords and `\\Recent` are the server's and other programs' affair."""
    return frozenset(mark.lower() for mark in marks) & KEPT_MARKS


def _differs(known: Mapping[Key, Marks], listed: Mapping[Key, Marks], key: Key) -> bool:
    return kept(known[key]) != kept(listed[key])


def windows(keys: Sequence[int], size: int, limit: int, turn: int) -> list[Sequence[int]]:
    """The ascending known UIDs in windows whose flags are asked again: the newest ones always, an older one by turn.

    With no more than `limit` windows all of them; otherwise the `limit - 1` newest and the older one whose turn it is.
    """
    cut = [keys[start : start + size] for start in range(0, len(keys), size)]
    if len(cut) <= limit:
        return cut
    older = len(cut) - (limit - 1)
    return [cut[turn % older], *cut[older:]]


def between(keys: Sequence[int], window: Sequence[int], watermark: int) -> tuple[int, int]:
    """The range to ask for a window of the ascending keys: with the gap before it, and the last with what follows.

    So the windows together cover everything up to the watermark, also what is not known there.
    """
    if not window:
        return 1, watermark
    before = bisect_left(keys, window[0])
    first = keys[before - 1] + 1 if before else 1
    return first, max(watermark, window[-1]) if window[-1] == keys[-1] else window[-1]


def batches(keys: Sequence[Key], sizes: Mapping[Key, int], count: int, octets: int) -> Iterator[list[Key]]:
    """Keys in order, cut so that a batch has at most `count` messages and, but for a single large one, `octets`."""
    batch: list[Key] = []
    weight = 0
    for key in keys:
        size = sizes.get(key, 0)
        if batch and (len(batch) >= count or weight + size > octets):
            yield batch
            batch, weight = [], 0
        batch.append(key)
        weight += size
    if batch:
        yield batch
