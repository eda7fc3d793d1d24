"""What a check finds out: facts without words. German and English are chosen at the edges."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from poststelle.model.identifiers import CheckRunId, MailboxId, PersonId


class Step(StrEnum):
    """The steps in the order of the dialog."""

    SETTINGS = "settings"
    PROVIDER = "provider"
    TOKEN = "token"  # noqa: S105
    TOKEN_FITS = "token-fits"  # noqa: S105
    NAME = "name"
    CONNECTION = "connection"
    ENCRYPTION = "encryption"
    GREETING = "greeting"
    LOGIN = "login"
    MAILBOX = "mailbox"
    FOLDERS = "folders"
    OUTGOING = "outgoing"
    SEND = "send"
    ROUND_TRIP = "round-trip"


class Status(StrEnum):
    OK = "ok"
    NOTICE = "notice"
    WAITING = "waiting"
    FAILED = "failed"
    SKIPPED = "skipped"


class Responsible(StrEnum):
    """Who must act."""

    YOU = "you"
    MEMBER = "member"
    OWNER = "owner"
    ENTRA_ADMINISTRATOR = "entra-administrator"
    EXCHANGE_ADMINISTRATOR = "exchange-administrator"
    GOOGLE_ADMINISTRATOR = "google-administrator"
    OPERATOR = "operator"


@dataclass(frozen=True, slots=True)
class Finding:
    """Outcome of one step. `code` selects the text; a skipped step names in `facts["behind"]` the step that failed."""

    step: Step
    status: Status
    code: str = "ok"
    facts: Mapping[str, str] = field(default_factory=dict)
    remedy: str = ""
    responsible: Responsible | None = None
    milliseconds: int = 0


@dataclass(frozen=True, slots=True)
class CheckRun:
    id: CheckRunId
    mailbox: MailboxId
    person: PersonId
    started: datetime
    ended: datetime | None
    findings: tuple[Finding, ...]

    @property
    def green(self) -> bool:
        """Everything that was asked for works; what is still waiting does not count as working."""
        troubles = (Status.FAILED, Status.WAITING)
        return self.ended is not None and not any(finding.status in troubles for finding in self.findings)
