"""The client's half of IMAP: commands in, octets out; octets in, events out.

    client = Client()
    client.receive(b"* OK [CAPABILITY IMAP4rev1 SASL-IR] ready\\r\\n")
    client.next_event()                    → Greeting("OK", …)
    tag = client.command("EXAMINE", b"INBOX")
    client.take()                          → b'A1 EXAMINE "INBOX"\\r\\n'

Several commands may be under way. A literal waits for the server's continuation by itself, unless the server
knows LITERAL+ or LITERAL- (RFC 7888). What is allowed when is the table `ALLOWED`; what a completion changes, `NEXT`.
"""

from collections import deque
from enum import StrEnum

from poststelle.model.errors import By, ProtocolViolation
from poststelle.protocols.imap import events, syntax
from poststelle.protocols.imap.events import Completion, Condition, Continuation, Data, Event, Greeting
from poststelle.protocols.imap.framing import Announced, Framer, Limits
from poststelle.protocols.imap.syntax import Atom, Value

LITERAL_PLUS_OCTETS = 64 * 1024 * 1024
LITERAL_MINUS_OCTETS = 4096  # RFC 7888 section 5
UNEXPECTED_BEFORE_GREETING = "imap-no-greeting"


class State(StrEnum):
    """RFC 9051 section 3."""

    GREETING = "greeting"
    NOT_AUTHENTICATED = "not-authenticated"
    AUTHENTICATED = "authenticated"
    SELECTED = "selected"
    LOGOUT = "logout"


S = State
ANY = frozenset({S.NOT_AUTHENTICATED, S.AUTHENTICATED, S.SELECTED})
BEFORE = frozenset({S.NOT_AUTHENTICATED})
INSIDE = frozenset({S.AUTHENTICATED, S.SELECTED})
OPEN = frozenset({S.SELECTED})

ALLOWED: dict[str, frozenset[State]] = (
    dict.fromkeys(("CAPABILITY", "NOOP", "LOGOUT", "ID"), ANY)
    | dict.fromkeys(("STARTTLS", "AUTHENTICATE", "LOGIN"), BEFORE)
    | dict.fromkeys(
        ("ENABLE", "SELECT", "EXAMINE", "CREATE", "DELETE", "RENAME", "SUBSCRIBE", "UNSUBSCRIBE", "LIST", "LSUB"),
        INSIDE,
    )
    | dict.fromkeys(("NAMESPACE", "STATUS", "APPEND", "IDLE", "MYRIGHTS", "GETACL", "GETQUOTAROOT"), INSIDE)
    | dict.fromkeys(("CLOSE", "UNSELECT", "EXPUNGE", "CHECK", "SEARCH", "FETCH", "STORE", "COPY", "MOVE"), OPEN)
    | dict.fromkeys(("UID SEARCH", "UID FETCH", "UID STORE", "UID COPY", "UID MOVE", "UID EXPUNGE"), OPEN)
)

# What the completion of a command does to the state: (command, it succeeded) → state. Others change nothing.
NEXT: dict[tuple[str, bool], State] = {
    ("AUTHENTICATE", True): S.AUTHENTICATED,
    ("LOGIN", True): S.AUTHENTICATED,
    ("SELECT", True): S.SELECTED,
    ("EXAMINE", True): S.SELECTED,
    ("SELECT", False): S.AUTHENTICATED,  # also closes the one open before, RFC 9051 section 6.3.2
    ("EXAMINE", False): S.AUTHENTICATED,
    ("CLOSE", True): S.AUTHENTICATED,
    ("UNSELECT", True): S.AUTHENTICATED,
    ("LOGOUT", True): S.LOGOUT,
}
GREETED: dict[str, State] = {"OK": S.NOT_AUTHENTICATED, "PREAUTH": S.AUTHENTICATED, "BYE": S.LOGOUT}


class Client:
    def __init__(self, limits: Limits | None = None) -> None:
        self.state = State.GREETING
        self.capabilities: frozenset[str] = frozenset()
        self._framer = Framer(limits or Limits(), events.literal_may_follow)
        self._running: dict[str, str] = {}  # tag → command
        self._queue: deque[tuple[str, list[bytes]]] = deque()  # commands, each with the segments still to be sent
        self._sent = bytearray()
        self._waits = False  # for the continuation of a literal
        self._count = 0

    @property
    def running(self) -> tuple[str, ...]:
        """The tags of the commands that have not been completed."""
        return tuple(self._running)

    @property
    def commands(self) -> tuple[str, ...]:
        """Their names."""
        return tuple(self._running.values())

    def can(self, capability: str) -> bool:
        return capability.upper() in self.capabilities

    def command(self, name: str, *arguments: Value) -> str:
        """Start a command; its tag. Raises `ProtocolViolation` (by us) when it is not its time or cannot be printed."""
        if self.state not in ALLOWED.get(name, frozenset()):
            raise ProtocolViolation("imap-state", by=By.US, command=name, state=self.state)
        segments = syntax.print_values(
            (Atom(name.encode()), *arguments) if " " not in name else (*words(name), *arguments), self._at_once()
        )
        self._count += 1
        tag = f"A{self._count}"
        segments[0] = tag.encode() + b" " + segments[0]
        segments[-1] += b"\r\n"
        self._running[tag] = name
        self._queue.append((tag, segments))
        self._flow()
        return tag

    def answer(self, line: bytes) -> None:
        """Answer a continuation: a line of base64, "*" to cancel, DONE to end IDLE."""
        if b"\r" in line or b"\n" in line or b"\x00" in line:
            raise ProtocolViolation("imap-argument", by=By.US, text="line end in an answer")
        self._sent += line + b"\r\n"

    def take(self) -> bytes:
        """The octets to be sent now."""
        taken = bytes(self._sent)
        self._sent.clear()
        return taken

    def receive(self, data: bytes) -> None:
        self._framer.feed(data)

    def next_event(self) -> Event | None:
        """The next thing the server said, None when more octets are needed; raises `ProtocolViolation` (by them)."""
        while (frame := self._framer.next()) is not None:
            if isinstance(frame, Announced):
                self._framer.accept()
                continue
            event = self._note(events.of_frame(frame))
            if event is not None:
                return event
        return None

    def tls_started(self) -> None:
        """Forget what was received and learned in plain text (RFC 9051 section 6.2.1)."""
        self._framer.drop_all()
        self.capabilities = frozenset()

    def _note(self, event: Event) -> Event | None:
        """What the event changes here; None if it is for us alone."""
        if self.state is State.GREETING:
            return self._greeted(event)
        match event:
            case Continuation():
                return self._continued(event)
            case Completion():
                return self._completed(event)
            case Condition(kind="BYE"):
                self.state = State.LOGOUT
            case Data(name="CAPABILITY"):
                self._learn(event.values)
            case _:
                pass
        if isinstance(event, Condition) and event.code == "CAPABILITY":
            self._learn(event.arguments)
        return event

    def _greeted(self, event: Event) -> Greeting:
        if not isinstance(event, Condition) or isinstance(event, Completion) or event.kind not in GREETED:
            raise ProtocolViolation(
                UNEXPECTED_BEFORE_GREETING, by=By.THEM, text=event.line[:200].decode("utf-8", "replace")
            )
        self.state = GREETED[event.kind]
        if event.code == "CAPABILITY":
            self._learn(event.arguments)
        return Greeting(event.kind, event.text, event.code, event.arguments, event.line)

    def _continued(self, event: Continuation) -> Continuation | None:
        if not self._waits:
            return event
        self._waits = False
        self._flow()
        return None

    def _completed(self, event: Completion) -> Completion:
        command = self._running.pop(event.tag, None)
        if command is None or event.kind not in ("OK", "NO", "BAD"):
            raise syntax.violation("completion of nothing", event.line)
        self.state = (
            NEXT.get((command, event.kind == "OK"), self.state) if self.state is not State.LOGOUT else self.state
        )
        if command in ("AUTHENTICATE", "LOGIN", "STARTTLS") and event.kind == "OK":
            self.capabilities = frozenset()  # those of before count no more, RFC 9051 section 6.2.2
        if event.code == "CAPABILITY":
            self._learn(event.arguments)
        self._forget(event.tag)
        return Completion(
            event.kind, event.text, event.code, event.arguments, event.line, tag=event.tag, command=command
        )

    def _forget(self, tag: str) -> None:
        """The server refused the command before it had all of its literals."""
        if self._queue and self._queue[0][0] == tag:
            self._queue.popleft()
            self._waits = False
            self._flow()

    def _flow(self) -> None:
        """Send what may be sent: commands in order, up to a literal that waits to be asked for."""
        while self._queue and not self._waits:
            segments = self._queue[0][1]
            self._sent += segments.pop(0)
            if segments:
                self._waits = True
            else:
                self._queue.popleft()

    def _at_once(self) -> int:
        if self.can("LITERAL+"):
            return LITERAL_PLUS_OCTETS
        return LITERAL_MINUS_OCTETS if self.can("LITERAL-") or self.can("IMAP4REV2") else 0

    def _learn(self, values: tuple[syntax.Read, ...]) -> None:
        self.capabilities = frozenset(syntax.word(value) for value in values)


def words(name: str) -> tuple[Atom, ...]:
    return tuple(Atom(part.encode()) for part in name.split(" "))
