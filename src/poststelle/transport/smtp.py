"""An SMTP session: drives the engine of `protocols/smtp` over a `Stream`, and knows how far it came.

Four ways a message can fail, by what the caller may do:

    Refused("smtp-refused", status=550, phase=…)     5xx: a person must act
    Unreachable("smtp-deferred", status=450, phase)  4xx: not delivered, try later
    Unreachable("smtp-lost", phase=…)                the line was lost before the final dot: not delivered, try again
    Unreachable("smtp-lost-after-dot")               lost after it: perhaps delivered; look before sending again
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from types import TracebackType

from poststelle.model.errors import By, Misconfigured, PoststelleError, ProtocolViolation, Refused, Unreachable
from poststelle.model.mailbox import Connection
from poststelle.model.secret import Secret
from poststelle.protocols import sasl
from poststelle.protocols.sasl import Exchange
from poststelle.protocols.smtp import envelope
from poststelle.protocols.smtp.client import Client
from poststelle.protocols.smtp.content import Content, prepare
from poststelle.protocols.smtp.reply import Reply
from poststelle.transport import bearer, silence, smtp_refusals
from poststelle.transport.dialogue import Deadline, Dialogue
from poststelle.transport.network import Network
from poststelle.transport.opening import connected
from poststelle.transport.stream import Stream
from poststelle.transport.transcript import Transcript

CLIENT_NAME = "localhost"
CHUNK_OCTETS = 64 * 1024
CHUNK_SECONDS = 180.0  # RFC 5321 section 4.5.3.2.5
AFTER_DOT_SECONDS = 600.0  # section 4.5.3.2.6
LAST_WORDS_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Accepted:
    """The server took the message, but for the recipients it refused: address, code, text."""

    code: int
    text: str
    refused: tuple[tuple[str, int, str], ...] = ()


async def connect(
    network: Network, connection: Connection, transcript: Transcript | None = None, client_name: str = CLIENT_NAME
) -> "Session":
    """Connected, encrypted as configured, greeted; not signed on."""
    return await connected(network, connection, lambda stream: open(stream, network, transcript, client_name))


async def open(  # noqa: A001
    stream: Stream, network: Network, transcript: Transcript | None = None, client_name: str = CLIENT_NAME
) -> "Session":
    """The session over a connection that stands: greeting and EHLO."""
    session = Session(stream, network, transcript, client_name)
    await session.greet()
    return session


class Session:
    def __init__(
        self, stream: Stream, network: Network, transcript: Transcript | None = None, client_name: str = CLIENT_NAME
    ) -> None:
        self._client = Client()
        self._dialogue: Dialogue[Reply] = Dialogue(stream, self._client.receive, transcript)
        self._network = network
        self._client_name = client_name
        self.greeting = ""

    @property
    def stream(self) -> Stream:
        return self._dialogue.stream

    @property
    def transcript(self) -> Transcript:
        return self._dialogue.transcript

    @property
    def extensions(self) -> Mapping[str, str]:
        return self._client.extensions

    @property
    def mechanisms(self) -> tuple[str, ...]:
        return self._client.mechanisms

    @property
    def size_limit(self) -> int | None:
        return self._client.size_limit

    async def greet(self) -> None:
        try:
            reply = await self._reply(self._network.greeting_seconds)
        except Unreachable as error:
            if error.code != "answer-timeout":
                raise
            raise await silence.explain(self._network, self.stream) from error
        except ProtocolViolation as error:
            text = error.facts.get("text", "")
            raise Misconfigured("protocol-not-this-service", field="port", text=text, **self._where()) from error
        self.greeting = " ".join(reply.lines)
        if not reply.positive:
            raise self._error(reply)
        await self._ehlo()

    async def _ehlo(self) -> None:
        reply = await self._ask(self._client.ehlo(self._client_name))
        if not reply.positive and not reply.passing:  # a server from before 1995
            reply = await self._ask(self._client.helo(self._client_name))
        if not reply.positive:
            raise self._error(reply)
        self._client.greeted(reply)

    async def start_tls(self, server_name: str, ca_pem: str = "") -> None:
        """STARTTLS; what the server can do is asked for again, since the answer from before could be anybody's."""
        if "STARTTLS" not in self.extensions:
            raise Misconfigured("starttls-not-offered", field="encryption", **self._where())
        reply = await self._ask(self._client.starttls())
        if not reply.positive:
            raise self._error(reply)
        if not self._client.idle or self._dialogue.unheard:
            raise ProtocolViolation("starttls-injection", by=By.THEM, **self._where())
        await self.stream.start_tls(server_name, ca_pem, self._network.connect_seconds)
        self.transcript.note("TLS began")
        await self._ehlo()

    async def authenticate(self, mechanism: str, user: str, secret: Secret[str]) -> None:
        """Sign on, or raise `Refused("sign-on-refused")` with the server's words and its challenge, if it gave one."""
        bearer.check(mechanism, self.stream)
        if mechanism.upper() not in self.mechanisms:
            raise Misconfigured(
                "protocol-mechanism-not-offered",
                field="authentication",
                mechanism=mechanism,
                offered=" ".join(self.mechanisms),
                **self._where(),
            )
        await self._exchange(sasl.begin(mechanism, user, secret.reveal(), self.stream.host, self.stream.port))

    async def _exchange(self, exchange: Exchange) -> None:
        reply = await self._ask(self._client.auth(exchange.mechanism))
        challenges: list[str] = []
        while reply.code == 334:
            response = exchange.answer(len(challenges))
            challenges.append(smtp_refusals.challenge(reply))
            if len(challenges) > len(exchange.responses) + 1:
                raise ProtocolViolation("sasl-endless", by=By.THEM, **self._where())
            reply = await self._ask(self._client.respond(response))
        if reply.code != 235 or not challenges:
            raise smtp_refusals.of_sign_on(reply, exchange.mechanism, challenges, **self._where())

    async def probe(self, envelope_from: str) -> None:
        """Whether the server would take mail from this sender, as far as it says so before the data."""
        reply = await self._ask(self._client.mail(envelope_from, international=self._international([envelope_from])))
        error = None if reply.positive else self._error(reply)
        await self._ask(self._client.reset())
        if error:
            raise error

    async def send(
        self,
        envelope_from: str,
        recipients: Sequence[str],
        message: bytes,
        before_dot: Callable[[], Awaitable[None]] | None = None,
    ) -> Accepted:
        """Hand the message over, once. `before_dot` runs when everything but the final dot has been written."""
        content = self._carried(prepare(message))
        international = self._international([envelope_from, *recipients], content)
        refused = await self._envelope(self._client.mail(envelope_from, content, international), recipients)
        reply = await self._ask(self._client.data())
        if reply.code != 354:
            raise await self._given_up(self._error(reply))
        try:
            await self._body(content)
            if before_dot:
                await before_dot()
            reply = await self._dot()
        except (Unreachable, ProtocolViolation) as error:
            reply = await self._last_words(error)
        if not reply.positive:
            raise self._error(reply)
        return Accepted(reply.code, reply.text, refused)

    async def _envelope(self, mail: bytes, recipients: Sequence[str]) -> tuple[tuple[str, int, str], ...]:
        """Sender and recipients; raises when none of them is accepted."""
        reply = await self._ask(mail)
        if not reply.positive:
            raise await self._given_up(self._error(reply))
        replies = [(recipient, await self._ask(self._client.rcpt(recipient))) for recipient in recipients]
        refused = [(recipient, reply) for recipient, reply in replies if not reply.positive]
        if len(refused) == len(replies):
            worst = next((pair for pair in refused if pair[1].passing), refused[0] if refused else None)
            if worst is None:
                raise ProtocolViolation("smtp-no-recipient", by=By.US)
            raise await self._given_up(self._error(worst[1], recipient=worst[0]))
        return tuple((recipient, reply.code, reply.text) for recipient, reply in refused)

    async def _body(self, content: Content) -> None:
        octets = memoryview(self._client.body(content))
        for start in range(0, len(octets), CHUNK_OCTETS):
            await self.stream.write(bytes(octets[start : start + CHUNK_OCTETS]), CHUNK_SECONDS)
        self.transcript.note(f"{len(octets)} octets")

    async def _dot(self) -> Reply:
        await self._dialogue.say(self._client.dot(), Deadline(CHUNK_SECONDS))
        return await self._reply(AFTER_DOT_SECONDS)

    async def _last_words(self, error: PoststelleError) -> Reply:
        """The line broke in the body or after the dot: a refusal that is already here tells more than the break."""
        if not isinstance(error, ProtocolViolation) and error.code != "answer-timeout":
            try:
                reply = await self._dialogue.hear(Deadline(LAST_WORDS_SECONDS))
            except PoststelleError:
                pass
            else:
                if not reply.positive:
                    self.transcript.server(reply.text.encode())
                    return reply
        raise self._lost(error)

    async def _given_up(self, error: PoststelleError) -> PoststelleError:
        """Leaves the session usable for the next message."""
        if error.facts.get("status") != "421":
            with suppress(PoststelleError):  # the refusal matters more
                await self._ask(self._client.reset())
        return error

    def _carried(self, content: Content) -> Content:
        """Refuses before anything is sent what this server has said it cannot carry."""
        if self.size_limit is not None and content.size_octets > self.size_limit:
            raise Refused(
                "smtp-message-too-large",
                status=None,
                phase="mail",
                limit=str(self.size_limit),
                size=str(content.size_octets),
                text="",
                **self._where(),
            )
        if content.eight_bit and "8BITMIME" not in self.extensions:
            raise Refused("smtp-8bit-not-offered", status=None, phase="mail", text="", **self._where())
        return content

    def _international(self, addresses: Sequence[str], content: Content | None = None) -> bool:
        needed = any(map(envelope.is_international, addresses)) or bool(content and content.international_header)
        if needed and "SMTPUTF8" not in self.extensions:
            raise Refused("smtp-utf8-not-offered", status=None, phase="mail", text="", **self._where())
        return needed

    async def noop(self) -> None:
        reply = await self._ask(self._client.noop())
        if not reply.positive:
            raise self._error(reply)

    async def quit(self) -> None:
        """Say goodbye; what the server answers to it does not matter any more."""
        try:
            await self._ask(self._client.quit())
        except PoststelleError:
            pass
        finally:
            await self.close()

    async def close(self) -> None:
        await self.stream.close()

    async def __aenter__(self) -> "Session":
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def _ask(self, line: bytes) -> Reply:
        try:
            await self._dialogue.say(line, Deadline(self._network.answer_seconds))
            return await self._reply(self._network.answer_seconds)
        except Unreachable as error:
            raise self._lost(error) from error

    async def _reply(self, seconds: float) -> Reply:
        reply = await self._dialogue.hear(Deadline(seconds))
        self.transcript.server(reply.text.encode())
        return reply

    def _error(self, reply: Reply, **facts: str) -> PoststelleError:
        return smtp_refusals.of_reply(reply, self._client.phase, **facts, **self._where())

    def _lost(self, error: PoststelleError) -> PoststelleError:
        return smtp_refusals.of_break(error, self._client.phase, **self._where())

    def _where(self) -> dict[str, str]:
        return {"host": self.stream.host, "port": str(self.stream.port)}
