"""What the steps of one run hand on to each other."""

import asyncio
from dataclasses import dataclass, field, replace

from poststelle.mailroom.keyring import Key
from poststelle.mailroom.parts import Parts
from poststelle.mailroom.place import Place
from poststelle.model.finding import Finding, Status, Step
from poststelle.model.mailbox import Authentication, Connection, Protocol
from poststelle.model.person import Account, Person
from poststelle.model.secret import Secret
from poststelle.transport import pop3, smtp
from poststelle.transport.imap import ImapSession
from poststelle.transport.stream import Stream

# Somebody is waiting before the screen: a silent server must not take longer than this in all.
CONNECT_SECONDS = 5.0
GREETING_SECONDS = 8.0
ANSWER_SECONDS = 10.0


def impatient(parts: Parts) -> Parts:
    network = replace(
        parts.network,
        connect_seconds=min(parts.network.connect_seconds, CONNECT_SECONDS),
        greeting_seconds=min(parts.network.greeting_seconds, GREETING_SECONDS),
        answer_seconds=min(parts.network.answer_seconds, ANSWER_SECONDS),
        request_seconds=min(parts.network.request_seconds, ANSWER_SECONDS),
    )
    return replace(parts, network=network)


@dataclass(slots=True)
class Context:
    parts: Parts
    place: Place
    person: Person
    key: Key | None  # whose account is used; `None` with passwords, or when nobody has signed in
    send_test: bool = False
    tokens: dict[Protocol, Secret[str]] = field(default_factory=dict)
    addresses: list[str] = field(default_factory=list)
    stream: Stream | None = None
    incoming: ImapSession | pop3.Session | None = None
    dialing: asyncio.Task[smtp.Session] | None = None  # to the outgoing server, while the steps before it run
    outgoing: smtp.Session | None = None
    inbox: str = ""
    test_id: str = ""  # Message-ID of the test message, once it is sent

    @property
    def account(self) -> Account | None:
        return self.key.account if self.key else None

    @property
    def with_tokens(self) -> tuple[Connection, ...]:
        """The connections that sign on with OAuth 2.0."""
        both = (self.place.mailbox.incoming, self.place.mailbox.outgoing)
        return tuple(one for one in both if one and one.authentication is Authentication.OAUTH2)

    def dial(self) -> None:
        """Connect to the outgoing server meanwhile, so that two slow servers cost the time of one."""
        to = self.place.outgoing
        self.dialing = asyncio.create_task(smtp.connect(self.parts.network, to))

    async def close(self) -> None:
        if self.dialing is not None and self.outgoing is None:
            self.dialing.cancel()
            (reached,) = await asyncio.gather(self.dialing, return_exceptions=True)
            if isinstance(reached, smtp.Session):
                await reached.close()
        for session in (self.incoming, self.outgoing, self.stream):
            if session is not None:
                await session.close()


def ok(step: Step, code: str = "ok", **facts: str) -> Finding:
    return Finding(step, Status.OK, code, facts)


def notice(step: Step, code: str, **facts: str) -> Finding:
    return Finding(step, Status.NOTICE, code, facts)


def not_needed(step: Step, code: str = "not-needed", **facts: str) -> Finding:
    """Skipped without anything having failed."""
    return Finding(step, Status.SKIPPED, code, facts)
