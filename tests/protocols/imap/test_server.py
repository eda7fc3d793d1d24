"""The server's engine, and both engines face to face."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poststelle.model.errors import ProtocolViolation
from poststelle.protocols.imap import fetching
from poststelle.protocols.imap.client import Client, State
from poststelle.protocols.imap.events import Completion, Continuation, Data, Event, Greeting
from poststelle.protocols.imap.framing import Limits
from poststelle.protocols.imap.server import Answer, Command, Done, Mistake, Request, Server
from poststelle.protocols.imap.syntax import Atom, Literal, Read
from tests.protocols.imap.dialogues import steps


class Pair:
    """Octets go back and forth until nobody has anything to say."""

    def __init__(self, greeting: str = "OK", capabilities: str = "IMAP4rev1 SASL-IR IDLE") -> None:
        self.client, self.server = Client(), Server()
        self.events: list[Event] = []
        self.requests: list[Request] = []
        self.server.condition(greeting, "ready", "CAPABILITY", *capabilities.split())
        self.talk()

    def talk(self) -> None:
        while True:
            down, up = self.server.take(), self.client.take()
            if not down and not up:
                return
            self.client.receive(down)
            self.events.extend(iter(self.client.next_event, None))
            self.server.receive(up)
            self.requests.extend(iter(self.server.next_request, None))


def requests(server: Server, octets: bytes) -> list[Request]:
    server.receive(octets)
    return list(iter(server.next_request, None))


def commands(octets: bytes) -> list[Request]:
    return requests(Server(), octets)


@pytest.mark.parametrize("name", ["rfc9051-8"])
@given(pieces=st.lists(st.integers(0, 40), max_size=30))
def test_any_cut_of_the_octets_gives_the_same_requests(name: str, pieces: list[int]) -> None:
    octets, server, at, found = b"".join(line for by, line in steps(name) if by == "C"), Server(), 0, list[Request]()
    for size in (*pieces, len(octets)):
        found.extend(requests(server, octets[at : at + size]))
        at += size
    assert found == commands(octets)
    assert [request.name for request in found if isinstance(request, Command)] == [
        "LOGIN",
        "SELECT",
        "UID FETCH",
        "UID FETCH",
        "UID STORE",
        "LOGOUT",
    ]


@pytest.mark.parametrize(
    ("line", "name", "arguments"),
    [
        (b"a NOOP\r\n", "NOOP", []),
        (b'a1 select "Gesendete Elemente"\r\n', "SELECT", [b"Gesendete Elemente"]),
        (
            b"a uid fetch 1:* (FLAGS BODY.PEEK[HEADER.FIELDS (From)]<0.10>)\r\n",
            "UID FETCH",
            [b"1:*", [b"FLAGS", b"BODY.PEEK[HEADER.FIELDS (From)]<0.10>"]],
        ),
        (b'a LIST "" %\r\n', "LIST", [b"", b"%"]),
        (b"a LOGIN {4+}\r\nanna {3+}\r\na b\r\n", "LOGIN", [b"anna", b"a b"]),
    ],
)
def test_commands_are_read_so(line: bytes, name: str, arguments: list[Read]) -> None:
    (command,) = commands(line)
    assert isinstance(command, Command)
    assert (command.name, list(command.arguments)) == (name, arguments)


def test_a_literal_is_asked_for_and_one_that_is_too_large_is_refused() -> None:
    server = Server(Limits(literal_octets=10))
    assert requests(server, b"a APPEND INBOX {5}\r\n") == []
    assert server.take() == b"+ go on\r\n"
    assert requests(server, b"12345\r\n") == [Command("a", "APPEND", (b"INBOX", b"12345"))]
    assert requests(server, b"b APPEND INBOX {11}\r\n") == []
    assert server.take() == b"b NO [TOOBIG] Literal too large\r\n"
    assert requests(server, b"c NOOP\r\n") == [Command("c", "NOOP")]
    with pytest.raises(ProtocolViolation, match="literal-too-large"):
        requests(server, b"d APPEND INBOX {11+}\r\n")


@pytest.mark.parametrize(
    "line",
    [b"\r\n", b"a\r\n", b"* NOOP\r\n", b"a NOOP (\r\n", b"a FETCH 1 BODY[\r\n", b"\x00\xff\r\n", b"{5+}\r\nhello\r\n"],
)
def test_what_is_no_command_is_answered_and_told(line: bytes) -> None:
    server = Server()
    (mistake,) = requests(server, line)
    assert isinstance(mistake, Mistake)
    assert b" BAD " in server.take()
    assert requests(server, b"b NOOP\r\n") == [Command("b", "NOOP")]


def test_texts_of_conditions_stay_on_their_line() -> None:
    server = Server()
    server.condition("NO", "a\r\nb OK injected")
    assert server.take() == b"* NO a b OK injected\r\n"


def test_signing_on_with_an_initial_response() -> None:
    pair = Pair()
    pair.client.command("AUTHENTICATE", Atom(b"XOAUTH2"), Atom(b"dXNlcj1hAQE="))
    pair.talk()
    (command,) = pair.requests
    assert isinstance(command, Command)
    assert command.initial_response == b"user=a\x01\x01"
    pair.server.complete(command, "OK", "in", "CAPABILITY", "IMAP4rev1", "UIDPLUS")
    pair.talk()
    assert pair.client.state is State.AUTHENTICATED
    assert pair.client.can("UIDPLUS")


def test_a_refused_token_is_explained_before_it_is_refused() -> None:
    pair = Pair()
    pair.client.command("AUTHENTICATE", Atom(b"XOAUTH2"), Atom(b"="))
    pair.talk()
    (command,) = pair.requests
    assert isinstance(command, Command)
    assert command.initial_response == b""
    pair.server.challenge(b'{"status":"401"}')
    pair.talk()
    assert pair.events[-1] == Continuation(b"eyJzdGF0dXMiOiI0MDEifQ==")
    pair.client.answer(b"")
    pair.server.receive(pair.client.take())
    assert pair.server.next_request() == Answer(b"")
    pair.server.complete(command, "NO", "AUTHENTICATE failed.")
    pair.talk()
    assert isinstance(pair.events[-1], Completion)
    assert pair.client.state is State.NOT_AUTHENTICATED


@pytest.mark.parametrize(
    ("line", "octets"), [(b"AQ==", b"\x01"), (b"", b""), (b"*", None), (b"not base64!", None), (b"{5}", None)]
)
def test_answers_to_a_challenge(line: bytes, octets: bytes | None) -> None:
    server = Server()
    requests(server, b"a AUTHENTICATE OAUTHBEARER\r\n")
    server.challenge()
    assert requests(server, line + b"\r\n") == [Answer(octets)]


def test_idle_lasts_until_it_is_done() -> None:
    pair = Pair("PREAUTH")
    pair.client.command("IDLE")
    pair.talk()
    (command,) = pair.requests
    assert isinstance(command, Command)
    pair.server.idling()
    pair.server.numbered(4, "EXISTS")
    pair.talk()
    assert pair.events[-1] == Data("EXISTS", 4)
    pair.client.answer(b"DONE")
    pair.server.receive(pair.client.take())
    assert pair.server.next_request() == Done()


@given(st.binary(max_size=300), st.integers(1, 4294967295))
def test_a_message_crosses_over_unchanged(octets: bytes, uid: int) -> None:
    pair = Pair("PREAUTH")
    pair.server.numbered(
        1, "FETCH", [Atom(b"UID"), uid, Atom(b"FLAGS"), [Atom(b"\\Seen")], Atom(b"BODY[]"), Literal(octets)]
    )
    pair.talk()
    event = pair.events[-1]
    assert isinstance(event, Data)
    fetched = fetching.of_response(1, event.values)
    assert (fetched.uid, fetched.body, fetched.flags) == (uid, octets, frozenset({"\\Seen"}))


@given(st.binary(max_size=300))
def test_an_appended_message_crosses_over_unchanged(octets: bytes) -> None:
    pair = Pair("PREAUTH")
    pair.client.command("APPEND", "Entw&APw-rfe", [Atom(b"\\Draft")], Literal(octets))
    pair.server.receive(pair.client.take())
    while not (request := pair.server.next_request()):
        pair.client.receive(pair.server.take())
        assert pair.client.next_event() is None
        pair.server.receive(pair.client.take())
    assert request == Command("A1", "APPEND", (b"Entw&APw-rfe", [b"\\Draft"], octets))


def test_the_greeting_comes_first() -> None:
    assert isinstance(Pair().events[0], Greeting)


@given(
    st.lists(
        st.sampled_from([b"a ", b"UID ", b"(", b'"', b"{2}\r\n", b"\r\n", b"NOOP", b"[", b"+", b"*", b"\xff"]),
        max_size=40,
    )
)
def test_whatever_a_client_sends_ends_in_requests_or_its_fault(pieces: list[bytes]) -> None:
    server = Server()
    with contextlib.suppress(ProtocolViolation):
        assert len(requests(server, b"".join(pieces))) <= len(pieces)
    assert all(line.endswith(b"\r\n") for line in server.take().splitlines(keepends=True))
