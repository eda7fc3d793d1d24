"""What applying a file did to one thing."""

from dataclasses import dataclass
from typing import Literal

Action = Literal["created", "changed", "kept", "removed"]


@dataclass(frozen=True, slots=True)
class Change:
    kind: Literal["person", "app", "mailbox", "grant"]
    name: str
    action: Action
    changed: tuple[str, ...] = ()  # names of the fields
