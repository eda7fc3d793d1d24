"""Dialogues over the loopback address; the mail is served by the server's role of the same grammar, and by hand."""

import asyncio
from base64 import b64encode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from poststelle.model.errors import Misconfigured, ProtocolViolation, Refused, Unreachable
from poststelle.model.secret import Secret
from poststelle.protocols.pop3 import server
from poststelle.transport import pop3
from poststelle.transport.network import Network
from tests.transport.conftest import serving
from tests.transport.script import Script

NETWORK = Network(connect_seconds=2, greeting_seconds=2, answer_seconds=2)
HELLO = """
    S: +OK The Microsoft Exchange POP3 service is ready.
    C: CAPA
    S: +OK
    S: TOP
    S: UIDL
    S: SASL PLAIN XOAUTH2 OAUTHBEARER
    S: .
"""
SIGNED_ON = (
    HELLO
    + """
    C: USER support@example.test
    S: +OK
    C: PASS secret
    S: +OK
"""
)
MAIL = b"Subject: dots\r\n\r\n.\r\n..x\r\n" + b"x" * 70_000 + b"\r\n\x00\xff\nbare\r\n"


@asynccontextmanager
async def session(text: str) -> AsyncIterator[tuple[pop3.Session, Script]]:
    script = Script(text)
    async with serving(script) as port:
        opened = await pop3.open(await NETWORK.connect("127.0.0.1", port), NETWORK)
        try:
            yield opened, script
        finally:
            await opened.close()


async def shop(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """A mailbox with two mails for whoever knows the password."""
    mails = {1: MAIL, 2: b""}
    writer.write(server.ok("ready"))
    while line := await reader.readline():
        match server.parse(line):
            case ("CAPA", _):
                writer.write(server.multiline("", [b"TOP", b"UIDL"]))
            case ("STAT", _):
                writer.write(server.ok(f"2 {sum(map(len, mails.values()))}"))
            case ("LIST", ()):
                writer.write(server.multiline("", [f"{n} {server.octets(m)}".encode() for n, m in mails.items()]))
            case ("UIDL", ()):
                writer.write(server.multiline("", [b"1 a1", b"2 a2"]))
            case ("RETR", (number,)):
                writer.write(server.message("", mails[int(number)]))
            case ("TOP", (number, lines)):
                writer.write(server.message("", server.top(mails[int(number)], int(lines))))
            case _:
                writer.write(server.ok())
        await writer.drain()


async def test_mail_comes_octet_by_octet() -> None:
    async with serving(shop) as port:
        opened = await pop3.open(await NETWORK.connect("127.0.0.1", port), NETWORK)
        await opened.authenticate("USER", "support@example.test", Secret("secret"))
        assert await opened.stat() == (2, len(MAIL))
        assert await opened.sizes() == {1: len(MAIL), 2: 0}
        assert await opened.uidl() == {1: "a1", 2: "a2"}
        assert await opened.retrieve(1) == MAIL
        assert await opened.retrieve(2) == b""
        assert await opened.top(1) == b"Subject: dots\r\n\r\n"
        await opened.delete(2)
        await opened.quit()


async def test_a_token_goes_in_two_steps() -> None:
    response = b64encode(b"user=support@example.test\x01auth=Bearer token-of-bob\x01\x01").decode()
    text = f"{HELLO}C: AUTH XOAUTH2\nS: +\nC: {response}\nS: +OK User successfully authenticated."
    async with session(text) as (opened, script):
        assert opened.mechanisms == ("PLAIN", "XOAUTH2", "OAUTHBEARER")
        await opened.authenticate("XOAUTH2", "support@example.test", Secret("token-of-bob"))
        assert script.missed == ""
        assert response not in str(opened.transcript)


@pytest.mark.parametrize(("mechanism", "answer"), [("XOAUTH2", ""), ("OAUTHBEARER", "AQ==")])
async def test_a_challenge_with_a_reason_is_a_refusal(mechanism: str, answer: str) -> None:
    challenge = b64encode(b'{"status":"401"}').decode()
    text = f"{HELLO}C: AUTH {mechanism}\nS: +\nC: *\nS: + {challenge}\nC: {answer}\nS: -ERR [AUTH] no"
    async with session(text) as (opened, script):
        with pytest.raises(Refused) as caught:
            await opened.authenticate(mechanism, "support@example.test", Secret("t"))
        assert script.missed == ""
    assert (caught.value.code, caught.value.facts["challenge"]) == ("sign-on-refused", '{"status":"401"}')


async def test_exchange_refuses_without_a_reason() -> None:
    words = "Authentication failure: unknown user name or bad password."
    async with session(f"{HELLO}C: AUTH XOAUTH2\nS: +\nC: *\nS: -ERR {words}") as (opened, _):
        with pytest.raises(Refused) as caught:
            await opened.authenticate("XOAUTH2", "support@example.test", Secret("t"))
    assert (caught.value.facts["text"], caught.value.facts["challenge"]) == (words, "")


async def test_success_before_the_token_was_sent_is_no_success() -> None:
    async with session(HELLO + "C: AUTH XOAUTH2\nS: +OK welcome") as (opened, _):
        with pytest.raises(ProtocolViolation, match="sasl-accepted-unasked"):
            await opened.authenticate("XOAUTH2", "support@example.test", Secret("t"))


async def test_challenges_without_end_end_the_session() -> None:
    async with session(HELLO + "C: AUTH XOAUTH2\n" + "S: +\nC: *\n" * 9) as (opened, _):
        with pytest.raises(ProtocolViolation, match="sasl-endless"):
            await opened.authenticate("XOAUTH2", "support@example.test", Secret("t"))


@pytest.mark.parametrize(
    ("answer", "code"),
    [("[IN-USE] locked", "mailbox-in-use"), ("[LOGIN-DELAY] wait", "fetch-pop-login-delay")],
)
async def test_a_locked_mailbox_is_for_later(answer: str, code: str) -> None:
    async with session(f"{HELLO}C: USER *\nS: +OK\nC: PASS *\nS: -ERR {answer}") as (opened, _):
        with pytest.raises(Unreachable, match=code):
            await opened.authenticate("USER", "bob", Secret("p"))


async def test_a_line_lost_in_a_message_gives_no_message() -> None:
    async with session(SIGNED_ON + "C: RETR 1\nS: +OK\nS: Subject: cut\n-: close") as (opened, _):
        await opened.authenticate("USER", "support@example.test", Secret("secret"))
        with pytest.raises(Unreachable, match="connection-closed"):
            await opened.retrieve(1)


async def test_a_message_beyond_the_limit_is_not_taken() -> None:
    async with session(SIGNED_ON + "C: RETR 1\nS: +OK\nS: Subject: long\nS: .") as (opened, _):
        await opened.authenticate("USER", "support@example.test", Secret("secret"))
        with pytest.raises(ProtocolViolation, match="message-too-large"):
            await opened.retrieve(1, limit=5)


async def test_a_message_that_is_not_there_is_refused() -> None:
    async with session(SIGNED_ON + "C: RETR 9\nS: -ERR no such message") as (opened, _):
        await opened.authenticate("USER", "support@example.test", Secret("secret"))
        with pytest.raises(Refused) as caught:
            await opened.retrieve(9)
    assert caught.value.facts["text"] == "no such message"


async def test_another_service_behind_the_port_is_named() -> None:
    with pytest.raises(Misconfigured, match="protocol-not-this-service"):
        async with session("S: * OK IMAP4rev1 ready"):
            pass


async def test_encryption_that_is_not_offered_is_not_asked_for() -> None:
    async with session(HELLO) as (opened, _):
        with pytest.raises(Misconfigured, match="starttls-not-offered"):
            await opened.start_tls("mail.example.test")


async def test_an_answer_smuggled_in_before_encryption_ends_the_session() -> None:
    text = "S: +OK ready\nC: CAPA\nS: +OK\nS: STLS\nS: .\nC: STLS\nS: +OK go\\r\\n+OK"
    async with session(text) as (opened, _):
        with pytest.raises(ProtocolViolation):
            await opened.start_tls("mail.example.test")
