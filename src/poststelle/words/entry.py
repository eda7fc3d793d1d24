"""One text of the catalogue: what happened, and what to do. `{name}` is filled from the facts."""

from typing import NamedTuple


class Entry(NamedTuple):
    title: str
    remedy: str = ""


def msg(text: str) -> str:
    """Mark a text for the catalogue; it is translated where it is used."""
    return text
