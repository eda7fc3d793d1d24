"""What happens in an open folder while we wait (IDLE, RFC 2177) or in passing."""

from dataclasses import dataclass
from enum import StrEnum

from poststelle.protocols.imap.events import Data, Event

USUAL_SECONDS = 9 * 60  # RFC 2177 allows 29 minutes; address translation forgets connections earlier


class What(StrEnum):
    EXISTS = "EXISTS"  # so many messages now
    EXPUNGE = "EXPUNGE"  # this one is gone
    FETCH = "FETCH"  # this one's flags changed
    VANISHED = "VANISHED"  # RFC 7162: these UIDs are gone; no number


@dataclass(frozen=True, slots=True)
class Change:
    what: What
    number: int


def of_event(event: Event) -> Change | None:
    if not isinstance(event, Data) or event.name not in What.__members__:
        return None
    return Change(What(event.name), event.number or 0)
