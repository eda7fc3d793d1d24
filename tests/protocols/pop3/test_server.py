import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poststelle.protocols.pop3 import server
from poststelle.protocols.pop3.client import Client
from poststelle.protocols.pop3.server import Command

MAIL = b"Subject: s\r\nTo: t\r\n\r\none\r\n.two\r\nthree\r\n"


@pytest.mark.parametrize(
    ("line", "command"),
    [
        (b"QUIT\r\n", Command("QUIT")),
        (b"retr 1\r\n", Command("RETR", ("1",))),
        (b"TOP 1  5\n", Command("TOP", ("1", "5"))),
        (b"PASS  two  blanks \r\n", Command("PASS", (" two  blanks ",))),
        ("USER grüße@example.test\r\n".encode(), Command("USER", ("grüße@example.test",))),
    ],
)
def test_a_command_is_read(line: bytes, command: Command) -> None:
    assert server.parse(line) == command


@pytest.mark.parametrize(
    "line", [b"", b"\r\n", b" QUIT\r\n", b"Q\x00\r\n", b"\xff\r\n", b"A" * 300, b"US-ER x", b"A\rB"]
)
def test_what_is_no_command_is_refused(line: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - any of them
        server.parse(line)


def test_answers_are_single_lines() -> None:
    assert server.ok() == b"+OK\r\n"
    assert server.ok("2 320") == b"+OK 2 320\r\n"
    assert server.err("no", "IN-USE") == b"-ERR [IN-USE] no\r\n"
    assert server.challenge() == b"+ \r\n"
    with pytest.raises(ValueError, match="line end"):
        server.ok("a\r\n+OK b")
    with pytest.raises(ValueError, match="response code"):
        server.err("no", "MADE-UP")


def test_top_gives_the_header_and_so_many_lines() -> None:
    assert server.top(MAIL, 0) == b"Subject: s\r\nTo: t\r\n\r\n"
    assert server.top(MAIL, 2) == b"Subject: s\r\nTo: t\r\n\r\none\r\n.two\r\n"
    assert server.top(MAIL, 99) == MAIL
    assert server.top(b"no header end", 1) == b"no header end"
    assert server.top(b"\r\nbody\r\nmore\r\n", 1) == b"\r\nbody\r\n"


def test_the_size_counts_what_retr_sends() -> None:
    assert server.octets(MAIL) == len(MAIL)
    assert server.octets(b"cut") == 5


@given(
    st.sampled_from(["USER", "RETR", "DELE", "TOP", "AUTH"]),
    st.lists(st.from_regex(r"[!-~]{1,20}", fullmatch=True), max_size=3),
)
def test_what_a_client_writes_a_server_reads(verb: str, arguments: list[str]) -> None:
    client = Client()
    client.receive(server.ok("ready"))
    if verb not in ("USER", "AUTH"):
        client.command("PASS", "p")
        client.receive(server.ok())
    assert server.parse(client.command(verb, *arguments)) == Command(verb, tuple(arguments))


@given(st.binary(max_size=300))
def test_reading_raises_nothing_but_value_errors(line: bytes) -> None:
    with contextlib.suppress(ValueError):
        server.parse(line)
