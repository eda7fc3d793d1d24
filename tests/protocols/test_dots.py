from hypothesis import given
from hypothesis import strategies as st

from poststelle.protocols import dots

pieces = st.lists(st.sampled_from([b"\r\n", b".", b"\r", b"\n", b"a", b"..", b"\x00", b"\xff"]), max_size=30)


def unstuffed(octets: bytes, cuts: list[int]) -> tuple[bytes, bytes | None]:
    unstuffer, text, start = dots.Unstuffer(), b"", 0
    for cut in [*sorted(min(cut, len(octets)) for cut in cuts), len(octets)]:
        if unstuffer.rest is not None:
            return text, unstuffer.rest + octets[start:]
        text += unstuffer.feed(octets[start:cut])
        start = cut
    return text, unstuffer.rest


@given(pieces, st.lists(st.integers(0, 80), max_size=8))
def test_a_text_comes_back_whatever_it_holds_and_however_it_is_cut(words: list[bytes], cuts: list[int]) -> None:
    text = dots.ended(b"".join(words))
    assert unstuffed(dots.stuff(text) + dots.END + b"+OK next", cuts) == (text, b"+OK next")


def test_an_empty_text_is_a_dot_alone() -> None:
    assert unstuffed(b".\r\n", []) == (b"", b"")


def test_only_a_dot_between_two_whole_line_ends_ends_the_text() -> None:
    for almost in (b"a\n.\r\nb", b"a\r.\r\nb", b"a\r\n.\nb", b"a\r\n.\rb", b"a\n.\nb", b"a\r\n\x00.\r\nb"):
        assert unstuffed(almost + b"\r\n", [])[1] is None


def test_a_line_of_a_megabyte_is_a_line_like_another() -> None:
    text = b"x" * 1_000_000 + b"\r\n.end\r\n"
    assert unstuffed(dots.stuff(text) + dots.END, list(range(0, 1_000_000, 4096)))[0] == text
