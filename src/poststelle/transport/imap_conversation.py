"""One IMAP command after the other: what is sent, what comes back, how long it may take, and what is noted of it."""

from contextlib import suppress

from poststelle.model.errors import By, ProtocolViolation, Unreachable
from poststelle.protocols.imap.client import Client
from poststelle.protocols.imap.events import Completion, Condition, Continuation, Data, Event, Greeting
from poststelle.protocols.imap.framing import Limits
from poststelle.protocols.imap.syntax import Value
from poststelle.transport import imap_refusals
from poststelle.transport.dialogue import Deadline
from poststelle.transport.network import Network
from poststelle.transport.stream import Stream
from poststelle.transport.transcript import Transcript

BODY_SECONDS = 1800.0  # one message, either way


class Conversation:
    def __init__(self, stream: Stream, network: Network, transcript: Transcript | None, limits: Limits | None) -> None:
        self.client = Client(limits)
        self.stream = stream
        self.network = network
        self.transcript = transcript or Transcript()
        self.idling = ""  # the tag of IDLE, while it lasts

    @property
    def where(self) -> dict[str, str]:
        return {"host": self.stream.host, "port": str(self.stream.port)}

    async def run(self, name: str, *arguments: Value, seconds: float | None = None) -> tuple[list[Event], Completion]:
        """The events of one command and its completion, which is OK; anything else is raised."""
        allowed = seconds or self.network.answer_seconds
        await self.start(name, *arguments)
        deadline, events = Deadline(allowed), list[Event]()
        while not isinstance(event := await self.event(deadline, allowed), Completion):
            if isinstance(event, Continuation):
                raise ProtocolViolation("imap-unexpected-continuation", by=By.THEM, **self.where)
            events.append(event)
        if event.kind != "OK":
            raise imap_refusals.of_completion(event, **self.where)
        return events, event

    async def start(self, name: str, *arguments: Value) -> str:
        """Begin a command, after the former one's end; its tag. It is sent with the next `event`."""
        await self.finish_former()
        return self.client.command(name, *arguments)

    async def finish_former(self) -> None:
        """Bring to its end what an iterator left behind."""
        if self.idling:
            self.idling = ""
            self.client.answer(b"DONE")
        deadline = Deadline(BODY_SECONDS)
        while self.client.running:
            await self.event(deadline)

    async def event(self, deadline: Deadline, gap: float | None = None) -> Event:
        """The next event; something must come within `gap` seconds, all of it within the deadline."""
        await self._send(deadline)
        while (event := self.client.next_event()) is None:
            await self._send(deadline)
            data = await self.stream.read_some(min(deadline.left, gap or self.network.answer_seconds))
            if not data:
                self.transcript.note("connection closed")
                raise Unreachable("connection-closed", **self.where, text="the server closed the connection")
            self.client.receive(data)
        self._note(event)
        if is_goodbye(event) and "LOGOUT" not in self.client.commands:
            assert isinstance(event, Condition)
            raise imap_refusals.of_goodbye(event, **self.where)
        return event

    async def _send(self, deadline: Deadline) -> None:
        octets = self.client.take()
        if not octets:
            return
        line, _, rest = octets.partition(b"\r\n")
        self.transcript.client(line)
        if rest:
            self.transcript.note(f"{len(rest)} octets")
        try:
            await self.stream.write(octets, deadline.left)
        except Unreachable:
            await self._hear_last_words(deadline)
            raise

    async def _hear_last_words(self, deadline: Deadline) -> None:
        """A server that hangs up while we are busy has said why before: that is the better reason."""
        with suppress(Unreachable):
            while data := await self.stream.read_some(deadline.left):
                self.client.receive(data)
        while (event := self.client.next_event()) is not None:
            self._note(event)
            if is_goodbye(event):
                assert isinstance(event, Condition)
                raise imap_refusals.of_goodbye(event, **self.where)

    def _note(self, event: Event) -> None:
        if not (isinstance(event, Data) and event.name == "FETCH"):  # what is in messages is nobody's business
            self.transcript.server(event.line)


def is_goodbye(event: Event) -> bool:
    """A greeting with BYE is for who greets to explain."""
    return isinstance(event, Condition) and event.kind == "BYE" and not isinstance(event, Greeting | Completion)
