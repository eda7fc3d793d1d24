"""What the last fetch of a mailbox said."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class FetchState:
    """`code` is "" before the first fetch, "ok", or the code of the trouble."""

    code: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)
    at: datetime | None = None
