"""What one IMAP conversation knows: its line, who signed on, the selected folder; and the reading of requests."""

from dataclasses import dataclass, field

from poststelle.model.errors import ProtocolViolation
from poststelle.protocols.imap import server as engine
from poststelle.protocols.imap import syntax
from poststelle.sandbox.mail.imap import texts
from poststelle.sandbox.mail.imap.selected import Selected
from poststelle.sandbox.mail.line import Line
from poststelle.sandbox.mail.signon import Door, SignedOn
from poststelle.sandbox.mail.store import MailStore

AUTOLOGOUT_SECONDS = 1800.0  # RFC 9051, section 5.4
MISTAKES = 10  # Exchange closes a connection after ten errors


class Ended(Exception):
    """The conversation is over; what had to be said has been said."""


@dataclass(slots=True)
class Talk:
    line: Line
    door: Door
    store: MailStore
    imap: engine.Server = field(default_factory=lambda: engine.Server(engine.LIMITS_BEFORE_LOGIN))
    signed_on: SignedOn | None = None
    selected: Selected | None = None
    mistakes: int = 0

    async def next(self) -> engine.Request:
        """The client's next request; raises `Ended` when there will be none."""
        while True:
            try:
                request = self.imap.next_request()
            except ProtocolViolation:
                await self.bye(texts.CLOSED)
                raise
            if request is not None:
                if self.expired:
                    await self.bye(texts.EXPIRED)
                return request
            await self.flush()
            self.imap.receive(await self._read())

    async def flush(self) -> None:
        octets = self.imap.take()
        if octets:
            await self.line.write(octets)

    async def bye(self, text: str) -> None:
        self.imap.condition("BYE", text)
        await self.flush()
        raise Ended

    async def fail(self, command: engine.Command, text: str) -> None:
        """BAD, and the end after too many of them."""
        self.imap.complete(command, "BAD", text)
        await self.count_mistake()

    async def count_mistake(self) -> None:
        self.mistakes += 1
        if self.mistakes >= MISTAKES:
            await self.bye(texts.CLOSED)

    @property
    def expired(self) -> bool:
        return self.signed_on is not None and self.signed_on.expired(self.door.now())

    def mailbox(self) -> str | None:
        """The key of the mailbox, as long as the right is there; on first use it gets its folders."""
        mailbox = self.door.opened(self.signed_on) if self.signed_on else None
        if mailbox and self.signed_on:
            self.store.open(mailbox, self.door.language(self.signed_on))
        return mailbox

    def select(self, selected: Selected | None) -> None:
        if self.selected:
            self.selected.forget()
        self.selected = selected

    def report(self) -> None:
        """Tell what others did to the selected folder."""
        if self.selected:
            self.selected.report(self.imap)

    async def _read(self) -> bytes:
        patience = self._patience()
        try:
            octets = await self.line.read(patience)
        except TimeoutError:
            # not `self.expired`: the loop's clock may be a moment ahead of the one that the token is judged by
            await self.bye(texts.EXPIRED if patience < AUTOLOGOUT_SECONDS else texts.IDLE_TOO_LONG)
            raise Ended from None
        if not octets:
            raise Ended
        return octets

    def _patience(self) -> float:
        if self.signed_on is None or self.signed_on.expires is None:
            return AUTOLOGOUT_SECONDS
        remaining = (self.signed_on.expires - self.door.now()).total_seconds()
        return max(0.0, min(AUTOLOGOUT_SECONDS, remaining))


def text_of(value: object) -> str:
    return syntax.string(value).decode("utf-8", "replace")
