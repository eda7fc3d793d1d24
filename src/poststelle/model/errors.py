"""Errors by what the caller can do about them. They carry facts; the words are chosen at the edges.

`code` is the id of an entry of the provider's catalogue or a word of ours
(`wrong-client-secret`, `tcp-refused`, `mailbox-unknown`); `facts` fill the text's gaps.
"""

from collections.abc import Mapping
from enum import StrEnum


class PoststelleError(Exception):
    """Base of all; never raised itself."""

    def __init__(self, code: str, **facts: str) -> None:
        super().__init__(code, facts)
        self.code = code
        self.facts: Mapping[str, str] = facts

    def __str__(self) -> str:
        shown = ", ".join(f"{name}={value}" for name, value in self.facts.items())
        return f"{self.code} ({shown})" if shown else self.code


class Unreachable(PoststelleError):
    """The peer cannot be reached or does not answer: try later."""


class Refused(PoststelleError):
    """The peer says no: a person must act (secret, consent, right at the server).

    `status` is the HTTP status or SMTP code where there is one; the fact `text` holds the peer's own words.
    """

    def __init__(self, code: str, *, status: int | None = None, **facts: str) -> None:
        super().__init__(code, **facts)
        self.status = status


class NotPermitted(PoststelleError):
    """Our own door is shut: the fact `right` names what is missing, `mailbox` where."""


class Misconfigured(PoststelleError):
    """An administrator must correct a setting: the fact `field` names it."""


class NotFound(PoststelleError):
    """There is no such thing, or not for this person: the two are not told apart to strangers."""


class Conflict(PoststelleError):
    """The request contradicts what is there: exists already, or changed meanwhile."""


class By(StrEnum):
    US = "us"
    THEM = "them"


class ProtocolViolation(PoststelleError):
    """Somebody broke the protocol's rules; `by` says who."""

    def __init__(self, code: str, *, by: By, **facts: str) -> None:
        super().__init__(code, **facts)
        self.by = by
