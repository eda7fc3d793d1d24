"""Dialogues over the loopback address, one script a case."""

import asyncio
from base64 import b64encode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from poststelle.model.errors import Misconfigured, PoststelleError, ProtocolViolation, Refused, Unreachable
from poststelle.model.secret import Secret
from poststelle.transport import smtp
from poststelle.transport.network import Network
from tests.transport.conftest import serving
from tests.transport.script import Script

NETWORK = Network(connect_seconds=2, greeting_seconds=2, answer_seconds=1)
HELLO = """
    S: 220 mail.example.test ready
    C: EHLO localhost
    S: 250-mail.example.test greets you
    S: 250-SIZE 100000
    S: 250-8BITMIME
    S: 250-AUTH XOAUTH2 OAUTHBEARER PLAIN
    S: 250 SMTPUTF8
"""
ENVELOPE = """
    C: MAIL FROM:<support@example.test> SIZE=*
    S: 250 2.1.0 ok
    C: RCPT TO:<anna@example.test>
    S: 250 2.1.5 ok
"""
BODY = """
    C: DATA
    S: 354 go on
    C: Subject: s
    C:
    C: text
    C: .
"""
MESSAGE = b"Subject: s\r\n\r\ntext\r\n"
TOKEN = Secret("token." * 500)


@asynccontextmanager
async def session(text: str) -> AsyncIterator[tuple[smtp.Session, Script]]:
    script = Script(text)
    async with serving(script) as port:
        stream = await NETWORK.connect("127.0.0.1", port)
        opened = await smtp.open(stream, NETWORK)
        try:
            yield opened, script
        finally:
            await opened.close()


async def sent(text: str, recipients: tuple[str, ...] = ("anna@example.test",)) -> tuple[smtp.Accepted, Script]:
    async with session(text) as (opened, script):
        return await opened.send("support@example.test", recipients, MESSAGE), script


async def failed(text: str, recipients: tuple[str, ...] = ("anna@example.test",)) -> PoststelleError:
    with pytest.raises(PoststelleError) as caught:
        await sent(text, recipients)
    return caught.value


async def test_a_message_is_taken() -> None:
    accepted, script = await sent(HELLO + ENVELOPE + BODY + "S: 250 2.0.0 OK <1@example.test>")
    assert (accepted.code, accepted.text, accepted.refused) == (250, "250 2.0.0 OK <1@example.test>", ())
    assert script.missed == ""


async def test_what_the_server_can_do_is_known() -> None:
    async with session(HELLO) as (opened, _):
        assert opened.greeting == "mail.example.test ready"
        assert opened.mechanisms == ("XOAUTH2", "OAUTHBEARER", "PLAIN")
        assert opened.size_limit == 100_000


async def test_a_token_goes_in_two_steps() -> None:
    response = b64encode(f"user=bob@example.test\x01auth=Bearer {TOKEN.reveal()}\x01\x01".encode()).decode()
    script_text = f"{HELLO}\nC: AUTH XOAUTH2\nS: 334 \nC: {response}\nS: 235 2.7.0 Authentication successful"
    async with session(script_text) as (opened, script):
        await opened.authenticate("XOAUTH2", "bob@example.test", TOKEN)
        assert script.missed == ""
        assert "token." not in str(opened.transcript)


@pytest.mark.parametrize(("mechanism", "answer"), [("XOAUTH2", ""), ("OAUTHBEARER", "AQ==")])
async def test_a_refused_token_tells_why(mechanism: str, answer: str) -> None:
    challenge = b64encode(b'{"status":"401"}').decode()
    script_text = f"""{HELLO}
        C: AUTH {mechanism}
        S: 334
        C: *
        S: 334 {challenge}
        C: {answer}
        S: 535 5.7.3 Authentication unsuccessful"""
    async with session(script_text) as (opened, script):
        with pytest.raises(Refused) as caught:
            await opened.authenticate(mechanism, "bob@example.test", Secret("t"))
        assert script.missed == ""
    error = caught.value
    assert (error.code, error.status, error.facts["enhanced"]) == ("sign-on-refused", 535, "5.7.3")
    assert error.facts["challenge"] == '{"status":"401"}'
    assert error.facts["text"] == "535 5.7.3 Authentication unsuccessful"


async def test_a_refusal_without_a_challenge_has_none() -> None:
    script_text = HELLO + "C: AUTH XOAUTH2\nS: 334\nC: *\nS: 535 5.7.3 no"
    async with session(script_text) as (opened, _):
        with pytest.raises(Refused) as caught:
            await opened.authenticate("XOAUTH2", "bob@example.test", Secret("t"))
    assert caught.value.facts["challenge"] == ""


async def test_a_temporary_refusal_is_for_later() -> None:
    async with session(HELLO + "C: AUTH PLAIN\nS: 334\nC: *\nS: 454 4.7.0 later") as (opened, _):
        with pytest.raises(Unreachable, match="smtp-auth-temporary"):
            await opened.authenticate("PLAIN", "bob@example.test", Secret("t"))


async def test_success_before_the_token_was_sent_is_no_success() -> None:
    async with session(HELLO + "C: AUTH XOAUTH2\nS: 235 welcome") as (opened, _):
        with pytest.raises(ProtocolViolation, match="sasl-accepted-unasked"):
            await opened.authenticate("XOAUTH2", "bob@example.test", Secret("t"))


async def test_a_mechanism_that_is_not_offered_is_not_tried() -> None:
    async with session(HELLO) as (opened, _):
        with pytest.raises(Misconfigured) as caught:
            await opened.authenticate("LOGIN", "bob@example.test", Secret("t"))
    assert caught.value.facts["offered"] == "XOAUTH2 OAUTHBEARER PLAIN"


async def test_a_sender_without_the_right_is_refused_with_its_phase() -> None:
    error = await failed(
        HELLO + "C: MAIL *\nS: 550 5.7.60 SMTP; Client does not have permissions to send as this sender"
    )
    assert isinstance(error, Refused)
    assert (error.code, error.status) == ("smtp-refused", 550)
    assert (error.facts["phase"], error.facts["enhanced"]) == ("mail", "5.7.60")


async def test_a_refusal_after_the_data_is_a_refusal() -> None:
    error = await failed(HELLO + ENVELOPE + BODY + "S: 554 5.2.252 SendAsDenied; bob not allowed to send as support")
    assert isinstance(error, Refused)
    assert (error.facts["phase"], error.facts["enhanced"]) == ("after-dot", "5.2.252")


async def test_one_refused_recipient_does_not_hold_up_the_others() -> None:
    text = ENVELOPE + "C: RCPT TO:<nobody@example.test>\nS: 550 5.1.1 unknown" + BODY + "S: 250 ok"
    accepted, _ = await sent(HELLO + text, ("anna@example.test", "nobody@example.test"))
    assert accepted.refused == (("nobody@example.test", 550, "550 5.1.1 unknown"),)


async def test_nothing_is_sent_when_every_recipient_is_refused() -> None:
    text = "C: MAIL *\nS: 250 ok\nC: RCPT *\nS: 550 5.1.1 unknown\nC: RSET\nS: 250 ok"
    error = await failed(HELLO + text)
    assert isinstance(error, Refused)
    assert (error.facts["phase"], error.facts["recipient"]) == ("rcpt", "anna@example.test")


@pytest.mark.parametrize("answer", ["450 4.2.0 greylisted", "451 4.3.0 later", "421 4.3.2 closing"])
async def test_a_passing_refusal_is_for_later(answer: str) -> None:
    error = await failed(HELLO + f"C: MAIL *\nS: {answer}")
    assert isinstance(error, Unreachable)
    assert (error.code, error.facts["status"]) == ("smtp-deferred", answer[:3])


@pytest.mark.parametrize("end", ["close", "reset", "silence"])
@pytest.mark.parametrize(
    ("before", "phase"),
    [
        ("C: MAIL *", "mail"),
        ("C: MAIL *\nS: 250 ok\nC: RCPT *", "rcpt"),
        (ENVELOPE + "C: DATA", "data"),
    ],
)
async def test_a_line_lost_before_the_dot_is_safe_to_try_again(before: str, phase: str, end: str) -> None:
    error = await failed(f"{HELLO}\n{before}\n-: {end}")
    assert isinstance(error, Unreachable)
    assert (error.code, error.facts["phase"]) == ("smtp-lost", phase)


@pytest.mark.parametrize("end", ["close", "reset"])
async def test_a_line_lost_after_the_dot_is_ambiguous(end: str) -> None:
    error = await failed(f"{HELLO}{ENVELOPE}{BODY}-: {end}")
    assert isinstance(error, Unreachable)
    assert (error.code, error.facts["phase"]) == ("smtp-lost-after-dot", "after-dot")


async def test_silence_after_the_dot_is_ambiguous(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(smtp, "AFTER_DOT_SECONDS", 0.3)
    error = await failed(f"{HELLO}{ENVELOPE}{BODY}-: silence")
    assert (error.code, error.facts["phase"]) == ("smtp-lost-after-dot", "after-dot")


async def test_garbage_after_the_dot_is_ambiguous() -> None:
    error = await failed(f"{HELLO}{ENVELOPE}{BODY}S: what?")
    assert (error.code, error.facts["phase"]) == ("smtp-lost-after-dot", "after-dot")


async def test_a_refusal_in_the_middle_of_the_body_is_read_although_the_line_breaks() -> None:
    script = Script(HELLO + ENVELOPE + "C: DATA\nS: 354 go on\nC: Subject: s\nS: 552 5.3.4 too big\n-: close")
    message = MESSAGE + b"x" * 90_000
    async with serving(script) as port:
        opened = await smtp.open(await NETWORK.connect("127.0.0.1", port), NETWORK)
        await asyncio.sleep(0)
        with pytest.raises(Refused) as caught:
            await opened.send("support@example.test", ["anna@example.test"], message)
        await opened.close()
    assert (caught.value.status, caught.value.facts["enhanced"]) == (552, "5.3.4")


async def test_the_dot_waits_until_it_is_noted() -> None:
    noted: list[str] = []

    async def note() -> None:
        noted.append("dot follows")

    async with session(HELLO + ENVELOPE + BODY + "S: 250 ok") as (opened, _):
        await opened.send("support@example.test", ["anna@example.test"], MESSAGE, before_dot=note)
    assert noted == ["dot follows"]


async def test_a_message_over_the_servers_limit_is_not_offered() -> None:
    async with session(HELLO) as (opened, script):
        with pytest.raises(Refused, match="smtp-message-too-large"):
            await opened.send("support@example.test", ["anna@example.test"], b"x" * 100_001)
        assert b"MAIL" not in script.received


@pytest.mark.parametrize(
    ("message", "recipient", "code"),
    [
        ("Subject: s\r\n\r\nGrüße\r\n".encode(), "anna@example.test", "smtp-8bit-not-offered"),
        (MESSAGE, "grüße@example.test", "smtp-utf8-not-offered"),
    ],
)
async def test_what_an_old_server_cannot_carry_is_not_offered(message: bytes, recipient: str, code: str) -> None:
    async with session("S: 220 old\nC: EHLO *\nS: 502 what?\nC: HELO localhost\nS: 250 hello") as (opened, _):
        with pytest.raises(Refused, match=code):
            await opened.send("support@example.test", [recipient], message)


async def test_a_domain_beyond_ascii_needs_no_extension() -> None:
    text = "C: MAIL *\nS: 250 ok\nC: RCPT TO:<anna@xn--grn-ioa.test>\nS: 250 ok"
    await sent(HELLO + text + BODY + "S: 250 ok", ("anna@grün.test",))


async def test_another_service_behind_the_port_is_named() -> None:
    with pytest.raises(Misconfigured) as caught:
        async with session("S: * OK IMAP4rev1 ready"):
            pass
    assert caught.value.code == "protocol-not-this-service"
    assert caught.value.facts["text"] == "* OK IMAP4rev1 ready"


async def test_encryption_that_is_not_offered_is_not_asked_for() -> None:
    async with session(HELLO) as (opened, _):
        with pytest.raises(Misconfigured, match="starttls-not-offered"):
            await opened.start_tls("mail.example.test")


async def test_an_answer_smuggled_in_before_encryption_ends_the_session() -> None:
    text = "S: 220 ready\nC: EHLO *\nS: 250-hello\nS: 250 STARTTLS\nC: STARTTLS\nS: 220 go\\r\\n250 AUTH PLAIN"
    async with session(text) as (opened, _):
        with pytest.raises(ProtocolViolation, match="starttls-injection"):
            await opened.start_tls("mail.example.test")


async def test_the_session_goes_on_after_a_refused_sender() -> None:
    text = "C: MAIL *\nS: 550 5.7.60 no\nC: RSET\nS: 250 ok" + ENVELOPE + BODY + "S: 250 ok"
    async with session(HELLO + text) as (opened, script):
        with pytest.raises(Refused):
            await opened.send("other@example.test", ["anna@example.test"], MESSAGE)
        await opened.send("support@example.test", ["anna@example.test"], MESSAGE)
        assert script.missed == ""
