"""How the issuer says no: an AADSTS number with `error`, HTTP status and text, out of `refusals.toml`.

Programs are meant to look at `error`, people at the number.
"""

import tomllib
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import resources


@dataclass(frozen=True, slots=True)
class Sort:
    error: str
    text: str
    status: int = 400


def _sorts() -> dict[int, Sort]:
    entries = tomllib.loads(resources.files(__package__).joinpath("refusals.toml").read_text("utf-8"))
    return {int(number): Sort(**entry) for number, entry in entries.items()}


SORTS = _sorts()


class Refusal(Exception):
    """One answer that says no. `error` overrides the sort's own where the same number comes with another one."""

    def __init__(self, number: int, *, error: str = "", **gaps: str) -> None:
        super().__init__(number, gaps)
        self.number = number
        self.sort = SORTS[number]
        self.error = error or self.sort.error
        self.gaps: Mapping[str, str] = gaps

    @property
    def text(self) -> str:
        return f"AADSTS{self.number}: {self.sort.text.format_map(_Gaps(self.gaps))}"


class _Gaps(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return ""


@dataclass(frozen=True, slots=True)
class Report:
    """A refusal as it is sent: with the ids by which an administrator would find it again."""

    refusal: Refusal
    at: datetime
    trace_id: str
    correlation_id: str

    @classmethod
    def of(cls, refusal: Refusal, at: datetime, correlation_id: str = "") -> "Report":
        return cls(refusal, at, str(uuid.uuid4()), correlation_id or str(uuid.uuid4()))

    @property
    def timestamp(self) -> str:
        return f"{self.at.astimezone(UTC):%Y-%m-%d %H:%M:%SZ}"

    @property
    def description(self) -> str:
        ids = f"Trace ID: {self.trace_id} Correlation ID: {self.correlation_id} Timestamp: {self.timestamp}"
        return f"{self.refusal.text} {ids}"

    def body(self, base: str) -> dict[str, object]:
        return {
            "error": self.refusal.error,
            "error_description": self.description,
            "error_codes": [self.refusal.number],
            "timestamp": self.timestamp,
            "trace_id": self.trace_id,
            "correlation_id": self.correlation_id,
            "error_uri": f"{base}/error?code={self.refusal.number}",
        }
