"""Words for people, or JSON for programs: one object a line, so that a list can be read while it grows."""

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

# Subjects and names come from strangers: an escape sequence in them must not reach the terminal.
_CONTROL = {code: "�" for code in (*range(32), *range(127, 160)) if chr(code) not in "\n\t"}


def safe(text: str) -> str:
    return text.translate(_CONTROL)


def one_line(text: str) -> str:
    return " ".join(safe(text).split())


@dataclass
class Output:
    json: bool = False

    def show(self, record: Mapping[str, object], text: str) -> None:
        """One thing: the record for programs, the text for people."""
        if self.json:
            self.record(record)
        else:
            self.say(text)

    def record(self, record: Mapping[str, object]) -> None:
        sys.stdout.write(json.dumps(record, ensure_ascii=False, default=_plain) + "\n")
        sys.stdout.flush()

    def say(self, text: str) -> None:
        if not self.json:
            sys.stdout.write(safe(text) + "\n")
            sys.stdout.flush()

    def table(
        self, titles: Sequence[str], rows: Iterable[tuple[Mapping[str, object], Sequence[str]]], empty: str
    ) -> None:
        """A list: each row as the record for programs and as cells for people."""
        if self.json:
            for record, _ in rows:
                self.record(record)
            return
        cells = [[one_line(cell) for cell in row] for _, row in rows]
        if cells:
            _draw(titles, cells)
        else:
            self.say(empty)

    def note(self, text: str) -> None:
        """A word beside the result, for people only."""
        if not self.json:
            sys.stderr.write(safe(text) + "\n")


def _draw(titles: Sequence[str], cells: Sequence[Sequence[str]]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(highlight=False, markup=False, emoji=False)
    if not console.is_terminal:
        console.width = 10_000  # a pipe has no width: nothing is cut for grep
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    for title in titles:
        table.add_column(title, overflow="ellipsis", no_wrap=True)
    for row in cells:
        table.add_row(*map(Text, row))
    console.print(table, soft_wrap=False, crop=console.is_terminal)


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, (set, frozenset)):
        return sorted(value)
    raise TypeError(f"no JSON for {type(value).__name__}")
