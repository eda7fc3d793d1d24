"""IMAP: Exchange's greeting, sign-on and refusals, and the commands that real clients use."""

import base64
import imaplib
import re
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from poststelle.model.rights import Right
from poststelle.sandbox.mail.names import Use
from tests.sandbox.mail.world import ALICE, BOB, CHARLIE, FORWARDED, SUPPORT, World, bearer, sasl

NOT_CONNECTED = "User is authenticated but not connected."


def plain_line(world: World) -> imaplib.IMAP4:
    return imaplib.IMAP4("127.0.0.1", world.ports["imap"], timeout=10)


def refusal(client: imaplib.IMAP4, mechanism: str, answer: Callable[[bytes], bytes | None]) -> str:
    with pytest.raises(imaplib.IMAP4.error) as error:
        client.authenticate(mechanism, answer)
    return str(error.value)


def body(client: imaplib.IMAP4, number: int | str = 1, section: str = "") -> bytes:
    """An empty one comes as a quoted string, which imaplib leaves in its line."""
    found = client.fetch(str(number), f"(BODY.PEEK[{section}])")[1][0]
    if isinstance(found, tuple):
        assert isinstance(found[1], bytes)
        return found[1]
    assert found == f'{number} (BODY[{section}] "")'.encode()
    return b""


def from_member(person: str) -> bytes:
    return FORWARDED.replace(b"kunde@draussen.example", person.encode())


def capabilities(client: imaplib.IMAP4) -> list[str]:
    offers: str = client.capability()[1][0].decode()
    return offers.split()


# sign-on


def test_the_greeting_and_the_capabilities_are_exchanges(world: World) -> None:
    client = world.imap_line()
    assert client.welcome.startswith(b"* OK The Microsoft Exchange IMAP4 service is ready. [")
    before = "IMAP4 IMAP4rev1 AUTH=PLAIN AUTH=XOAUTH2 AUTH=OAUTHBEARER SASL-IR UIDPLUS MOVE ID UNSELECT CHILDREN IDLE"
    assert capabilities(client) == [*before.split(), "NAMESPACE", "LITERAL+"]
    client.authenticate("XOAUTH2", lambda _: sasl(SUPPORT, world.token(ALICE)))
    assert capabilities(client)[-1] == "BACKENDAUTHENTICATE"
    assert "SPECIAL-USE" not in capabilities(client)


def test_over_a_line_in_the_clear_only_tls_is_offered(world: World) -> None:
    client = plain_line(world)
    assert {"STARTTLS", "LOGINDISABLED"} <= set(client.capabilities)
    assert not any(offer.startswith("AUTH=") for offer in client.capabilities)
    with pytest.raises(imaplib.IMAP4.error):
        client.login(ALICE, "password")
    client.starttls(world.trust)
    client.authenticate("XOAUTH2", lambda _: sasl(SUPPORT, world.token(ALICE)))
    assert client.select()[0] == "OK"


def test_what_was_said_before_tls_is_forgotten(world: World) -> None:
    with socket.create_connection(("127.0.0.1", world.ports["imap"]), timeout=10) as line:
        line.recv(4096)
        line.sendall(b"a STARTTLS\r\nb NOOP\r\n")
        assert line.recv(4096) == b"a OK Begin TLS negotiation now.\r\n"
        with world.trust.wrap_socket(line, server_hostname="127.0.0.1") as encrypted:
            encrypted.sendall(b"c NOOP\r\n")
            assert encrypted.recv(4096) == b"c OK NOOP completed.\r\n"


def test_the_token_may_come_with_the_command(world: World) -> None:
    client = world.imap_line()
    token = base64.b64encode(sasl(SUPPORT, world.token(ALICE))).decode()
    assert client._simple_command("AUTHENTICATE", "XOAUTH2", token) == ("OK", [b"AUTHENTICATE completed."])


def test_a_refusal_gives_no_reason(world: World) -> None:
    for token in (
        "no token",
        world.token(ALICE, audience="https://graph.microsoft.com"),
        world.token(ALICE, scopes="SMTP.Send"),
        world.token(ALICE, seconds=-5),
        world.app_token("SMTP.SendAsApp"),
    ):
        asked: list[bytes] = []

        def answer(challenge: bytes, token: str = token, asked: list[bytes] = asked) -> bytes:
            asked.append(challenge)
            return sasl(SUPPORT, token)

        assert refusal(world.imap_line(), "XOAUTH2", answer) == "AUTHENTICATE failed."
        assert asked == [b""]


def test_the_standard_mechanism_says_why_not(world: World) -> None:
    client = world.imap_line()
    client.authenticate("OAUTHBEARER", lambda _: bearer(SUPPORT, world.token(ALICE)))
    assert client.select()[0] == "OK"
    asked: list[bytes] = []

    def answer(challenge: bytes) -> bytes:
        asked.append(challenge)
        return b"\x01" if challenge else bearer(SUPPORT, world.token(ALICE, scopes="SMTP.Send"))

    assert refusal(world.imap_line(), "OAUTHBEARER", answer) == "AUTHENTICATE failed."
    assert b'"status":"insufficient_scope"' in asked[1]


def test_a_canceled_sign_on_leaves_the_line_open(world: World) -> None:
    client = world.imap_line()
    refusal(client, "XOAUTH2", lambda _: None)
    assert client.noop()[0] == "OK"
    assert client.authenticate("XOAUTH2", lambda _: sasl(SUPPORT, world.token(ALICE)))[0] == "OK"


@pytest.mark.parametrize("person", [BOB, CHARLIE])
def test_without_full_access_the_sign_on_is_green_and_the_mailbox_closed(world: World, person: str) -> None:
    client = world.imap_line()
    assert client.authenticate("XOAUTH2", lambda _: sasl(SUPPORT, world.token(person)))[0] == "OK"
    for command in (client.namespace, client.list, client.select):
        with pytest.raises(imaplib.IMAP4.error, match=NOT_CONNECTED):
            command()
    assert client.noop()[0] == "OK"


def test_a_mailbox_that_is_not_there_is_not_connected_either(world: World) -> None:
    client = world.imap("nobody@muster.example")
    with pytest.raises(imaplib.IMAP4.error, match=NOT_CONNECTED):
        client.namespace()


def test_a_member_without_licence_is_not_connected(world: World) -> None:
    alice = world.organisation.person(ALICE)
    assert alice
    world.organisation.change_person(replace(alice, licensed=False))
    with pytest.raises(imaplib.IMAP4.error, match=NOT_CONNECTED):
        world.imap().select()


def test_a_right_is_looked_at_on_every_command(world: World) -> None:
    client = world.imap()
    client.select()
    world.organisation.revoke(SUPPORT, ALICE, Right.READ_AND_MANAGE)
    with pytest.raises(imaplib.IMAP4.error, match=NOT_CONNECTED):
        client.fetch("1:*", "(FLAGS)")
    world.organisation.grant(SUPPORT, ALICE, Right.READ_AND_MANAGE)
    assert client.check()[0] == "OK"


def test_everybody_opens_the_own_mailbox(world: World) -> None:
    for person in (ALICE, BOB, CHARLIE):
        assert world.imap(person, person).select()[0] == "OK"


def test_an_app_opens_a_mailbox_with_its_role(world: World) -> None:
    client = world.imap_line()
    client.authenticate("XOAUTH2", lambda _: sasl(SUPPORT, world.app_token("IMAP.AccessAsApp")))
    assert client.select()[0] == "OK"


def test_the_end_of_the_token_ends_the_session(world: World) -> None:
    client = world.imap()
    client.select()
    world.clock.ahead = timedelta(hours=2)
    with pytest.raises(imaplib.IMAP4.abort, match="Session invalidated - AccessTokenExpired"):
        client.noop()


def test_the_end_of_the_token_ends_an_idle_session(world: World) -> None:
    client = world.imap_line()
    client.authenticate("XOAUTH2", lambda _: sasl(SUPPORT, world.token(ALICE, seconds=2)))
    client.select()
    client.send(b"x IDLE\r\n")
    assert client.readline() == b"+ idling\r\n"
    assert client.readline() == b"* BYE Session invalidated - AccessTokenExpired\r\n"
    assert client.readline() == b""


def test_passwords_open_mailboxes_that_have_one(world: World) -> None:
    with pytest.raises(imaplib.IMAP4.error, match=r"LOGIN failed\."):
        world.imap_line().login(SUPPORT, "")
    mailbox = world.organisation.mailbox(SUPPORT)
    assert mailbox
    world.organisation.set_mailbox_password(mailbox, 'with "quotes" and ä')
    client = world.imap_line()
    client.authenticate("PLAIN", lambda _: f'\0{SUPPORT}\0with "quotes" and ä'.encode())
    assert client.select()[0] == "OK"
    with pytest.raises(imaplib.IMAP4.error, match=r"LOGIN failed\."):
        world.imap_line().login(ALICE, f"{ALICE}'s password")
    world.organisation.change_switches(replace(world.organisation.switches(), password_sign_on=True))
    assert world.imap_line().login(ALICE, f"{ALICE}'s password")[0] == "OK"


def test_ten_mistakes_end_the_connection(world: World) -> None:
    client = world.imap_line()
    answers = []
    client.send(b"a XYZZY\r\n" * 10)
    while line := client.readline():
        answers.append(line)
    assert answers == [b"a BAD Command Error. 12\r\n"] * 10 + [b"* BYE Connection closed. 14\r\n"]


@pytest.mark.parametrize("command", ["SELECT INBOX", 'LIST "" *', "FETCH 1 FLAGS", "IDLE", "NAMESPACE"])
def test_nothing_is_done_before_the_sign_on(world: World, command: str) -> None:
    client = world.imap_line()
    client.send(f"a {command}\r\n".encode())
    assert client.readline() == b"a BAD Command received in Invalid state.\r\n"


# folders


def test_the_folders_have_german_names_and_no_special_use(world: World) -> None:
    client = world.imap()
    lines = [line.decode() for line in client.list()[1] if isinstance(line, bytes)]
    assert lines[0] == '(\\HasNoChildren) "/" INBOX'
    assert {line.partition('"/" ')[2] for line in lines} == {
        "INBOX",
        "Entw&APw-rfe",
        '"Gesendete Elemente"',
        '"Gel&APY-schte Elemente"',
        "Junk-E-Mail",
        "Archiv",
    }
    assert client.list('""', '""')[1] == [b'(\\Noselect \\HasChildren) "/" ""']
    assert client.namespace()[1] == [b'(("" "/")) NIL NIL']


def test_an_english_mailbox_has_english_names(world: World) -> None:
    mailbox = world.organisation.mailbox(SUPPORT)
    assert mailbox
    world.organisation.remove_mailbox(SUPPORT)
    world.organisation.add_mailbox("Support", SUPPORT, language="en")
    world.organisation.grant(SUPPORT, ALICE, Right.READ_AND_MANAGE)
    assert b'(\\HasNoChildren) "/" "Sent Items"' in world.imap().list()[1]


def test_folders_are_made_renamed_subscribed_and_deleted(world: World) -> None:
    client = world.imap()
    assert client.create("Projekte/Gr&APw-n")[0] == "OK"
    assert b'(\\HasChildren) "/" Projekte' in client.list('""', "%")[1]
    assert client.list('""', "Projekte/*")[1] == [b'(\\HasNoChildren) "/" Projekte/Gr&APw-n']
    assert client.create("projekte")[0] == "OK"
    assert client.create("Projekte") == ("NO", [b"[ALREADYEXISTS] Folder already exists."])
    assert client.create("Files") == ("NO", [b"Folder name is reserved"])
    assert client.rename("Projekte", "Alt/Projekte")[0] == "OK"
    assert client.list('""', "Alt/*/*")[1] == [b'(\\HasNoChildren) "/" Alt/Projekte/Gr&APw-n']
    assert client.unsubscribe("Archiv")[0] == "OK"
    assert b'(\\HasNoChildren) "/" Archiv' not in client.lsub()[1]
    assert client.delete("Alt")[0] == "NO"
    assert client.delete("Alt/Projekte/Gr&APw-n")[0] == "OK"
    assert client.delete("INBOX")[0] == "NO"
    assert client.rename("Archiv", "Keller")[0] == "NO"
    assert client.select("Nirgendwo") == ("NO", [b"Nirgendwo doesn't exist."])


def test_select_tells_what_a_client_needs(world: World) -> None:
    world.put(SUPPORT, FORWARDED)
    world.put(SUPPORT, FORWARDED)
    client = world.imap()
    assert client.select("inbox") == ("OK", [b"2"])
    flags = client.response("FLAGS")[1][0]
    assert flags == b"(\\Seen \\Answered \\Flagged \\Deleted \\Draft $MDNSent)"
    assert client.response("UNSEEN")[1] == [b"1"]
    assert client.response("UIDNEXT")[1] == [b"3"]
    assert client.response("UIDVALIDITY")[1][0].isdigit()
    assert client.response("RECENT")[1] == [b"0"]
    status = client.status("INBOX", "(MESSAGES UIDNEXT UNSEEN RECENT)")
    assert status == ("OK", [b"INBOX (MESSAGES 2 UIDNEXT 3 UNSEEN 2 RECENT 0)"])


def test_looking_changes_nothing(world: World) -> None:
    world.put(SUPPORT, FORWARDED)
    client = world.imap()
    client.select(readonly=True)
    assert body(client) == FORWARDED
    client.fetch("1", "(BODY[])")
    assert client.fetch("1", "(FLAGS)")[1] == [b"1 (FLAGS ())"]
    assert client.store("1", "+FLAGS", "\\Deleted")[0] == "NO"
    assert client.expunge()[0] == "NO"
    client.select()
    client.fetch("1", "(BODY.PEEK[])")
    assert client.fetch("1", "(FLAGS)")[1] == [b"1 (FLAGS ())"]
    client.fetch("1", "(BODY[])")
    assert client.fetch("1", "(FLAGS)")[1] == [b"1 (FLAGS (\\Seen))"]


# messages


def test_appended_messages_come_back_byte_by_byte(world: World) -> None:
    client = world.imap()
    bodies = [b"", b"\x00\xff\r\n\x80 Gr\xfc\xdfe", FORWARDED, b"no end\n bare \r here", bytes(range(256)) * 80_000]
    for one in bodies:
        answer = client.append("Archiv", "(\\Seen $MDNSent eigenes)", '"07-Feb-2026 10:00:00 +0100"', one)
        assert answer[0] == "OK"
        assert re.match(rb"\[APPENDUID \d+ \d+\]", answer[1][0])
    # imaplib writes bare line ends as CRLF before it sends
    sent = [re.sub(rb"\r\n|\r|\n", b"\r\n", one) for one in bodies]
    assert world.mail(SUPPORT, Use.ARCHIVE) == sent
    client.select("Archiv")
    for number, expected in enumerate(sent, 1):
        assert body(client, number) == expected
    assert client.fetch("2", "(INTERNALDATE FLAGS)")[1] == [
        b'2 (INTERNALDATE " 7-Feb-2026 09:00:00 +0000" FLAGS ($MDNSent \\Seen))'
    ]
    missing = client.append("Nirgendwo", "", "", b"x")
    assert missing == ("NO", [b"[TRYCREATE] Nirgendwo doesn't exist."])


def test_the_uid_comes_last(world: World) -> None:
    uid = world.put(SUPPORT, FORWARDED)
    client = world.imap()
    client.select()
    size = len(FORWARDED)
    assert client.uid("FETCH", "1:*", "(UID FLAGS RFC822.SIZE)")[1] == [
        f"1 (FLAGS () RFC822.SIZE {size} UID {uid})".encode()
    ]


MULTIPART = b"""From: "Zo\xc3\xab L." <zoe@draussen.example>, =?utf-8?q?K=C3=A4the?= <k@draussen.example>\r
To: support@muster.example\r
Date: Mon, 23 Nov 2026 09:00:00 +0100\r
Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=\r
Message-ID: <m1@draussen.example>\r
MIME-Version: 1.0\r
Content-Type: multipart/mixed; boundary="x y"\r
\r
preamble\r
--x y\r
Content-Type: text/plain; charset=utf-8\r
Content-Transfer-Encoding: quoted-printable\r
\r
Gr=C3=BC=C3=9Fe\r
--x y\r
Content-Type: message/rfc822\r
Content-Disposition: attachment; filename="alt.eml"\r
\r
From: innen@draussen.example\r
Subject: innen\r
\r
innerer Text\r
\r
--x y--\r
epilogue\r
"""


def test_sections_are_given_as_they_stand(world: World) -> None:
    world.put(SUPPORT, MULTIPART)
    client = world.imap()
    client.select()

    def section(name: str) -> bytes:
        return body(client, 1, name)

    assert section("1") == b"Gr=C3=BC=C3=9Fe"
    assert section("1.MIME").startswith(b"Content-Type: text/plain")
    assert section("2") == b"From: innen@draussen.example\r\nSubject: innen\r\n\r\ninnerer Text\r\n"
    assert section("2.HEADER") == b"From: innen@draussen.example\r\nSubject: innen\r\n\r\n"
    assert section("2.TEXT") == section("2.1") == b"innerer Text\r\n"
    assert section("TEXT").startswith(b"preamble")
    assert section("HEADER") + section("TEXT") == section("") == MULTIPART
    assert section("HEADER.FIELDS (SUBJECT Message-Id X-None)") == (
        b"Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=\r\nMessage-ID: <m1@draussen.example>\r\n\r\n"
    )
    assert b"Subject" not in section("HEADER.FIELDS.NOT (SUBJECT)")
    assert client.fetch("1", "(BODY.PEEK[3] BODY.PEEK[1.7])")[1] == [b"1 (BODY[3] NIL BODY[1.7] NIL)"]
    assert client.fetch("1", "(BODY.PEEK[]<5.10>)")[1][0] == (b"1 (BODY[]<5> {10}", MULTIPART[5:15])
    assert client.fetch("1", "(RFC822.HEADER)")[1][0] == (b"1 (RFC822.HEADER {293}", section("HEADER"))


def test_structure_and_envelope_follow_the_grammar(world: World) -> None:
    world.put(SUPPORT, MULTIPART.replace(b"Zo\xc3\xab", b"Zoe"))
    client = world.imap()
    client.select()
    structure = (
        b'1 (BODYSTRUCTURE (("text" "plain" ("charset" "utf-8") NIL NIL "quoted-printable" 15 0 NIL NIL NIL NIL)'
        b'("message" "rfc822" NIL NIL NIL "7bit" 62 (NIL "innen" ((NIL NIL "innen" "draussen.example"))'
        b' ((NIL NIL "innen" "draussen.example")) ((NIL NIL "innen" "draussen.example")) NIL NIL NIL NIL NIL)'
        b' ("text" "plain" NIL NIL NIL "7bit" 14 1 NIL NIL NIL NIL) 4'
        b' NIL ("attachment" ("filename" "alt.eml")) NIL NIL)'
        b' "mixed" ("boundary" "x y") NIL NIL NIL))'
    )
    assert client.fetch("1", "(BODYSTRUCTURE)")[1] == [structure]
    envelope = client.fetch("1", "(ENVELOPE)")[1][0]
    both = b'(("Zoe L." NIL "zoe" "draussen.example")("=?utf-8?q?K=C3=A4the?=" NIL "k" "draussen.example"))'
    author, to = b" ".join([both] * 3), b'((NIL NIL "support" "muster.example"))'
    begin = b'1 (ENVELOPE ("Mon, 23 Nov 2026 09:00:00 +0100" "=?utf-8?q?Gr=C3=BC=C3=9Fe?=" '
    assert envelope == begin + author + b" " + to + b' NIL NIL NIL "<m1@draussen.example>"))'


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\r\n",
        b"no header at all",
        b"Content-Type: multipart/mixed; boundary=x\r\n\r\n",
        b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x",
        b"Content-Type: multipart/mixed\r\n\r\n--x\r\n",
        b'Content-Type: ;;;="\r\nFrom: <>,,<@\r\nDate: \x00\xff\r\n\r\n\x00',
        b"Content-Type: message/rfc822\r\n\r\n" * 2000,
        b"".join(b"Content-Type: multipart/mixed; boundary=%d\r\n\r\n--%d\r\n" % (n, n) for n in range(200)),
        b"Subject: " + b"x" * 1_000_000 + b"\r\n\r\n",
    ],
    ids=lambda raw: f"{len(raw)} octets",
)
def test_broken_messages_are_described_somehow(world: World, raw: bytes) -> None:
    world.put(SUPPORT, raw)
    client = world.imap()
    client.select()
    assert client.fetch("1", "(BODYSTRUCTURE ENVELOPE BODY BODY.PEEK[1] BODY.PEEK[HEADER])")[0] == "OK"
    assert body(client) == raw


def test_flags_are_set_added_and_taken_away(world: World) -> None:
    world.put(SUPPORT, FORWARDED)
    client = world.imap()
    client.select()
    assert client.store("1", "+FLAGS", "(\\Seen \\flagged eigenes)")[1] == [b"1 (FLAGS (\\Flagged \\Seen))"]
    assert client.store("1", "-FLAGS.SILENT", "\\Seen")[1] == [None]
    assert client.uid("STORE", "1", "FLAGS", "(\\Answered)")[1] == [b"1 (FLAGS (\\Answered) UID 1)"]
    assert client.noop()[0] == "OK"
    assert client.response("FETCH")[1] == [None]


def test_copying_and_moving_tell_the_new_uids(world: World) -> None:
    for _ in range(3):
        world.put(SUPPORT, FORWARDED)
    client = world.imap()
    client.select()
    answer = client.copy("1:2", "Archiv")
    assert re.fullmatch(rb"\[COPYUID \d+ 1:2 1:2\] COPY completed\.", answer[1][0])
    client.uid("MOVE", "2", "Archiv")
    assert re.fullmatch(rb"\d+ 2 3", client.response("COPYUID")[1][-1])
    assert client.response("EXPUNGE")[1] == [b"2"]
    assert len(world.mail(SUPPORT, Use.ARCHIVE)) == 3
    assert client.copy("1", "Nirgendwo")[1] == [b"[TRYCREATE] Nirgendwo doesn't exist."]


def test_expunging_takes_what_is_marked_alone(world: World) -> None:
    for _ in range(4):
        world.put(SUPPORT, FORWARDED)
    client = world.imap()
    client.select()
    client.store("1,3,4", "+FLAGS", "\\Deleted")
    client.uid("EXPUNGE", "1")
    assert client.response("EXPUNGE")[1] == [b"1"]
    assert client.expunge()[1] == [b"3", b"2"]
    client.store("1", "+FLAGS", "\\Deleted")
    assert client.unselect()[0] == "OK"
    assert len(world.mail(SUPPORT)) == 1
    client.select()
    client.close()
    assert world.mail(SUPPORT) == []


@pytest.mark.parametrize(
    ("criteria", "found"),
    [
        ("ALL", b"1 2"),
        ("UNSEEN", b"1 2"),
        ("SEEN", b""),
        ('SUBJECT "anfrage"', b"1"),
        ('FROM "kunde@draussen" NOT SUBJECT "nichts"', b"1"),
        ("HEADER Message-ID <m1@draussen.example>", b"2"),
        ("OR SUBJECT anfrage HEADER Message-ID m1", b"1 2"),
        ("BODY Tag", b"1"),
        ("TEXT muster.example", b"1 2"),
        ("2:*", b"2"),
        ("UID 1", b"1"),
        ("(LARGER 200 UNDELETED)", b"2"),
        ("SMALLER 200", b"1"),
        ("SINCE 1-Jan-2026", b"1 2"),
        ("BEFORE 1-Jan-2026", b""),
        ("SENTON 23-Nov-2026", b"2"),
        ("NOT NOT SUBJECT anfrage", b"1"),
    ],
)
def test_search_finds(world: World, criteria: str, found: bytes) -> None:
    world.put(SUPPORT, FORWARDED)
    world.put(SUPPORT, MULTIPART)
    client = world.imap()
    client.select()
    assert client.search(None, criteria)[1] == [found]


@pytest.mark.parametrize(
    "criteria", ["KEYWORD x", "XYZZY", "", "SINCE gestern", "(", "NOT " * 3000 + "ALL", "1,,2", "UID"]
)
def test_what_search_cannot_do_is_refused(world: World, criteria: str) -> None:
    client = world.imap()
    client.select()
    with pytest.raises(imaplib.IMAP4.error, match=r"Command Argument Error. 11|not understood"):
        client.search(None, criteria)
    assert client.search("UTF-8", "ALL") == ("NO", [b"[BADCHARSET (US-ASCII)] The specified charset is not supported."])


def test_two_sessions_see_what_the_other_does(world: World) -> None:
    for _ in range(2):
        world.put(SUPPORT, FORWARDED)
    one, two = world.imap(), world.imap()
    one.select()
    two.select()
    one.store("1", "+FLAGS", "\\Flagged")
    one.store("2", "+FLAGS", "\\Deleted")
    one.expunge()
    world.put(SUPPORT, FORWARDED)
    two.noop()
    assert two.response("EXPUNGE")[1] == [b"2"]
    assert two.response("EXISTS")[1][-1] == b"2"
    assert two.response("FETCH")[1] == [b"1 (FLAGS (\\Flagged))"]
    assert two.fetch("2", "(UID)")[1] == [b"2 (UID 3)"]


def test_idle_tells_at_once(world: World) -> None:
    client = world.imap()
    client.select()
    client.send(b"x IDLE\r\n")
    assert client.readline() == b"+ idling\r\n"
    threading.Timer(
        0.1,
        lambda: world.submission(BOB).sendmail(BOB, [SUPPORT], from_member(BOB)),
    ).start()
    begins = time.monotonic()
    assert client.readline() == b"* 1 EXISTS\r\n"
    assert time.monotonic() - begins < 3
    assert client.readline() == b"* 0 RECENT\r\n"
    client.send(b"DONE\r\n")
    assert client.readline() == b"x OK IDLE completed.\r\n"
    assert client.fetch("1", "(BODY.PEEK[HEADER])")[0] == "OK"


def test_losing_the_right_ends_an_idle_session(world: World) -> None:
    client = world.imap()
    client.select()
    client.send(b"x IDLE\r\n")
    client.readline()
    world.organisation.revoke(SUPPORT, ALICE, Right.READ_AND_MANAGE)
    world.put(SUPPORT, FORWARDED)
    assert client.readline() == b"* BYE Connection closed. 14\r\n"


def test_administrators_see_what_left_the_house(world: World) -> None:
    world.submission(ALICE).sendmail(ALICE, ["kunde@draussen.example"], from_member(ALICE))
    with pytest.raises(imaplib.IMAP4.error, match=NOT_CONNECTED):
        world.imap("ausgang@muster.example").select()
    alice = world.organisation.person(ALICE)
    assert alice
    world.organisation.change_person(replace(alice, administrator=True))
    assert world.imap("ausgang@muster.example").select() == ("OK", [b"1"])


def test_a_right_that_comes_during_the_session_opens_the_mailbox(world: World) -> None:
    client = world.imap(person=CHARLIE)
    with pytest.raises(imaplib.IMAP4.error, match=NOT_CONNECTED):
        client.namespace()
    world.organisation.grant(SUPPORT, CHARLIE, Right.READ_AND_MANAGE)
    assert client.select()[0] == "OK"


@pytest.mark.parametrize(
    ("numbers", "uids", "found"),
    [("1", "2", [2]), ("2:*", "4:*", [4, 5]), ("3,1,1:2", "2,4:5", [2, 4, 5]), ("*", "99:*", [5]), ("4:9", "9:12", [])],
)
def test_sets_name_what_is_there(world: World, numbers: str, uids: str, found: list[int]) -> None:
    for _ in range(5):
        world.put(SUPPORT, FORWARDED)
    client = world.imap()
    client.select()
    client.store("1,3", "+FLAGS.SILENT", "\\Deleted")
    client.expunge()  # 2, 4 and 5 are left
    for answer in (client.fetch(numbers, "(UID)"), client.uid("FETCH", uids, "(UID)")):
        told = [int(line.rpartition(b" ")[2].strip(b")")) for line in answer[1] if isinstance(line, bytes)]
        assert told == found


def test_twenty_megabytes_come_through_unchanged(world: World) -> None:
    raw = FORWARDED + bytes(range(256)) * 80_000
    world.put(SUPPORT, raw)
    client = world.imap()
    client.select()
    assert body(client) == raw
    assert body(client, 1, "TEXT") == raw.partition(b"\r\n\r\n")[2]
