"""One POP3 connection, from the greeting to the deletions that QUIT carries out.

    S: +OK The Microsoft Exchange POP3 service is ready.
    C: AUTH XOAUTH2
    S: +
    C: base64(user=MAILBOX^Aauth=Bearer TOKEN^A^A)
    S: +OK User successfully authenticated.

The token in the line of the command ends the connection, as it does at Exchange.
"""

import base64
from collections.abc import AsyncIterator, Callable

from poststelle.protocols.pop3 import server as pop3
from poststelle.protocols.sasl import challenge, from_wire, oauthbearer, plain, xoauth2
from poststelle.sandbox.mail.line import Line
from poststelle.sandbox.mail.names import Use
from poststelle.sandbox.mail.pop3.maildrop import Maildrop
from poststelle.sandbox.mail.signon import Door, Reason, Service, SignedOn, SignOnRefused
from poststelle.sandbox.mail.store import MailStore

IDLE_SECONDS = 600  # RFC 1939: an autologout timer of at least ten minutes
LINE_OCTETS = 32_768
MECHANISMS = "PLAIN XOAUTH2 OAUTHBEARER"

PROTOCOL_ERROR = "Protocol error. Connection is closed. 10"
AUTHENTICATION_FAILED = "Authentication failure: unknown user name or bad password."
LOGON_FAILED = "Logon failure: unknown user name or bad password."
EXPIRED = "Session invalidated - AccessTokenExpired"


class Ended(Exception):
    """The connection is over; what had to be said has been said."""


class Pop3Session:
    def __init__(self, line: Line, door: Door, store: MailStore, hostname: str) -> None:
        self._line = line
        self._door = door
        self._store = store
        self._greeting = (
            "The Microsoft Exchange POP3 service is ready. [" + base64.b64encode(hostname.encode()).decode() + "]"
        )
        self._buffer = bytearray()
        self._user = ""
        self._signed_on: SignedOn | None = None
        self._drop: Maildrop | None = None

    async def run(self) -> None:
        try:
            await self._line.write(pop3.ok(self._greeting))
            async for command in self._commands():
                await self._obey(command)
        except Ended:
            return

    async def _commands(self) -> AsyncIterator[pop3.Command]:
        while True:
            line = await self._read_line()
            try:
                command = pop3.parse(line)
            except ValueError:
                if line[:5].upper() == b"AUTH ":  # a token behind the mechanism
                    await self._end(pop3.err(PROTOCOL_ERROR))
                await self._line.write(pop3.err("Protocol error. 14"))
                continue
            yield command

    async def _read_line(self) -> bytes:
        while (end := self._buffer.find(b"\n")) < 0:
            if len(self._buffer) > LINE_OCTETS:
                await self._end(pop3.err(PROTOCOL_ERROR))
            try:
                piece = await self._line.read(IDLE_SECONDS)
            except TimeoutError:
                raise Ended from None
            if not piece:
                raise Ended
            self._buffer += piece
        line = bytes(self._buffer[: end + 1])
        del self._buffer[: end + 1]
        return line

    async def _obey(self, command: pop3.Command) -> None:
        if self._signed_on and self._signed_on.expired(self._door.now()):
            await self._end(pop3.err(EXPIRED))
        match command.verb, self._drop:
            case "QUIT", _:
                if self._drop:
                    self._drop.commit()
                await self._end(pop3.ok("Microsoft Exchange Server POP3 server signing off."))
            case "CAPA", _:
                await self._line.write(pop3.multiline("Capability list follows", self._capabilities()))
            case "NOOP", _:
                await self._line.write(pop3.ok())
            case _, None:
                await self._sign_on(command)
            case _, drop:
                await self._line.write(drop.answer(command))

    def _capabilities(self) -> list[bytes]:
        offers = ["TOP", "UIDL", "USER", f"SASL {MECHANISMS}"]
        if self._line.offers_tls:
            offers = ["TOP", "UIDL", "STLS"]
        return [offer.encode() for offer in offers]

    async def _sign_on(self, command: pop3.Command) -> None:
        match command.verb, command.arguments:
            case "STLS", () if self._line.offers_tls:
                await self._line.write(pop3.ok("Begin TLS negotiation."))
                self._buffer.clear()
                await self._line.start_tls()
            case (("AUTH" | "USER" | "PASS"), _) if self._line.offers_tls:
                await self._line.write(pop3.err("Command is not valid in this state."))
            case "USER", (user,):
                self._user = user
                await self._line.write(pop3.ok())
            case "PASS", (password,) if self._user:
                await self._admit(lambda: self._door.by_password(Service.POP3, self._user, password), LOGON_FAILED)
            case "AUTH", ():
                await self._line.write(pop3.multiline("", [name.encode() for name in MECHANISMS.split()]))
            case "AUTH", (mechanism, *initial):
                await self._authenticate(mechanism.upper(), initial)
            case _:
                await self._line.write(pop3.err("Command is not valid in this state."))

    async def _authenticate(self, mechanism: str, initial: list[str]) -> None:
        if mechanism not in MECHANISMS.split():
            await self._line.write(pop3.err("Unrecognized authentication type."))
            return
        if initial:
            await self._end(pop3.err(PROTOCOL_ERROR))
        await self._line.write(pop3.challenge(b""))
        answer = await self._answer()
        if answer is None:
            return
        if await self._admit(
            lambda: self._present(mechanism, answer), AUTHENTICATION_FAILED, quiet=mechanism == "OAUTHBEARER"
        ):
            return
        if mechanism == "OAUTHBEARER":
            await self._line.write(pop3.challenge(challenge.build(status=Reason.TOKEN.value)))
            await self._read_line()  # 0x01 or "*"; it fails either way
            await self._line.write(pop3.err(AUTHENTICATION_FAILED))

    async def _answer(self) -> bytes | None:
        text = (await self._read_line()).strip()
        try:
            if text != b"*":
                return from_wire(text)
        except ValueError:
            pass
        await self._line.write(pop3.err("Authentication canceled."))
        return None

    def _present(self, mechanism: str, answer: bytes) -> SignedOn:
        if mechanism == "PLAIN":
            login = plain.parse(answer)
            return self._door.by_password(Service.POP3, login.user, login.password)
        bearer = xoauth2.parse(answer) if mechanism == "XOAUTH2" else oauthbearer.parse(answer)
        return self._door.by_token(Service.POP3, bearer.user, bearer.token)

    async def _admit(self, present: Callable[[], SignedOn], refusal: str, *, quiet: bool = False) -> bool:
        """Open the maildrop if the name and the right are good; one text for all that is wrong."""
        try:
            signed_on = present()
            mailbox = self._door.opened(signed_on)
        except (ValueError, SignOnRefused):
            mailbox = None
        if mailbox is None:
            if not quiet:
                await self._line.write(pop3.err(refusal))
            return False
        self._store.open(mailbox, self._door.language(signed_on))
        inbox = self._store.special(mailbox, Use.INBOX)
        if inbox is None:
            raise Ended
        self._signed_on, self._drop = (
            signed_on,
            Maildrop(self._store, inbox, lambda: self._door.opened(signed_on) is not None),
        )
        await self._line.write(pop3.ok("User successfully authenticated."))
        return True

    async def _end(self, last_words: bytes) -> None:
        await self._line.write(last_words)
        raise Ended
