"""The client's engine, fed with the dialogues of tests/transcripts and with what no server should send."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poststelle.model.errors import By, ProtocolViolation
from poststelle.protocols.imap import fetching, searching, selecting
from poststelle.protocols.imap.client import ALLOWED, Client, State
from poststelle.protocols.imap.events import Completion, Condition, Continuation, Data, Event, Greeting
from poststelle.protocols.imap.framing import Limits
from poststelle.protocols.imap.syntax import Atom, Literal, Value
from tests.protocols.imap.dialogues import IMAP, of_server, steps

COMMANDS: dict[str, tuple[Value, ...]] = {
    "LOGIN": ("mrc", "secret"),
    "SELECT": ("inbox",),
    "UID STORE": (Atom(b"12"), Atom(b"+FLAGS.SILENT"), [Atom(b"\\Deleted")]),
}


def events(client: Client) -> list[Event]:
    return list(iter(client.next_event, None))


def greeted(greeting: bytes = b"* OK ready\r\n", limits: Limits | None = None) -> Client:
    client = Client(limits)
    client.receive(greeting)
    assert isinstance(client.next_event(), Greeting)
    return client


def preauthenticated(capabilities: bytes = b"IMAP4rev1") -> Client:
    return greeted(b"* PREAUTH [CAPABILITY " + capabilities + b"] ready\r\n")


def said(name: str, pieces: list[int]) -> list[Event]:
    """The events of a dialogue's server half, cut into pieces; commands are sent ahead, so that they are awaited."""
    client, octets, at, found = Client(), of_server(name), 0, list[Event]()
    for size in (*pieces, len(octets)):
        client.receive(octets[at : at + size])
        at += size
        while event := client.next_event():
            found.append(event)
            if isinstance(event, Greeting):
                for _ in range(9):
                    client.command("NOOP")
    return found


@pytest.mark.parametrize("name", IMAP)
@given(pieces=st.lists(st.integers(0, 60), max_size=40))
def test_any_cut_of_the_octets_gives_the_same_events(name: str, pieces: list[int]) -> None:
    assert said(name, pieces) == said(name, [])


@pytest.mark.parametrize("name", IMAP)
def test_one_octet_at_a_time_gives_the_same_events(name: str) -> None:
    assert said(name, [1] * len(of_server(name))) == said(name, [])


def test_the_session_of_the_rfc_is_understood() -> None:
    client, found = Client(), list[Event]()
    for by, line in steps("rfc9051-8"):
        if by == "S":
            client.receive(line)
            found.extend(events(client))
        else:
            name, arguments = command_of(line)
            client.command(name, *arguments)
            assert client.take() == line
    assert client.state is State.LOGOUT
    kinds = [type(event).__name__ for event in found]
    assert kinds.count("Completion") == 6
    second = [event for event in found if isinstance(event, Completion)][1]
    selected = selecting.of_events("inbox", found[: found.index(second)], second)
    assert (selected.exists, selected.uid_validity, selected.uid_next, selected.read_only) == (18, 3857529045, 0, False)
    fetched = [
        fetching.of_response(12, event.values) for event in found if isinstance(event, Data) and event.name == "FETCH"
    ]
    assert fetched[0].size_octets == 4286
    assert fetched[0].internal_date is not None
    assert fetched[0].internal_date.isoformat() == "1996-07-17T09:44:25+00:00"
    envelope = fetched[0].other["ENVELOPE"]
    assert isinstance(envelope, list)
    assert envelope[1] == b'a "b" \\ c'
    assert fetched[1].sections == {"HEADER.FIELDS (DATE FROM)": b"From: a\r\nTo: b\r\n"}


def command_of(line: bytes) -> tuple[str, tuple[Value, ...]]:
    """What to ask the engine for, so that it prints this line."""
    parts = line.decode().split()
    name = " ".join(parts[1:3]) if parts[1] == "UID" else parts[1]
    if name == "UID FETCH":
        inner = line.decode().rstrip().partition(" 12 (")[2][:-1]
        items = [inner] if "[" in inner else inner.split()
        return name, (Atom(b"12"), [Atom(item.encode()) for item in items])
    return name, COMMANDS.get(name, ())


@pytest.mark.parametrize("command", sorted(ALLOWED))
@pytest.mark.parametrize("state", list(State))
def test_no_command_is_sent_when_it_is_not_its_time(command: str, state: State) -> None:
    client = Client()
    client.state = state
    if state in ALLOWED[command]:
        client.command(command)
        assert client.take()
        return
    with pytest.raises(ProtocolViolation) as caught:
        client.command(command)
    assert caught.value.by is By.US
    assert client.take() == b""


@given(st.lists(st.sampled_from(sorted(ALLOWED)), max_size=12), st.data())
def test_no_folder_is_open_before_signing_on(commands: list[str], data: st.DataObject) -> None:
    client, signed_on = greeted(), False
    for command in commands:
        if client.state not in ALLOWED[command]:
            continue
        tag = client.command(command)
        good = data.draw(st.booleans())
        client.receive(f"{tag} {'OK' if good else 'NO'} done\r\n".encode())
        events(client)
        signed_on |= good and command in ("LOGIN", "AUTHENTICATE")
        assert client.state not in (State.SELECTED, State.AUTHENTICATED) or signed_on


def test_a_failed_select_closes_what_was_open() -> None:
    client = preauthenticated()
    states = []
    for answer in (b" OK done\r\n", b" NO none\r\n"):
        client.receive(client.command("SELECT", "a").encode() + answer)
        events(client)
        states.append(client.state)
    assert states == [State.SELECTED, State.AUTHENTICATED]


def test_a_literal_waits_for_its_continuation_and_so_does_what_follows() -> None:
    client = preauthenticated()
    first = client.command("APPEND", "Sent", Literal(b"12345"))
    second = client.command("NOOP")
    assert client.take() == b'A1 APPEND "Sent" {5}\r\n'
    client.receive(b"+ go on\r\n")
    assert events(client) == []
    assert client.take() == b"12345\r\nA2 NOOP\r\n"
    client.receive(f"{first} OK done\r\n{second} OK done\r\n".encode())
    assert [event.command for event in events(client) if isinstance(event, Completion)] == ["APPEND", "NOOP"]


def test_a_refused_literal_is_never_sent() -> None:
    client = preauthenticated()
    client.command("APPEND", "Sent", Literal(b"12345"))
    client.command("NOOP")
    client.take()
    client.receive(b"A1 NO [OVERQUOTA] full\r\n")
    assert isinstance(client.next_event(), Completion)
    assert client.take() == b"A2 NOOP\r\n"


@pytest.mark.parametrize(
    ("capability", "size", "at_once"), [("LITERAL+", 5000, True), ("LITERAL-", 5000, False), ("LITERAL-", 4096, True)]
)
def test_literals_go_at_once_where_they_may(capability: str, size: int, at_once: bool) -> None:
    client = preauthenticated(capability.encode())
    client.command("APPEND", "Sent", Literal(bytes(size)))
    assert (len(client.take()) > size) is at_once


def test_texts_for_people_hold_no_literals() -> None:
    client = preauthenticated()
    client.command("NOOP")
    client.receive(b'* NO look at {12}\r\n* OK [ALERT] (unclosed "\r\nA1 OK done {5}\r\n')
    found = events(client)
    assert [event.text for event in found if isinstance(event, Condition)] == [
        "look at {12}",
        '(unclosed "',
        "done {5}",
    ]


def test_what_cannot_be_read_in_a_code_hangs_nothing() -> None:
    client = preauthenticated()
    client.receive(b"* OK [X-ODD (((] text\r\n* OK [UIDVALIDITY 5] [not a code]\r\n")
    assert [(event.code, event.text) for event in events(client) if isinstance(event, Condition)] == [
        ("X-ODD", "text"),
        ("UIDVALIDITY", "[not a code]"),
    ]


@pytest.mark.parametrize(
    "line",
    [
        b"\r\n",
        b"hello\r\n",
        b"* \r\n",
        b"A9 OK nobody asked\r\n",
        b"A1 PREAUTH odd\r\n",
        b"* 1 FETCH (\r\n",
        b"\xff\xfe\r\n",
    ],
)
def test_what_is_no_answer_is_the_server_s_fault(line: bytes) -> None:
    client = preauthenticated()
    client.command("NOOP")
    client.receive(line)
    with pytest.raises(ProtocolViolation) as caught:
        events(client)
    assert caught.value.by is By.THEM


def test_announcing_more_than_the_limit_ends_it() -> None:
    client = greeted(limits=Limits(literal_octets=1000))
    client.receive(b"* 1 FETCH (BODY[] {1001}\r\n")
    with pytest.raises(ProtocolViolation, match="literal-too-large"):
        events(client)


def test_capabilities_of_before_tls_and_signing_on_are_forgotten() -> None:
    client = greeted(b"* OK [CAPABILITY IMAP4rev1 STARTTLS AUTH=EVIL] ready\r\n")
    client.receive(client.command("STARTTLS").encode() + b" OK go on\r\n* CAPABILITY INJECTED\r\n")
    assert isinstance(client.next_event(), Completion)
    client.tls_started()
    assert client.next_event() is None
    assert not client.capabilities
    client.receive(client.command("LOGIN", "a", "b").encode() + b" OK [CAPABILITY IMAP4rev1 IDLE] in\r\n")
    events(client)
    assert client.can("idle")


def test_answers_to_challenges_are_one_line() -> None:
    client = greeted()
    client.command("AUTHENTICATE", Atom(b"PLAIN"))
    client.receive(b"+ \r\n")
    assert events(client) == [Continuation(b"")]
    with pytest.raises(ProtocolViolation):
        client.answer(b"AA==\r\nA2 DELETE x")


@pytest.mark.parametrize(
    ("answer", "found"),
    [
        (b"* SEARCH\r\n", []),
        (b"", []),
        (b"* SEARCH 9 2 2\r\n* SEARCH 11\r\n", [2, 9, 11]),
        (b"* SEARCH 2 5 (MODSEQ 917162500)\r\n", [2, 5]),
        (b'* ESEARCH (TAG "A1") UID ALL 2,10:12\r\n', [2, 10, 11, 12]),
        (b'* ESEARCH (TAG "A1") UID COUNT 5\r\n', []),
    ],
)
def test_both_answers_of_search_are_read(answer: bytes, found: list[int]) -> None:
    client = preauthenticated()
    client.receive(answer)
    assert searching.numbers(events(client)) == found


def test_a_search_that_finds_the_whole_world_is_refused() -> None:
    client = preauthenticated()
    client.receive(b'* ESEARCH (TAG "A1") UID ALL 1:4294967295\r\n')
    with pytest.raises(ProtocolViolation):
        searching.numbers(events(client))


SIGNS = [b" ", b"(", b")", b'"', b"\\", b"[", b"]", b"{3}", b"{0+}", b"~{2}\r\n", b"\r\n", b"\n", b"\x00", b"\xff"]
WORDS = b"* |A1 |+ |OK|NO|BYE|FETCH|BODY[|UID|LIST|SEARCH|NIL|CAPABILITY|12".split(b"|")
TOKENS = st.sampled_from([*SIGNS, *WORDS])


@given(st.lists(TOKENS | st.binary(max_size=5), max_size=60).map(b"".join))
def test_whatever_a_server_sends_ends_in_events_or_its_fault(octets: bytes) -> None:
    client = preauthenticated()
    client.command("NOOP")
    client.receive(octets)
    with contextlib.suppress(ProtocolViolation):
        assert all(event.line for event in events(client))
