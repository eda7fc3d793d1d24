"""The switches of the tenant, under the names Exchange and Entra give them."""

from dataclasses import dataclass
from enum import StrEnum
from sqlite3 import Connection
from typing import Any

from poststelle.sandbox.state import State


class Stage(StrEnum):
    """Where a sender without the right is turned away."""

    MAIL_FROM = "mail-from"  # 5.7.60
    AFTER_DATA = "after-data"  # 5.2.252


class ConsentBy(StrEnum):
    PERSON = "person"
    ADMINISTRATOR = "administrator"


@dataclass(frozen=True, slots=True)
class Switches:
    copy_sent_as: bool = False  # MessageCopyForSentAsEnabled: a copy in the shared mailbox
    copy_on_behalf: bool = False  # MessageCopyForSendOnBehalfEnabled: a copy in the shared mailbox
    copy_submission: bool = True  # MessageCopyForSMTPClientSubmissionEnabled: a copy in the member's mailbox
    smtp_auth_disabled: bool = False  # SmtpClientAuthenticationDisabled
    password_sign_on: bool = False  # basic authentication for IMAP, POP3 and SMTP, as other servers have it
    refusal: Stage = Stage.MAIL_FROM
    consent_by: ConsentBy = ConsentBy.PERSON
    refresh_once: bool = True  # a refresh token ends when it has been used
    grant_delay_seconds: int = 0
    access_token_seconds: int = 0  # 0: between 60 and 90 minutes, as Entra does without a policy
    submission_connections: int = 3  # at a time for each name that signs on; 0: no limit
    submissions_per_minute: int = 30  # what is more has to wait; 0: no limit


def read_switches(state: State) -> Switches:
    kept = {
        row["key"]: row["value"] for row in state.rows("SELECT key, value FROM organisation WHERE key LIKE 'switch.%'")
    }
    values: dict[str, Any] = {}
    for name, default in _defaults().items():
        if f"switch.{name}" in kept:
            values[name] = _parsed(default, kept[f"switch.{name}"])
    return Switches(**values)


def write_switches(change: Connection, switches: Switches) -> None:
    for name in _defaults():
        value = getattr(switches, name)
        text = str(int(value)) if isinstance(value, bool | int) else str(value)
        change.execute("INSERT OR REPLACE INTO organisation VALUES (?, ?)", (f"switch.{name}", text))


def _defaults() -> dict[str, object]:
    plain = Switches()
    return {name: getattr(plain, name) for name in Switches.__dataclass_fields__}


def _parsed(default: object, text: str) -> object:
    if isinstance(default, bool):
        return text == "1"
    if isinstance(default, int):
        return int(text)
    return type(default)(text)  # type: ignore[call-arg]
