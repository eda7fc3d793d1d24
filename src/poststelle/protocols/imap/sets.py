"""Sets of message numbers and UIDs (RFC 9051 section 9, sequence-set): `1:5,9,20:*`."""

import re
from collections.abc import Iterable, Iterator

from poststelle.protocols.imap.syntax import Atom, violation

RANGE = re.compile(rb"(\d{1,10}|\*)(?::(\d{1,10}|\*))?")
LARGEST = 4294967295


def print_set(numbers: Iterable[int]) -> Atom:
    """The shortest set of these numbers, ascending; at least one."""
    ranges: list[list[int]] = []
    for number in sorted(set(numbers)):
        if not 0 < number <= LARGEST:
            raise ValueError(f"not a message number: {number}")
        if ranges and ranges[-1][1] == number - 1:
            ranges[-1][1] = number
        else:
            ranges.append([number, number])
    if not ranges:
        raise ValueError("a set has at least one number")
    return Atom(",".join(str(low) if low == high else f"{low}:{high}" for low, high in ranges).encode())


def read_set(octets: bytes, largest: int) -> list[range]:
    """The ranges, "*" being `largest`; either end of a range may come first. Raises `ProtocolViolation` (by them)."""
    found = []
    for part in octets.split(b","):
        ends = RANGE.fullmatch(part)
        if not ends:
            raise violation("not a sequence set", octets)
        low, high = (largest if end == b"*" else int(end) for end in (ends[1], ends[2] or ends[1]))
        found.append(range(min(low, high), max(low, high) + 1))
    return found


def among(ranges: Iterable[range], numbers: Iterable[int]) -> Iterator[int]:
    """Those of `numbers` that are in one of the ranges, in their order."""
    kept = list(ranges)
    return (number for number in numbers if any(number in one for one in kept))
