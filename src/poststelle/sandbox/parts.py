"""What the sandbox's pages and rules work with, put together by `process`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from poststelle.sandbox.issuer.signing import Signer
from poststelle.sandbox.mail.store import MailStore
from poststelle.sandbox.organisation import Organisation
from poststelle.sandbox.registrations import Registrations
from poststelle.sandbox.tickets import Tickets


@dataclass(frozen=True, slots=True)
class Parts:
    organisation: Organisation
    registrations: Registrations
    tickets: Tickets
    signer: Signer
    base: str  # "http://127.0.0.1:8902", without a slash at the end
    ca: Path
    now: Callable[[], datetime]
    below: Callable[[int], int]  # a random number from 0 up to, not including, the one given
    mail: MailStore | None = None  # None: no mail servers run
    mail_ports: Mapping[str, int] = field(default_factory=dict)
