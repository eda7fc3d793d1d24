"""Secrets never reach the transcript."""

import pytest

from poststelle.transport.transcript import Transcript


@pytest.mark.parametrize(
    ("dialogue", "shown"),
    [
        (["A1 AUTHENTICATE XOAUTH2 dXNlcj1z"], ["C: A1 AUTHENTICATE XOAUTH2 ‹8 octets›"]),
        (["A1 LOGIN anna geheim"], ["C: A1 LOGIN ‹11 octets›"]),
        (["a login {4}", "+ go on", "anna {6}"], ["C: a login ‹3 octets›", "S: + go on", "C: ‹8 octets›"]),
        (["AUTH PLAIN", "334 ", "AGFubmE="], ["C: AUTH PLAIN", "S: 334 ", "C: ‹8 octets›"]),
        (["USER anna", "+OK", "PASS geheim", "+OK in"], ["C: USER anna", "S: +OK", "C: PASS ‹6 octets›", "S: +OK in"]),
        (["AUTH XOAUTH2 dXNl", "535 5.7.3 no", "QUIT"], ["C: AUTH XOAUTH2 ‹4 octets›", "S: 535 5.7.3 no", "C: QUIT"]),
        (["MAIL FROM:<a@example.test>"], ["C: MAIL FROM:<a@example.test>"]),
        (["X Authorization: Bearer eyJ0"], ["C: X Authorization: Bearer ‹secret›"]),
        (['X {"access_token":"eyJ0"}'], ['C: X {"access_token":"‹secret›"}']),
        (["bad\x1b[31m\x00"], ["C: bad\\x1b[31m\\x00"]),
    ],
)
def test_what_is_secret_is_counted_and_not_shown(dialogue: list[str], shown: list[str]) -> None:
    transcript = Transcript()
    for line in dialogue:
        if line.startswith(("+", "334", "535")):
            transcript.server(line.encode() + b"\r\n")
        else:
            transcript.client(line.encode() + b"\r\n")
    assert [str(line) for line in transcript.lines] == shown


def test_it_keeps_the_last_lines_and_shortens_the_long_ones() -> None:
    transcript = Transcript(limit=2)
    for number in range(5):
        transcript.note(f"{number}")
    transcript.server(b"* " + b"x" * 100_000)
    assert [line.text[:3] for line in transcript.lines] == ["4", "* x"]
    assert len(transcript.lines[1].text) < 1000
