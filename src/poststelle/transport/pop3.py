"""A POP3 session: drives the engine of `protocols/pop3` over a `Stream`.

A bearer token is always sent in two steps, since the command line is bounded by 255 octets (RFC 2449 section 4), and
a "+ …" after it is the refusal, not the success, that it looks like.
"""

from collections.abc import Mapping, Sequence
from types import TracebackType

from poststelle.model.errors import By, Misconfigured, PoststelleError, ProtocolViolation, Refused, Unreachable
from poststelle.model.mailbox import Connection
from poststelle.model.secret import Secret
from poststelle.protocols import sasl
from poststelle.protocols.pop3 import listing
from poststelle.protocols.pop3.client import Client
from poststelle.protocols.pop3.events import Answer, Challenge, End, Event, Piece
from poststelle.protocols.sasl import Exchange
from poststelle.transport import bearer, silence
from poststelle.transport.dialogue import Deadline, Dialogue
from poststelle.transport.network import Network
from poststelle.transport.opening import connected
from poststelle.transport.stream import Stream
from poststelle.transport.transcript import Transcript

BODY_SECONDS = 1800.0
LIST_OCTETS = 64 * 1024 * 1024
MESSAGE_OCTETS = 200 * 1024 * 1024
PASSING = {"IN-USE": "mailbox-in-use", "LOGIN-DELAY": "fetch-pop-login-delay", "SYS/TEMP": "server-unavailable"}


async def connect(network: Network, connection: Connection, transcript: Transcript | None = None) -> "Session":
    """Connected, encrypted as configured, greeted; not signed on."""
    return await connected(network, connection, lambda stream: open(stream, network, transcript))


async def open(stream: Stream, network: Network, transcript: Transcript | None = None) -> "Session":  # noqa: A001
    """The session over a connection that stands: greeting and capabilities."""
    session = Session(stream, network, transcript)
    await session.greet()
    return session


class Session:
    def __init__(self, stream: Stream, network: Network, transcript: Transcript | None = None) -> None:
        self._client = Client()
        self._dialogue: Dialogue[Event] = Dialogue(stream, self._client.receive, transcript)
        self._network = network
        self.greeting = ""
        self.capabilities: Mapping[str, tuple[str, ...]] = {}

    @property
    def stream(self) -> Stream:
        return self._dialogue.stream

    @property
    def transcript(self) -> Transcript:
        return self._dialogue.transcript

    @property
    def mechanisms(self) -> tuple[str, ...]:
        return tuple(name.upper() for name in self.capabilities.get("SASL", ()))

    async def greet(self) -> None:
        try:
            answer = await self._answer(Deadline(self._network.greeting_seconds))
        except Unreachable as error:
            if error.code != "answer-timeout":
                raise
            raise await silence.explain(self._network, self.stream) from error
        except ProtocolViolation as error:
            raise Misconfigured("protocol-not-this-service", field="port", **self._facts(error)) from error
        self.greeting = answer.text
        if not answer.ok:
            raise self._refusal("greeting", answer)
        await self.ask_capabilities()

    async def ask_capabilities(self) -> None:
        """A server without CAPA has none."""
        answer = await self._ask("CAPA")
        self.capabilities = listing.capabilities(await self._body(LIST_OCTETS)) if answer.ok else {}

    async def start_tls(self, server_name: str, ca_pem: str = "") -> None:
        """STLS; the capabilities are asked for again, since those from before could be anybody's."""
        if "STLS" not in self.capabilities:
            raise Misconfigured("starttls-not-offered", field="encryption", **self._where())
        answer = await self._ask("STLS")
        if not answer.ok:
            raise self._refusal("STLS", answer)
        if not self._client.idle or self._dialogue.unheard:
            raise ProtocolViolation("starttls-injection", by=By.THEM, **self._where())
        await self.stream.start_tls(server_name, ca_pem, self._network.connect_seconds)
        self.transcript.note("TLS began")
        await self.ask_capabilities()

    async def authenticate(self, mechanism: str, user: str, secret: Secret[str]) -> None:
        """Sign on; "USER" is the old name and password. `Refused("sign-on-refused")` when the server says no."""
        if mechanism.upper() == "USER":
            return await self._user_and_password(user, secret)
        bearer.check(mechanism, self.stream)
        if self.mechanisms and mechanism.upper() not in self.mechanisms:
            raise Misconfigured(
                "protocol-mechanism-not-offered",
                field="authentication",
                mechanism=mechanism,
                offered=" ".join(self.mechanisms),
                **self._where(),
            )
        exchange = sasl.begin(mechanism, user, secret.reveal(), self.stream.host, self.stream.port)
        return await self._exchange(exchange)

    async def _user_and_password(self, user: str, secret: Secret[str]) -> None:
        for verb, argument in (("USER", user), ("PASS", secret.reveal())):
            answer = await self._ask(verb, argument)
            if not answer.ok:
                raise self._sign_on_refused(answer, "USER")

    async def _exchange(self, exchange: Exchange) -> None:
        deadline = Deadline(self._network.answer_seconds)
        await self._dialogue.say(self._client.command("AUTH", exchange.mechanism), deadline)
        challenges: list[bytes] = []
        while isinstance(event := await self._event(deadline), Challenge):
            response = exchange.answer(len(challenges))
            challenges.append(event.data)
            if len(challenges) > len(exchange.responses) + 1:
                raise ProtocolViolation("sasl-endless", by=By.THEM, **self._where())
            await self._dialogue.say(self._client.respond(response), deadline)
        assert isinstance(event, Answer)
        if not event.ok:
            raise self._sign_on_refused(event, exchange.mechanism, challenges)
        if not challenges:
            raise ProtocolViolation("sasl-accepted-unasked", by=By.THEM, **self._where())

    async def stat(self) -> tuple[int, int]:
        """Messages, octets."""
        return listing.count_and_octets((await self._must("STAT")).text)

    async def sizes(self) -> dict[int, int]:
        """Message number to octets, as the server counts them."""
        await self._must("LIST")
        return listing.sizes(await self._body(LIST_OCTETS))

    async def uidl(self) -> dict[int, str]:
        """Message number to unique id."""
        await self._must("UIDL")
        return listing.unique_ids(await self._body(LIST_OCTETS))

    async def retrieve(self, number: int, limit: int = MESSAGE_OCTETS) -> bytes:
        """The whole message, octet by octet as it came."""
        await self._must("RETR", number)
        return await self._body(limit)

    async def top(self, number: int, lines: int = 0) -> bytes:
        await self._must("TOP", number, lines)
        return await self._body(LIST_OCTETS)

    async def delete(self, number: int) -> None:
        """Marked only; it goes with `quit`, and not if the line breaks before."""
        await self._must("DELE", number)

    async def reset(self) -> None:
        await self._must("RSET")

    async def noop(self) -> None:
        await self._must("NOOP")

    async def quit(self) -> None:
        """Say goodbye, so that what was deleted goes; raises when the server did not confirm it."""
        try:
            await self._must("QUIT")
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

    async def _must(self, verb: str, *arguments: str | int) -> Answer:
        answer = await self._ask(verb, *arguments)
        if not answer.ok:
            raise self._refusal(verb, answer)
        return answer

    async def _ask(self, verb: str, *arguments: str | int) -> Answer:
        deadline = Deadline(self._network.answer_seconds)
        await self._dialogue.say(self._client.command(verb, *arguments), deadline)
        return await self._answer(deadline)

    async def _answer(self, deadline: Deadline) -> Answer:
        event = await self._event(deadline)
        assert isinstance(event, Answer)  # the engine gives challenges to AUTH alone
        return event

    async def _event(self, deadline: Deadline) -> Event:
        event = await self._dialogue.hear(deadline)
        if isinstance(event, Answer):
            self.transcript.server(f"{'+OK' if event.ok else '-ERR'} {event.text}".encode())
        elif isinstance(event, Challenge):
            self.transcript.server(b"+ " + event.data)
        return event

    async def _body(self, limit: int) -> bytes:
        deadline, pieces, octets = Deadline(BODY_SECONDS), list[bytes](), 0
        while not isinstance(event := await self._piece(deadline), End):
            octets += len(event.octets)
            if octets > limit:
                raise ProtocolViolation("message-too-large", by=By.THEM, limit=str(limit), **self._where())
            pieces.append(event.octets)
        self.transcript.note(f"{octets} octets")
        return b"".join(pieces)

    async def _piece(self, deadline: Deadline) -> Piece | End:
        """Something must come within the time of an answer, all of it within `BODY_SECONDS`."""
        event = await self._dialogue.hear(Deadline(min(deadline.left, self._network.answer_seconds)))
        assert isinstance(event, Piece | End)
        return event

    def _refusal(self, verb: str, answer: Answer) -> PoststelleError:
        where = self._where()
        if answer.code in PASSING:
            return Unreachable(PASSING[answer.code], command=verb, text=answer.text, **where)
        return Refused("pop3-refused", status=None, command=verb, text=answer.text, **where)

    def _sign_on_refused(self, answer: Answer, mechanism: str, challenges: Sequence[bytes] = ()) -> PoststelleError:
        if answer.code in PASSING:
            return self._refusal("AUTH", answer)
        said = challenges[-1][:2000].decode("utf-8", "replace") if len(challenges) > 1 else ""
        return Refused(
            "sign-on-refused",
            status=None,
            text=answer.text,
            mechanism=mechanism,
            challenge=said,
            **self._where(),
        )

    def _where(self) -> dict[str, str]:
        return {"host": self.stream.host, "port": str(self.stream.port)}

    def _facts(self, error: PoststelleError) -> dict[str, str]:
        return {**self._where(), "text": error.facts.get("text", "")}
