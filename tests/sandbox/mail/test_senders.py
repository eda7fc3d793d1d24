"""The author of a message, and the Sender field that is written into it: the rest stays byte for byte."""

import pytest

from poststelle.sandbox.mail.submission.senders import authors, with_sender

SENDER = b"Sender: =?utf-8?q?J=C3=BCrgen?= <j@muster.example>\r\n"


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        (b"From: a@b.example\r\n\r\n", ["a@b.example"]),
        (b'from: "x, y" <a@b.example>, c@d.example\r\n\r\n', ["a@b.example", "c@d.example"]),
        (b"From: a@b.example\nSubject: x\n\nFrom: c@d.example\n", ["a@b.example"]),
        (b"From: one@b.example\r\nFrom: two@b.example\r\n\r\n", ["one@b.example", "two@b.example"]),
        (b"Subject: x\r\n\r\n", []),
        (b"From:\r\n\r\n", [""]),
        (b"", []),
    ],
)
def test_authors_are_all_that_are_named(raw: bytes, found: list[str]) -> None:
    assert authors(raw) == found


@pytest.mark.parametrize(
    ("raw", "written"),
    [
        (b"From: a\r\n\r\nBody\r\n", b"From: a\r\n\r\nBody\r\n"),
        (b"Sender: x,\r\n\ty\r\nFrom: a\r\n\r\nSender: z\r\n", b"From: a\r\n\r\nSender: z\r\n"),
        (b"From: a\nSENDER: x\n\nBody", b"From: a\n\nBody"),
        (b"From: a\r\n", b"From: a\r\n"),
        (b"From: a", b"From: a"),
        (b"\r\nBody", b"\r\nBody"),
        (b"", b""),
    ],
)
def test_the_sender_is_written_in_and_nothing_else_changes(raw: bytes, written: bytes) -> None:
    assert with_sender(raw, "Jürgen", "j@muster.example") == SENDER + written
