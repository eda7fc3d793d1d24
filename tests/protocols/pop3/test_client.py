import contextlib
import itertools
from base64 import b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poststelle.model.errors import By, ProtocolViolation
from poststelle.protocols.pop3 import listing, server
from poststelle.protocols.pop3.client import Client, State
from poststelle.protocols.pop3.events import Answer, Challenge, End, Event, Piece

MAIL = b"Subject: dots\r\n\r\n.\r\n..\r\n.a\r\n" + b"x" * 5_000 + b"\r\n\x00\xff\nbare\rends\r\n"


def signed_on() -> Client:
    client = Client()
    client.receive(b"+OK ready\r\n")
    client.command("USER", "bob")
    client.receive(b"+OK\r\n")
    client.command("PASS", "secret")
    client.receive(b"+OK\r\n")
    return client


def joined(events: list[Event]) -> list[Event | bytes]:
    """Pieces put together, since where they are cut is nobody's business."""
    found: list[Event | bytes] = []
    for event in events:
        if isinstance(event, Piece) and found and isinstance(found[-1], bytes):
            found[-1] += event.octets
        else:
            found.append(event.octets if isinstance(event, Piece) else event)
    return found


@given(st.lists(st.integers(0, 6_000), max_size=12))
def test_a_dialogue_means_the_same_however_the_line_cuts_it(cuts: list[int]) -> None:
    octets = (
        server.multiline("capabilities", [b"TOP", b"SASL PLAIN XOAUTH2"])
        + server.message("message", MAIL)
        + server.err("no such message")
        + server.multiline("listing", [b"1 120", b"2 7"])
    )
    client = signed_on()
    for verb, *arguments in (["CAPA"], ["RETR", "1"], ["RETR", "9"], ["LIST"]):
        client.command(verb, *arguments)
    events: list[Event] = []
    edges = [0, *sorted(min(cut, len(octets)) for cut in cuts), len(octets)]
    for start, end in itertools.pairwise(edges):
        events += client.receive(octets[start:end])
    assert joined(events) == [
        Answer(True, "capabilities"),
        b"TOP\r\nSASL PLAIN XOAUTH2\r\n",
        End(),
        Answer(True, "message"),
        MAIL,
        End(),
        Answer(False, "no such message"),
        Answer(True, "listing"),
        b"1 120\r\n2 7\r\n",
        End(),
    ]
    assert client.idle


def test_a_challenge_is_not_a_success() -> None:
    client = Client()
    client.receive(b"+OK ready\r\n")
    assert client.command("AUTH", "XOAUTH2") == b"AUTH XOAUTH2\r\n"
    assert client.receive(b"+ \r\n") == [Challenge(b"")]
    refusal = b'{"status":"401"}'
    assert client.receive(b"+ " + b64encode(refusal) + b"\r\n") == [Challenge(refusal)]
    assert client.state is State.AUTHORIZATION
    assert client.respond(b"") == b"\r\n"
    assert client.receive(b"-ERR [AUTH] no\r\n") == [Answer(False, "[AUTH] no", "AUTH")]
    assert client.state is State.AUTHORIZATION


def test_a_lone_plus_is_a_challenge_too() -> None:
    client = Client()
    client.receive(b"+OK ready\r\n")
    client.command("AUTH", "XOAUTH2")
    assert client.receive(b"+\r\n") == [Challenge(b"")]


@pytest.mark.parametrize("line", [b"* OK IMAP4 ready\r\n", b"220 smtp\r\n", b"\r\n", b"+ \r\n", b"HTTP/1.1 400\r\n"])
def test_another_protocols_greeting_is_a_violation(line: bytes) -> None:
    with pytest.raises(ProtocolViolation) as caught:
        Client().receive(line)
    assert caught.value.by is By.THEM


def test_an_answer_that_nobody_asked_for_is_a_violation() -> None:
    client = signed_on()
    with pytest.raises(ProtocolViolation, match="unasked"):
        client.receive(b"+OK hello again\r\n")


def test_an_endless_line_is_cut_off() -> None:
    client = Client()
    client.receive(b"x" * 60_000)
    with pytest.raises(ProtocolViolation, match="line-too-long"):
        client.receive(b"x" * 10_000)


@pytest.mark.parametrize("argument", ["bob\r\nDELE 1", "bob\nDELE 1", "bob\x00", "bob\r", "a\tb", "\x7f"])
def test_no_argument_breaks_out_of_its_line(argument: str) -> None:
    client = Client()
    client.receive(b"+OK ready\r\n")
    with pytest.raises(ProtocolViolation) as caught:
        client.command("USER", argument)
    assert caught.value.by is By.US


def test_no_message_is_asked_for_before_sign_on() -> None:
    client = Client()
    with pytest.raises(ProtocolViolation, match="out-of-order"):
        client.command("CAPA")
    client.receive(b"+OK ready\r\n")
    with pytest.raises(ProtocolViolation, match="out-of-order"):
        client.command("RETR", 1)


@given(st.lists(st.binary(max_size=60), max_size=8))
def test_whatever_arrives_ends_in_events_or_a_violation(chunks: list[bytes]) -> None:
    client = signed_on()
    client.command("LIST")
    with contextlib.suppress(ProtocolViolation):
        for chunk in chunks:
            client.receive(chunk)


def test_the_lists_are_read() -> None:
    assert listing.capabilities(b"TOP\r\nsasl PLAIN XOAUTH2\r\n\r\n") == {"TOP": (), "SASL": ("PLAIN", "XOAUTH2")}
    assert listing.sizes(b"1 120\r\n2 7 extra\r\n") == {1: 120, 2: 7}
    assert listing.unique_ids(b"1 whqtswO00WBw418f9t5JxYwZ\r\n") == {1: "whqtswO00WBw418f9t5JxYwZ"}
    assert listing.count_and_octets("2 320") == (2, 320)


@pytest.mark.parametrize("body", [b"1\r\n", b"x 1\r\n", b"1 x\r\n", b"1 -5\r\n", b"1 " + b"9" * 5_000 + b"\r\n"])
def test_a_broken_list_is_a_violation(body: bytes) -> None:
    with pytest.raises(ProtocolViolation):
        listing.sizes(body)
