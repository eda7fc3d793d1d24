"""The client's role: the commands in their order, each with the phase it belongs to.

    greeting ▸ ehlo ▸ [starttls ▸ ehlo] ▸ [auth] ▸ mail ▸ rcpt … ▸ data ▸ body ▸ after-dot ▸ mail …

The phase decides what a lost line means. Up to `body` the server must not deliver, so that sending again is safe;
after the final dot it may have (RFC 1047), and only looking for the message can tell.
"""

import re
from collections.abc import Mapping
from enum import StrEnum

from poststelle.model.errors import By, ProtocolViolation
from poststelle.protocols import dots
from poststelle.protocols.sasl import to_wire
from poststelle.protocols.smtp import envelope
from poststelle.protocols.smtp.content import Content
from poststelle.protocols.smtp.reply import Reply, ReplyReader

KEYWORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]*")


class Phase(StrEnum):
    GREETING = "greeting"
    EHLO = "ehlo"
    STARTTLS = "starttls"
    AUTH = "auth"
    MAIL = "mail"
    RCPT = "rcpt"
    DATA = "data"
    BODY = "body"
    AFTER_DOT = "after-dot"
    QUIT = "quit"


P = Phase
# From which phases each may be entered. RSET leads back to EHLO's, NOOP changes nothing.
BEFORE: dict[Phase, frozenset[Phase]] = {
    P.EHLO: frozenset({P.GREETING, P.EHLO, P.STARTTLS, P.AUTH, P.MAIL, P.RCPT, P.DATA, P.AFTER_DOT}),
    P.STARTTLS: frozenset({P.EHLO}),
    P.AUTH: frozenset({P.EHLO, P.AUTH}),
    P.MAIL: frozenset({P.EHLO, P.AUTH, P.AFTER_DOT}),
    P.RCPT: frozenset({P.MAIL, P.RCPT}),
    P.DATA: frozenset({P.RCPT}),
    P.BODY: frozenset({P.DATA}),
    P.AFTER_DOT: frozenset({P.BODY}),
    P.QUIT: frozenset({P.GREETING, P.EHLO, P.STARTTLS, P.AUTH, P.MAIL, P.RCPT, P.DATA, P.AFTER_DOT}),
}


class Client:
    def __init__(self) -> None:
        self.phase = Phase.GREETING
        self.extensions: Mapping[str, str] = {}
        self._reader = ReplyReader()

    @property
    def idle(self) -> bool:
        return self._reader.idle

    @property
    def mechanisms(self) -> tuple[str, ...]:
        return tuple(self.extensions.get("AUTH", "").upper().split())

    @property
    def size_limit(self) -> int | None:
        """The largest message in octets; None when the server names no limit."""
        limit = self.extensions.get("SIZE", "")
        return int(limit) if limit.isdigit() and len(limit) < 16 and int(limit) > 0 else None

    def receive(self, data: bytes) -> list[Reply]:
        return self._reader.feed(data)

    def ehlo(self, name: str) -> bytes:
        return self._line(Phase.EHLO, f"EHLO {name}")

    def helo(self, name: str) -> bytes:
        return self._line(Phase.EHLO, f"HELO {name}")

    def greeted(self, reply: Reply) -> None:
        """Takes over what the server can do from its answer to EHLO."""
        self.extensions = extensions(reply)

    def starttls(self) -> bytes:
        return self._line(Phase.STARTTLS, "STARTTLS")

    def auth(self, mechanism: str) -> bytes:
        """Never with an initial response: RFC 5321 bounds the line to 512 octets, Postfix cuts at 2,048, and a token
        has more; the lines after it may have 12,288 (RFC 4954 section 4)."""
        return self._line(Phase.AUTH, f"AUTH {mechanism}")

    def respond(self, response: bytes | None) -> bytes:
        """The answer to a challenge; None cancels."""
        return (b"*" if response is None else to_wire(response)) + dots.LINE_END

    def mail(self, sender: str, content: Content | None = None, international: bool = False) -> bytes:
        words = [f"MAIL FROM:{envelope.path(sender)}"]
        if content and "SIZE" in self.extensions:
            words.append(f"SIZE={content.size_octets}")
        if content and content.eight_bit and "8BITMIME" in self.extensions:
            words.append("BODY=8BITMIME")
        if international:
            words.append("SMTPUTF8")
        return self._line(Phase.MAIL, " ".join(words))

    def rcpt(self, recipient: str) -> bytes:
        if not recipient:
            raise ProtocolViolation("smtp-address-broken", by=By.US, address="")
        return self._line(Phase.RCPT, f"RCPT TO:{envelope.path(recipient)}")

    def data(self) -> bytes:
        return self._line(Phase.DATA, "DATA")

    def body(self, content: Content) -> bytes:
        self._enter(Phase.BODY)
        return content.stuffed

    def dot(self) -> bytes:
        """The point of no return: the phase is entered before the octets leave."""
        self._enter(Phase.AFTER_DOT)
        return dots.END

    def reset(self) -> bytes:
        return self._line(Phase.EHLO, "RSET")

    def noop(self) -> bytes:
        return b"NOOP\r\n"

    def quit(self) -> bytes:
        return self._line(Phase.QUIT, "QUIT")

    def _line(self, phase: Phase, line: str) -> bytes:
        if any(not sign.isprintable() for sign in line):
            raise ProtocolViolation("smtp-control-character", by=By.US, phase=phase.value)
        self._enter(phase)
        return line.encode() + dots.LINE_END

    def _enter(self, phase: Phase) -> None:
        if self.phase not in BEFORE[phase]:
            raise ProtocolViolation("smtp-out-of-order", by=By.US, phase=self.phase.value, wanted=phase.value)
        self.phase = phase


def extensions(reply: Reply) -> Mapping[str, str]:
    """The lines after the first, keyword in capitals to its parameters. "AUTH=LOGIN" is an old form of "AUTH LOGIN"."""
    found: dict[str, str] = {}
    for line in reply.lines[1:]:
        keyword, _, parameters = line.strip().partition(" ")
        name, equals, first = keyword.partition("=")
        if KEYWORD.fullmatch(name):
            together = f"{first} {parameters}" if equals else parameters
            found[name.upper()] = f"{found.get(name.upper(), '')} {together}".strip()
    return found
