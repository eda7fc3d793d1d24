"""A line of the journal: who did what, where, with which right."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from poststelle.model.mailbox import Mailbox
from poststelle.model.person import Person


@dataclass(frozen=True, slots=True)
class Entry:
    """`person` is `None` for the owner of the installation at the command line, and for somebody forgotten since."""

    id: int
    at: datetime
    person: Person | None
    mailbox: Mailbox | None
    event: str
    facts: Mapping[str, str]
