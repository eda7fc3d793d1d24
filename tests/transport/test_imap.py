"""Sessions with servers that play the dialogues of tests/transcripts."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from poststelle.model.errors import Misconfigured, PoststelleError, ProtocolViolation, Refused, Unreachable
from poststelle.model.mailbox import Authentication, Connection, Encryption, Protocol
from poststelle.model.message import Use
from poststelle.model.secret import Secret
from poststelle.protocols.imap.idling import Change, What
from poststelle.protocols.imap.syntax import Atom
from poststelle.transport import imap
from poststelle.transport.network import Network
from poststelle.transport.transcript import Transcript
from tests.transport.authority import Authority
from tests.transport.conftest import serving
from tests.transport.script import Script

TRANSCRIPTS = Path(__file__).parent.parent / "transcripts"
NETWORK = Network(connect_seconds=5, greeting_seconds=5, answer_seconds=5)
HOST = "127.0.0.1"
TOKEN = Secret("t0ken")
USER = "support@example.test"


def connection(port: int, encryption: Encryption = Encryption.NONE, ca_pem: str = "") -> Connection:
    return Connection(Protocol.IMAP, HOST, port, encryption, Authentication.OAUTH2, ca_pem=ca_pem)


def dialogue(name: str) -> Script:
    lines = (TRANSCRIPTS / f"{name}.txt").read_text().splitlines()
    return Script("\n".join(line for line in lines if not line.startswith("#")).replace("\\", "\\\\"))


@asynccontextmanager
async def session(script: Script) -> AsyncIterator[imap.ImapSession]:
    async with serving(script) as port:
        opened = await imap.connect(NETWORK, connection(port))
        try:
            yield opened
        finally:
            await opened.close()
    assert not script.missed, script.missed


async def test_a_shared_mailbox_is_opened_with_the_member_s_token() -> None:
    async with session(dialogue("m365-shared")) as mailbox:
        await mailbox.authenticate("XOAUTH2", USER, TOKEN)
        assert (await mailbox.namespace()).personal[0].delimiter == "/"
        folders = {folder.name: folder.use for folder in await mailbox.list_folders()}
        inbox = await mailbox.examine("INBOX")
        messages = [message async for message in mailbox.uid_fetch([7, 6], imap.WHOLE)]
        await mailbox.logout()
    assert folders == {
        "Archiv": Use.ARCHIVE,
        "Entwürfe": Use.DRAFTS,
        "Gelöschte Elemente": Use.TRASH,
        "Gesendete Elemente": Use.SENT,
        "INBOX": Use.INBOX,
        "Junk-E-Mail": Use.JUNK,
        "Kunden": None,
        "Kunden/Archiv": None,
    }
    assert (inbox.uid_validity, inbox.uid_next, inbox.exists, inbox.read_only) == (14, 8, 2, True)
    assert [(message.uid, message.body, set(message.flags or ())) for message in messages] == [
        (6, b"Subject: a\r\n", {"\\Seen"}),
        (7, b"", set()),
    ]
    assert messages[0].internal_date == datetime(2026, 11, 23, 9, 15, tzinfo=UTC)


async def test_a_mailbox_that_is_not_open_to_the_account_shows_at_the_first_command() -> None:
    async with session(dialogue("m365-shared-without-full-access")) as mailbox:
        await mailbox.authenticate("XOAUTH2", USER, TOKEN)
        with pytest.raises(Refused) as caught:
            await mailbox.namespace()
    assert caught.value.code == "imap-refused"
    assert caught.value.facts["text"] == "BAD User is authenticated but not connected."


@pytest.mark.parametrize(
    ("name", "mechanism", "text", "challenge"),
    [
        ("m365-refused-without-reason", "XOAUTH2", "NO AUTHENTICATE failed.", ""),
        (
            "google-xoauth2-refused",
            "XOAUTH2",
            "NO [AUTHENTICATIONFAILED] Invalid credentials (Failure)",
            '"status":"401"',
        ),
        (
            "rfc7628-oauthbearer-refused",
            "OAUTHBEARER",
            "NO [AUTHENTICATIONFAILED] Authentication failed.",
            "invalid_token",
        ),
    ],
)
async def test_a_refused_token_ends_with_the_server_s_words(
    name: str, mechanism: str, text: str, challenge: str
) -> None:
    async with session(dialogue(name)) as mailbox:
        with pytest.raises(Refused) as caught:
            await mailbox.authenticate(mechanism, USER, TOKEN)
    assert caught.value.code == "sign-on-refused"
    assert caught.value.facts["text"].startswith(text)
    assert challenge in caught.value.facts["challenge"]


async def test_the_transcript_holds_no_token() -> None:
    async with session(dialogue("google-xoauth2-refused")) as mailbox:
        with pytest.raises(Refused):
            await mailbox.authenticate("XOAUTH2", USER, TOKEN)
    shown = str(mailbox.transcript)
    assert "C: A1 AUTHENTICATE XOAUTH2 ‹60 octets›" in shown
    assert "S: A1 NO [AUTHENTICATIONFAILED]" in shown
    assert "t0ken" not in shown
    assert "dXNlcj1" not in shown


async def test_throttling_names_the_time_to_wait() -> None:
    async with session(dialogue("m365-throttled")) as mailbox:
        with pytest.raises(Unreachable, match="fetch-throttled") as caught:
            await mailbox.noop()
    assert caught.value.facts["milliseconds"] == "299961"


async def test_a_session_that_ends_with_its_token_is_told_so() -> None:
    async with session(dialogue("m365-token-expired")) as mailbox:
        with pytest.raises(Unreachable, match="server-bye") as caught:
            await mailbox.noop()
    assert caught.value.facts["text"] == "BYE Session invalidated - AccessTokenExpired"


async def test_idle_tells_what_happens_and_can_be_left_at_any_time() -> None:
    seen = []
    async with session(dialogue("rfc2177-idle")) as mailbox:
        await mailbox.examine("INBOX")
        async for change in mailbox.idle(30):
            seen.append(change)
            if change.what is What.EXPUNGE:
                break
        assert await mailbox.noop() == [Change(What.EXISTS, 5)]
    assert seen == [Change(What.EXISTS, 4), Change(What.FETCH, 2), Change(What.EXPUNGE, 1)]


async def test_what_happened_before_the_continuation_is_told_too() -> None:
    script = Script(
        """S: * PREAUTH [CAPABILITY IMAP4rev1 IDLE] ready
        C: A1 IDLE
        S: * 7 EXISTS
        S: + idling
        C: DONE
        S: A1 OK done"""
    )
    async with session(script) as mailbox:
        assert [change async for change in mailbox.idle(0.1)] == [Change(What.EXISTS, 7)]


async def test_idle_ends_when_its_time_is_over() -> None:
    script = Script(
        """S: * PREAUTH [CAPABILITY IMAP4rev1 IDLE] ready
        C: A1 IDLE
        S: + idling
        C: DONE
        S: A1 OK done
        C: A2 NOOP
        S: A2 OK done"""
    )
    async with session(script) as mailbox:
        assert [change async for change in mailbox.idle(0.1)] == []
        assert await mailbox.noop() == []


async def test_a_fetch_left_early_does_not_confuse_the_next_command() -> None:
    script = Script(
        """S: * PREAUTH [CAPABILITY IMAP4rev1] ready
        C: A1 EXAMINE "INBOX"
        S: A1 OK [READ-ONLY] done
        C: A2 UID FETCH 1:* (UID FLAGS)
        S: * 1 FETCH (UID 1 FLAGS ())
        S: * 2 FETCH (UID 2 FLAGS ())
        S: A2 OK done
        C: A3 UID SEARCH UNSEEN
        S: * SEARCH 9 2
        S: A3 OK done"""
    )
    async with session(script) as mailbox:
        await mailbox.examine("INBOX")
        async for message in mailbox.uid_fetch("1:*", imap.FLAGS):
            assert message.uid == 1
            break
        assert await mailbox.uid_search(Atom(b"UNSEEN")) == [2, 9]


async def test_append_waits_to_be_asked_for_the_message() -> None:
    script = Script(
        """S: * PREAUTH [CAPABILITY IMAP4rev1 UIDPLUS] ready
        C: A1 APPEND "Gesendete Elemente" (*Seen) "23-Nov-2026 09:00:00 +0000" {12}
        S: + go on
        C: Subject: a
        C:
        S: A1 OK [APPENDUID 14 9] done"""
    )
    async with session(script) as mailbox:
        moment = datetime(2026, 11, 23, 9, tzinfo=UTC)
        assert await mailbox.append("Gesendete Elemente", b"Subject: a\r\n", ["\\Seen"], moment) == 9


async def test_a_refused_append_does_not_wait_for_ever() -> None:
    script = Script(
        """S: * PREAUTH [CAPABILITY IMAP4rev1] ready
        C: A1 APPEND "Sent" () {5}
        S: A1 NO [TRYCREATE] no such folder
        C: A2 NOOP
        S: A2 OK done"""
    )
    async with session(script) as mailbox:
        with pytest.raises(Refused) as caught:
            await mailbox.append("Sent", b"12345")
        assert caught.value.facts["response_code"] == "TRYCREATE"
        assert await mailbox.noop() == []


async def test_a_line_that_drops_in_the_middle_of_a_message_is_no_message() -> None:
    script = Script(
        """S: * PREAUTH [CAPABILITY IMAP4rev1] ready
        C: A1 EXAMINE "INBOX"
        S: A1 OK [READ-ONLY] done
        C: A2 UID FETCH 1 *
        S: * 1 FETCH (UID 1 BODY[] {1000}
        S: Subject: half"""
    )
    async with session(script) as mailbox:
        await mailbox.examine("INBOX")
        with pytest.raises(Unreachable, match="connection-closed"):
            _ = [message async for message in mailbox.uid_fetch([1], imap.WHOLE)]


@pytest.mark.parametrize(
    ("greeting", "error", "code"),
    [
        ("* BYE Server shutting down", Unreachable, "server-bye"),
        ("* BYE [UNAVAILABLE] later", Unreachable, "server-unavailable"),
        ("+OK POP3 ready", Misconfigured, "protocol-not-this-service"),
        ("220 mail.example.test ESMTP", Misconfigured, "protocol-not-this-service"),
    ],
)
async def test_a_greeting_that_is_none_is_named(greeting: str, error: type[PoststelleError], code: str) -> None:
    async with serving(Script(f"S: {greeting}")) as port:
        with pytest.raises(error) as caught:
            await imap.connect(NETWORK, connection(port))
    assert caught.value.code == code


async def test_a_plain_connection_to_a_tls_port_is_named(authority: Authority) -> None:
    async with serving(Script("-: silence"), ssl=authority.server(HOST)) as port:
        with pytest.raises(Misconfigured) as caught:
            await imap.connect(Network(greeting_seconds=0.2), connection(port))
    assert caught.value.code == "tls-plaintext-client-on-tls-port"


async def test_a_server_that_is_merely_silent_is_not_blamed_on_tls() -> None:
    async def mute(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readline()

    async with serving(mute) as port:
        with pytest.raises(Unreachable, match="greeting-timeout"):
            await imap.connect(Network(greeting_seconds=0.2), connection(port))


async def test_starttls_forgets_what_was_said_before(authority: Authority) -> None:
    context = authority.server(HOST)

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"* OK [CAPABILITY IMAP4rev1 STARTTLS LOGINDISABLED] ready\r\n")
        assert await reader.readline() == b"A1 STARTTLS\r\n"
        writer.write(b"A1 OK go on\r\n* CAPABILITY IMAP4rev1 AUTH=INJECTED\r\nA2 OK injected\r\n")
        await writer.drain()
        await writer.start_tls(context)
        assert await reader.readline() == b"A2 CAPABILITY\r\n"
        writer.write(b"* CAPABILITY IMAP4rev1 AUTH=XOAUTH2\r\nA2 OK done\r\n")
        await writer.drain()
        await reader.read()

    transcript = Transcript()
    async with serving(serve) as port:
        mailbox = await imap.connect(NETWORK, connection(port, Encryption.STARTTLS, authority.pem), transcript)
        assert mailbox.capabilities == {"IMAP4REV1", "AUTH=XOAUTH2"}
        assert mailbox.stream.encrypted
        await mailbox.close()
    assert "INJECTED" not in str(transcript)


@pytest.mark.parametrize(
    ("greeting", "error", "code"),
    [
        ("* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] ready", Misconfigured, "starttls-not-offered"),
        ("* PREAUTH [CAPABILITY IMAP4rev1 STARTTLS] ready", ProtocolViolation, "starttls-preauth"),
    ],
)
async def test_starttls_is_never_gone_without(greeting: str, error: type[PoststelleError], code: str) -> None:
    async with serving(Script(f"S: {greeting}")) as port:
        with pytest.raises(error) as caught:
            await imap.connect(NETWORK, connection(port, Encryption.STARTTLS))
    assert caught.value.code == code


async def test_a_mechanism_that_is_not_offered_is_a_matter_of_configuration() -> None:
    async with session(Script("S: * OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] ready")) as mailbox:
        with pytest.raises(Misconfigured, match="protocol-mechanism-not-offered") as caught:
            await mailbox.authenticate("XOAUTH2", USER, TOKEN)
    assert caught.value.facts["offered"] == "PLAIN"


async def test_a_server_that_challenges_without_end_is_left() -> None:
    script = Script("S: * OK [CAPABILITY IMAP4rev1 AUTH=XOAUTH2] ready\nC: A1 *\n" + "S: +\nC: *\n" * 10)
    async with session(script) as mailbox:
        with pytest.raises(ProtocolViolation, match="sasl-endless"):
            await mailbox.authenticate("XOAUTH2", USER, TOKEN)


async def test_a_large_message_comes_whole() -> None:
    size = 150 * 1024 * 1024

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"* PREAUTH [CAPABILITY IMAP4rev1] ready\r\n")
        await reader.readline()
        writer.write(b"A1 OK [READ-ONLY] done\r\n")
        await reader.readline()
        writer.write(b"* 1 FETCH (UID 1 BODY[] {%d}\r\n" % size)
        for _ in range(150):
            writer.write(b"x" * 1024 * 1024)
            await writer.drain()
        writer.write(b")\r\nA2 OK done\r\n")
        await writer.drain()

    async with serving(serve) as port:
        mailbox = await imap.connect(NETWORK, connection(port))
        await mailbox.examine("INBOX")
        bodies = [message.body async for message in mailbox.uid_fetch([1], imap.WHOLE)]
        await mailbox.close()
    assert len(bodies) == 1
    assert bodies[0] == b"x" * size
