"""What an IMAP server's NO, BAD and BYE mean for the caller: later, somebody must act, or wait so many milliseconds.

The fact `text` is what the server said with its response code, `NO [OVERQUOTA] Mailbox full`, for the catalogue.
"""

import re

from poststelle.model.errors import PoststelleError, Refused, Unreachable
from poststelle.protocols.imap.events import Completion, Condition

BACK_OFF = re.compile(r"Suggested Backoff Time: (\d{1,9}) milliseconds", re.IGNORECASE)
PASSING = {
    "UNAVAILABLE": "server-unavailable",
    "INUSE": "mailbox-in-use",
    "LIMIT": "server-limit",
    "SERVERBUG": "server-unavailable",
}


def of_completion(completion: Completion, **where: str) -> PoststelleError:
    facts = {"command": completion.command, "text": completion.said, "response_code": completion.code, **where}
    return passing(completion, facts) or Refused("imap-refused", status=None, **facts)


def of_sign_on(completion: Completion, mechanism: str, challenge: str, **where: str) -> PoststelleError:
    facts = {
        "mechanism": mechanism,
        "text": completion.said,
        "response_code": completion.code,
        "challenge": challenge,
        **where,
    }
    return passing(completion, facts) or Refused("sign-on-refused", status=None, **facts)


def of_goodbye(bye: Condition, **where: str) -> PoststelleError:
    """The server ends the session: restart, idle for too long, token expired, too many connections."""
    facts = {"text": bye.said, "response_code": bye.code, **where}
    return passing(bye, facts) or Unreachable("server-bye", **facts)


def passing(said: Condition, facts: dict[str, str]) -> Unreachable | None:
    if back_off := BACK_OFF.search(said.text):
        return Unreachable("fetch-throttled", milliseconds=back_off[1], **facts)
    return Unreachable(PASSING[said.code], **facts) if said.code in PASSING else None
