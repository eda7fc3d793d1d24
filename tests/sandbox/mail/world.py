"""A small organisation with its mail servers, running in a thread as the sandbox runs them: on uvloop, with TLS."""

import asyncio
import imaplib
import poplib
import smtplib
import ssl
import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import uvloop

from poststelle.model.address import Address
from poststelle.model.rights import Right
from poststelle.sandbox.certificates import Certificates, server_context
from poststelle.sandbox.issuer.signing import Signer
from poststelle.sandbox.mail import servers
from poststelle.sandbox.mail.names import Use
from poststelle.sandbox.organisation import Organisation
from poststelle.sandbox.state import State

ALICE = Address("alice@muster.example")
BOB = Address("bob@muster.example")
CHARLIE = Address("charlie@muster.example")
SUPPORT = Address("support@muster.example")
EXCHANGE = "https://outlook.office.com"
SCOPES = "IMAP.AccessAsUser.All POP.AccessAsUser.All SMTP.Send"
PORTS = {"imaps": 0, "imap": 0, "pop3s": 0, "pop3": 0, "submission": 0, "submissions": 0}
FORWARDED = b"From: kunde@draussen.example\r\nTo: support@muster.example\r\nSubject: Anfrage\r\n\r\nGuten Tag\r\n"


def sasl(user: str, token: str) -> bytes:
    return f"user={user}\x01auth=Bearer {token}\x01\x01".encode()


def bearer(user: str, token: str) -> bytes:
    return f"n,a={user},\x01host=127.0.0.1\x01port=993\x01auth=Bearer {token}\x01\x01".encode()


class Clock:
    """The real time, and whatever was added to it."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead


@dataclass
class World:
    home: Path
    certificates: Certificates
    signer: Signer
    clock: Clock = field(default_factory=Clock)

    def __enter__(self) -> "World":
        self.state = State(self.home / "organisation.sqlite3")
        self.organisation = Organisation.open(self.state, self.clock)
        for name, address in (("Alice Ähre", ALICE), ("Bob", BOB), ("Charlie", CHARLIE)):
            self.organisation.add_person(name, address, f"{address}'s password")
        self.organisation.add_mailbox("Support", SUPPORT)
        for right in Right:
            self.organisation.grant(SUPPORT, ALICE, right)
        for right in (Right.SEND_AS, Right.SEND_ON_BEHALF):
            self.organisation.grant(SUPPORT, BOB, right)
        self._started = threading.Event()
        self._thread = threading.Thread(target=self._run)
        self._thread.start()
        assert self._started.wait(10)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(10)
        assert not self._thread.is_alive()
        self.state.close()

    def _run(self) -> None:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(self._serve())

    async def _serve(self) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        context = server_context(self.certificates)
        started = await servers.start(
            self.organisation,
            self.signer.verify_access_token,
            self.home,
            "127.0.0.1",
            PORTS,
            context,
            self.clock,
            sample=False,
        )
        self.ports, self.store = started.addresses, started.store
        self._started.set()
        await self._stop.wait()
        await started.close()

    # tokens

    def token(self, person: str, scopes: str = SCOPES, audience: str = EXCHANGE, seconds: int = 3600) -> str:
        who = self.organisation.person(person)
        assert who
        return self._signed({"oid": who.id, "upn": who.address, "scp": scopes}, audience, seconds)

    def app_token(self, *roles: str, audience: str = "https://outlook.office365.com") -> str:
        return self._signed({"oid": "the-app", "roles": list(roles)}, audience, 3600)

    def _signed(self, claims: dict[str, object], audience: str, seconds: int) -> str:
        begins = int(self.clock().timestamp()) - 60
        common = {"iss": self.signer.issuer, "tid": self.signer.tenant, "appid": "app", "aud": audience}
        return self.signer.sign({**common, **claims, "nbf": begins, "exp": begins + 60 + seconds})

    # mail behind the servers' back

    def put(self, address: str, raw: bytes, use: Use = Use.INBOX) -> int:
        owner = self.organisation.owner(address)
        assert owner
        self.store.open(owner.id, owner.language)
        folder = self.store.special(owner.id, use)
        assert folder
        return self.store.append(folder.id, raw, self.clock())

    def mail(self, address: str, use: Use = Use.INBOX) -> list[bytes]:
        owner = self.organisation.owner(address)
        folder = self.store.special(owner.id if owner else address, use)
        return [self.store.raw(folder.id, uid) or b"" for uid in self.store.uids(folder.id)] if folder else []

    # clients

    @property
    def trust(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=str(self.certificates.ca))

    def imap(self, user: str = SUPPORT, person: str = ALICE) -> imaplib.IMAP4:
        """Signed on."""
        client = self.imap_line()
        client.authenticate("XOAUTH2", lambda _: sasl(user, self.token(person)))
        return client

    def imap_line(self) -> imaplib.IMAP4:
        return imaplib.IMAP4_SSL("127.0.0.1", self.ports["imaps"], ssl_context=self.trust, timeout=10)

    def pop3(self) -> poplib.POP3:
        return poplib.POP3_SSL("127.0.0.1", self.ports["pop3s"], context=self.trust, timeout=10)

    def smtp(self) -> smtplib.SMTP:
        """Encrypted, not signed on."""
        client = smtplib.SMTP("127.0.0.1", self.ports["submission"], timeout=20)
        client.starttls(context=self.trust)
        client.ehlo()
        return client

    def submission(self, user: str = ALICE) -> smtplib.SMTP:
        """Signed on."""
        client = self.smtp()
        client.auth("XOAUTH2", lambda _=None: sasl(user, self.token(user)).decode(), initial_response_ok=False)
        return client
