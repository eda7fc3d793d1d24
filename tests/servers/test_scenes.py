"""Scenes 3 to 6 against servers that we did not write: configure, sign in, check, fetch, read and send."""

import hashlib
import time

import pytest

from tests.servers.bed.all import ALICE, BOB, CARLA, SUPPORT, Bed
from tests.servers.bed.dovecot import Dovecot
from tests.servers.conftest import Office, company
from tests.servers.letters import as_the_server_gives_them, deliver, varied

pytestmark = [pytest.mark.servers, pytest.mark.xdist_group("servers"), pytest.mark.timeout(300)]


def incoming(bed: Bed, name: str) -> tuple[Dovecot, dict[str, str]]:
    """The server and the settings of one way in."""
    offers_both, exchange_like = bed.dovecot, bed.xoauth2_dovecot
    ways: dict[str, tuple[Dovecot, str, int, str]] = {
        "imap-tls-oauthbearer": (offers_both, "imap", offers_both.imaps, "tls"),
        "imap-starttls-oauthbearer": (offers_both, "imap", offers_both.imap, "starttls"),
        "imap-tls-xoauth2": (exchange_like, "imap", exchange_like.imaps, "tls"),
        "pop3-tls-oauthbearer": (offers_both, "pop3", offers_both.pop3s, "tls"),
        "pop3-starttls-oauthbearer": (offers_both, "pop3", offers_both.pop3, "starttls"),
        "pop3-tls-xoauth2": (exchange_like, "pop3", exchange_like.pop3s, "tls"),
    }
    server, protocol, port, encryption = ways[name]
    return server, {"protocol": protocol, "port": str(port), "encryption": encryption}


@pytest.mark.parametrize(
    "way",
    [
        "imap-tls-oauthbearer",
        "imap-starttls-oauthbearer",
        "imap-tls-xoauth2",
        "pop3-tls-oauthbearer",
        "pop3-starttls-oauthbearer",
        "pop3-tls-xoauth2",
    ],
)
def test_every_way_in_signs_on_checks_green_and_fetches(office: Office, way: str) -> None:
    server, settings = incoming(office.bed, way)
    deliver(server.base, server.uid, b"Subject: hello\r\n\r\nhello\r\n", int(time.time() * 1000) % 10**8)
    office.apply(company(office, **settings))

    assert office.sign_in(ALICE).code == 0
    check = office.run("check", SUPPORT, "--as", ALICE, "--json")
    fetched = office.run("fetch", SUPPORT, "--json").json

    assert check.code == 0
    assert fetched["new"] >= 1
    assert fetched["bytes"] > 0
    assert office.run("fetch", SUPPORT, "--json").json["new"] == 0


def test_every_message_is_kept_byte_for_byte(office: Office) -> None:
    server = office.bed.dovecot
    for number, content in enumerate(varied().values()):
        deliver(server.base, server.uid, content, number)
    office.apply(company(office))
    office.sign_in(ALICE)

    office.run("fetch", SUPPORT, timeout=180)

    listed = office.run("messages", SUPPORT, "--folder", "INBOX", "--limit", "1000", "--json").lines
    kept = [office.run("show", SUPPORT, str(line["id"]), "--raw").out for line in listed]
    given = as_the_server_gives_them(office.bed, server.imaps)
    assert sorted(map(_digest, kept)) == sorted(map(_digest, given))
    assert b"" in given


def test_pop3_keeps_the_same_bytes_as_imap(office: Office) -> None:
    server = office.bed.xoauth2_dovecot
    contents = {name: content for name, content in varied().items() if name not in {"nul", "empty", "twenty-megabytes"}}
    for number, content in enumerate(contents.values()):
        deliver(server.base, server.uid, content, 5000 + number)
    office.apply(company(office, protocol="pop3", port=str(server.pop3s)))
    office.sign_in(ALICE)

    office.run("fetch", SUPPORT, timeout=180)

    listed = office.run("messages", SUPPORT, "--limit", "1000", "--json").lines
    kept = {_digest(office.run("show", SUPPORT, str(line["id"]), "--raw").out) for line in listed}
    for name, content in contents.items():
        # POP3 ends the last line, RFC 1939 section 3
        whole = content if content.endswith(b"\r\n") else content + b"\r\n"
        assert kept & {_digest(content), _digest(whole)}, name


def test_fetching_by_imap_marks_nothing_as_read(office: Office) -> None:
    server, number = office.bed.dovecot, int(time.time() * 1000) % 10**8
    deliver(server.base, server.uid, b"Subject: unread\r\n\r\nunread\r\n", number)
    office.apply(company(office))
    office.sign_in(ALICE)

    office.run("fetch", SUPPORT)

    newest = office.run("messages", SUPPORT, "--search", "unread", "--json").lines
    assert newest
    assert not newest[0]["seen"]
    files = (server.base / "mail" / SUPPORT / "Maildir").glob(f"*/*.M{number}.bed*")
    assert [path.name.partition(":2,")[2] for path in files] == [""]


@pytest.mark.parametrize(("port", "encryption"), [("starttls", "starttls"), ("tls", "tls")])
def test_a_message_sent_as_the_mailbox_arrives_and_is_filed_once(office: Office, port: str, encryption: str) -> None:
    bed = office.bed
    office.apply(company(office, out_port=str(getattr(bed.postfix, port)), out_encryption=encryption))
    office.sign_in(ALICE)
    subject = f"Sent over {encryption} {time.time_ns()}"

    sent = office.run(
        "send", "--from", SUPPORT, "--as", ALICE, "--to", SUPPORT, "--subject", subject, "--json", stdin=b"Hallo\n"
    ).json

    assert sent["state"] in {"sent", "filed"}
    found = _wait_for(office, subject, 2)
    assert len(found) == 2, "one in the inbox, one in the shared Sent folder"
    raw = office.run("show", SUPPORT, str(found[0]["id"]), "--raw").out
    assert b"From: Support <support@firma.test>" in raw
    assert b"\r\nSender:" not in raw


def test_on_behalf_names_the_person_as_sender(office: Office) -> None:
    bed = office.bed
    bed.rights.on_behalf.add((ALICE, SUPPORT))
    bed.rights.send_as.discard((ALICE, SUPPORT))
    bed.change_rights()
    try:
        time.sleep(1.2)
        office.apply(company(office))
        office.run("grant", SUPPORT, ALICE, "send-on-behalf")
        office.sign_in(ALICE)
        subject = f"On behalf {time.time_ns()}"
        words = ("--from", SUPPORT, "--as", ALICE, "--on-behalf", "--to", SUPPORT, "--subject", subject)
        office.run("send", *words, stdin=b"Hallo\n")
        found = _wait_for(office, subject, 2)
        raw = office.run("show", SUPPORT, str(found[0]["id"]), "--raw").out
    finally:
        bed.rights.on_behalf.clear()
        bed.rights.send_as.add((ALICE, SUPPORT))
        bed.change_rights()
        time.sleep(1.2)
    assert b"From: Support <support@firma.test>" in raw
    assert f"Sender: Alice <{ALICE}>".encode() in raw or f"Sender: {ALICE}".encode() in raw


def test_the_server_refuses_a_sender_who_lost_the_right(office: Office) -> None:
    bed = office.bed
    office.apply(company(office))
    office.sign_in(ALICE)
    bed.rights.send_as.discard((ALICE, SUPPORT))
    bed.change_rights()
    try:
        time.sleep(1.2)
        words = ("--from", SUPPORT, "--as", ALICE, "--to", SUPPORT, "--subject", "no")
        refused = office.run("send", *words, stdin=b"x", expect=1)
    finally:
        bed.rights.send_as.add((ALICE, SUPPORT))
        bed.change_rights()
        time.sleep(1.2)
    assert "not owned by user" in refused.err + refused.text


def test_a_member_without_the_right_at_the_server_is_told_so(office: Office) -> None:
    """Bob may read here, but not at the server."""
    office.apply(company(office))
    office.run("grant", SUPPORT, BOB, "read-and-manage")
    office.run("revoke", SUPPORT, ALICE, "read-and-manage")
    office.sign_in(BOB)

    red = office.run("check", SUPPORT, "--as", BOB, "--json", expect=1)

    failed = [finding for finding in red.json["findings"] if finding["status"] == "failed"]
    assert [finding["step"] for finding in failed if finding["step"] in {"login", "mailbox"}]
    assert not [finding for finding in failed if finding["step"] in {"name", "connection", "encryption", "greeting"}]


def test_nothing_is_seen_or_sent_without_the_right(office: Office) -> None:
    office.apply(company(office))
    office.sign_in(ALICE)
    office.run("fetch", SUPPORT)

    for words in (
        ("messages", SUPPORT, "--as", CARLA),
        ("messages", SUPPORT, "--as", BOB),
        ("fetch", SUPPORT, "--as", CARLA),
        ("export", SUPPORT, "--as", BOB, "--format", "eml", str(office.run.home.parent / "out")),
        ("send", "--from", SUPPORT, "--as", CARLA, "--to", ALICE, "--subject", "x"),
        ("send", "--from", SUPPORT, "--as", BOB, "--on-behalf", "--to", ALICE, "--subject", "x"),
    ):
        refused = office.run(*words, stdin=b"x", expect=3)
        assert refused.out == b""
        assert refused.err


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _wait_for(office: Office, subject: str, count: int) -> list[dict[str, object]]:
    """Delivery takes its time: fetch until the messages are there, twenty seconds at the most."""
    found: list[dict[str, object]] = []
    for _ in range(10):
        office.run("fetch", SUPPORT)
        found = [
            line
            for line in office.run("messages", SUPPORT, "--json", "--limit", "200").lines
            if line["subject"] == subject
        ]
        if len(found) >= count:
            break
        time.sleep(1)
    return found
