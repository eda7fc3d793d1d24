"""Values printed and read back, and what must not get through."""

import contextlib
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poststelle.model.errors import By, ProtocolViolation
from poststelle.protocols.imap import syntax
from poststelle.protocols.imap.framing import Frame, Framer, Limits
from poststelle.protocols.imap.syntax import Atom, Literal, Read, Value

ATOMS = (
    st.from_regex(rb"\A[A-Za-z\\$+.][A-Za-z0-9\\$+./:*,=-]{0,20}\Z")
    .filter(lambda word: word.upper() != b"NIL")
    .map(Atom)
)
STRINGS = st.binary(max_size=40).map(lambda octets: octets.replace(b"\x00", b"x"))
VALUES: st.SearchStrategy[Value] = st.recursive(
    st.one_of(ATOMS, STRINGS, st.none(), st.binary(max_size=2000).map(Literal)),
    lambda inner: st.lists(inner, max_size=5),
)


def read_back(octets: bytes) -> list[Read]:
    framer = Framer()
    framer.feed(octets)
    while not isinstance(frame := framer.next(), Frame):
        assert frame is not None
    return syntax.read(frame)


def plain(value: Value) -> object:
    match value:
        case Literal():
            return value.octets
        case list():
            return [plain(one) for one in value]
        case _:
            return value


@given(st.lists(VALUES, max_size=6))
def test_what_is_printed_is_read_back(values: list[Value]) -> None:
    octets = b"".join(syntax.print_values(values)) + b"\r\n"
    assert read_back(octets) == plain(values)


@given(st.lists(VALUES, max_size=6))
def test_literals_may_be_sent_at_once_where_the_server_knows_it(values: list[Value]) -> None:
    segments = syntax.print_values(values, non_synchronizing=10_000)
    assert len(segments) == 1
    assert read_back(segments[0] + b"\r\n") == plain(values)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        (b'FLAGS (\\Seen $X) "a \\"b\\" \\\\ c" NIL', [b"FLAGS", [b"\\Seen", b"$X"], b'a "b" \\ c', None]),
        (b"BODY[HEADER.FIELDS (Date From)]<0> 5", [b"BODY[HEADER.FIELDS (Date From)]<0>", b"5"]),
        (b'LIST () "/" [Gmail]/All', [b"LIST", [], b"/", b"[Gmail]/All"]),
        (b'(("" "/")) NIL (())', [[[b"", b"/"]], None, [[]]]),
        (b'"Entw\xc3\xbcrfe" a[b nil', ["Entwürfe".encode(), b"a[b", None]),
        (b"  a   b ", [b"a", b"b"]),
    ],
)
def test_known_lines_are_read_so(text: bytes, values: list[object]) -> None:
    assert syntax.read(Frame((text,))) == values


@pytest.mark.parametrize("text", [b"(", b")", b'"open', b"BODY[open", b"a\x00b", b"{5}x", b'"a\\'])
def test_broken_lines_are_the_peer_s_fault(text: bytes) -> None:
    with pytest.raises(ProtocolViolation) as caught:
        syntax.read(Frame((text,)))
    assert caught.value.by is By.THEM


@pytest.mark.parametrize("deep", [b"(" * 2000, b"(" * 100_000 + b")" * 100_000, b"((" * 1000 + b"))" * 1000])
def test_deep_nesting_is_refused_and_does_not_recurse(deep: bytes) -> None:
    with pytest.raises(ProtocolViolation, match="imap-syntax"):
        syntax.read(Frame((deep,)))


@pytest.mark.parametrize("piece", [b"[", b"BODY[", b'"', b"\\", b'"\\', b"a[", b"( ", b'("" '])
def test_hostile_lines_are_read_in_linear_time(piece: bytes) -> None:
    started = time.perf_counter()
    for line in (piece * 200_000, piece * 200_000 + b"]"):
        with contextlib.suppress(ProtocolViolation):
            syntax.read(Frame((line,)))
    assert time.perf_counter() - started < 5


@pytest.mark.parametrize(
    "word",
    [
        b"",
        b"a b",
        b"a\r\nb",
        b"a\nb",
        b"a\x00",
        b"a)",
        b"(a",
        b'a"b',
        b"a{5}",
        b"\xff",
        b"BODY[A]\r\nA2 DELETE x",
        b"X[a] b",
    ],
)
def test_words_cannot_carry_a_second_command(word: bytes) -> None:
    with pytest.raises(ProtocolViolation) as caught:
        syntax.print_values([Atom(word)])
    assert caught.value.by is By.US


@pytest.mark.parametrize("text", ["a\r\nA2 DELETE INBOX", "a\nb", "a\rb", "ü", "x" * 5000])
def test_strings_with_line_ends_become_literals(text: str) -> None:
    octets = text.encode()
    assert syntax.print_values([text]) == [b"{%d}\r\n" % len(octets), octets]


def test_nul_is_for_messages_alone() -> None:
    with pytest.raises(ProtocolViolation, match="NUL"):
        syntax.print_values([b"a\x00b"])
    assert syntax.print_values([Literal(b"a\x00b")])[1] == b"a\x00b"


@pytest.mark.parametrize("text", [b"", b"-1", b"1.5", b"9" * 30, b"\xd9\xa3", None, [b"1"]])
def test_numbers_are_digits_of_bounded_length(text: object) -> None:
    with pytest.raises(ProtocolViolation):
        syntax.number(text)


def test_an_endless_line_ends_at_its_limit() -> None:
    framer = Framer(Limits(line_octets=1000))
    framer.feed(b"* OK " + b"x" * 2000)
    with pytest.raises(ProtocolViolation, match="line-too-long"):
        framer.next()


def test_many_short_texts_between_literals_count_together() -> None:
    framer = Framer(Limits(line_octets=1000, literals=10_000))
    framer.feed((b"x" * 90 + b"{0}\r\n") * 20)
    with pytest.raises(ProtocolViolation, match="line-too-long"):
        list(iter(framer.next, None))


def test_a_huge_literal_is_refused_when_it_is_announced() -> None:
    framer = Framer(Limits(literal_octets=1000))
    framer.feed(b"* 1 FETCH (BODY[] {99999999999999999999}\r\n")
    assert framer.next()
    with pytest.raises(ProtocolViolation, match="literal-too-large"):
        framer.accept()
