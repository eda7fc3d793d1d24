"""Letters made to cost much: they open, and what is made of them stays small."""

import pytest

from poststelle.mailroom.parts import Parts
from poststelle.model.mailbox import Mailbox
from poststelle.model.message import Use
from poststelle.model.person import Person
from poststelle.model.rights import Permit, Purpose
from poststelle.protocols.mime import parameters
from poststelle.store import folders, messages
from tests.web.conftest import Browse

HTML = b"From: m@evil.test\r\nSubject: s\r\nContent-Type: text/html\r\n\r\n"
MIXED = b"From: m@evil.test\r\nSubject: s\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
BOMBS = {
    "20,000 tags in each other": HTML + b"<div>" * 20_000,
    "20,000 tables in each other": HTML + b"<table><tr><td>" * 20_000,
    "a subject of 1 MB": b"From: m@evil.test\r\nSubject: " + b"s" * 2**20 + b"\r\n\r\nx",
    "10,000 parts": MIXED + b"--b\r\nContent-Disposition: attachment; filename=x\r\n\r\nx\r\n" * 10_000 + b"--b--\r\n",
    "letters in letters": b"Content-Type: message/rfc822\r\n\r\n" * 10_000 + b"x",
    "parts in parts": b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(2_000)
    ),
    "10,000 recipients": b"From: m@evil.test\r\nTo: " + b"a@b.test, " * 10_000 + b"\r\n\r\nx",
    "100,000 header fields": b"X: y\r\n" * 100_000 + b"\r\nx",
    "a line of 5 MB": HTML + b"x" * (5 * 2**20),
    "100,000 attributes": HTML + b"<p " + b"a=b " * 100_000 + b">x",
    "50,000 quote marks": b"From: m@evil.test\r\nSubject: s\r\n\r\n" + b">" * 50_000,
}
PAGE_OCTETS = 12 * 2**20


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_listed_and_opens(name: str, parts: Parts, support: Mailbox, alice: Person, browse: Browse) -> None:
    inbox = folders.sync(support.id, [folders.Listed("INBOX", "INBOX", "/", Use.INBOX)])[0]
    fetching = Permit(alice.id, support.id, Purpose.FETCH)
    messages.keep(fetching, parts.blobs, inbox.id, 1, [messages.Incoming(1, BOMBS[name], parts.now())], 1)
    number = messages.page(Permit(alice.id, support.id, Purpose.READ), inbox.id, None, 1)[0].id
    client = browse(alice)

    for page in ("mail/", f"messages/{number}/", f"messages/{number}/frame/", f"compose/?reply={number}"):
        answer = client.get(f"/mailboxes/{support.id}/{page}")
        assert answer.status_code == 200, page
        assert len(answer.content) < PAGE_OCTETS, page
    assert client.get(f"/mailboxes/{support.id}/messages/{number}/raw/").content == BOMBS[name]


@pytest.mark.parametrize("mark", "\u061c\u200b\u200e\u200f\u202a\u202e\u2060\u2066\u2069\ufeff\r\n\x00\x1b\x7f/\\")
def test_no_name_of_a_file_turns_around_breaks_or_leaves_its_folder(mark: str) -> None:
    name = parameters.file_name(f"../x{mark}gpj.exe")
    assert mark not in name
    assert not name.startswith(".")
