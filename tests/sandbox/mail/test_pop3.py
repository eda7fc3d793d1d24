"""POP3: the inbox only, tokens in two lines, deletions at QUIT."""

import base64
import poplib
from dataclasses import replace
from datetime import timedelta

import pytest

from poststelle.model.rights import Right
from poststelle.sandbox.mail.names import Use
from tests.sandbox.mail.world import ALICE, BOB, CHARLIE, FORWARDED, SUPPORT, World, bearer, sasl

FAILED = b"-ERR Authentication failure: unknown user name or bad password."


def say(client: poplib.POP3, line: bytes) -> bytes:
    """One line there, one line back, errors included."""
    client._putline(line)  # type: ignore[attr-defined]
    answer = client._getline()[0]  # type: ignore[attr-defined]
    assert isinstance(answer, bytes)
    return answer


def sign_on(client: poplib.POP3, user: str, token: str) -> bytes:
    assert say(client, b"AUTH XOAUTH2") == b"+ "
    return say(client, base64.b64encode(sasl(user, token)))


def signed_on(world: World, user: str = SUPPORT, person: str = ALICE) -> poplib.POP3:
    client = world.pop3()
    assert sign_on(client, user, world.token(person)) == b"+OK User successfully authenticated."
    return client


def test_it_says_what_it_can(world: World) -> None:
    client = world.pop3()
    assert client.getwelcome().startswith(b"+OK The Microsoft Exchange POP3 service is ready.")
    offers = client.capa()
    assert {"TOP", "UIDL"} <= set(offers)
    assert offers["SASL"] == ["PLAIN", "XOAUTH2", "OAUTHBEARER"]


def test_over_a_line_in_the_clear_only_tls_is_offered(world: World) -> None:
    client = poplib.POP3("127.0.0.1", world.ports["pop3"], timeout=10)
    assert "SASL" not in client.capa()
    assert say(client, b"AUTH XOAUTH2").startswith(b"-ERR")
    client.stls(context=world.trust)
    assert "STLS" not in client.capa()
    assert sign_on(client, SUPPORT, world.token(ALICE)).startswith(b"+OK")


def test_a_member_reads_the_shared_inbox_byte_by_byte(world: World) -> None:
    odd = FORWARDED + b".\r\n..\r\n\x00\xff 8-bit Gr\xfc\xdfe\r\n"
    world.put(SUPPORT, FORWARDED)
    world.put(SUPPORT, odd)
    world.put(SUPPORT, b"elsewhere", Use.ARCHIVE)
    client = signed_on(world)
    assert client.stat() == (2, len(FORWARDED) + len(odd))
    assert [b"\r\n".join([*client.retr(number)[1], b""]) for number in (1, 2)] == [FORWARDED, odd]
    assert client.top(1, 0)[1] == FORWARDED.split(b"\r\n")[:4]


def test_uidls_stay_and_deletions_come_with_quit(world: World) -> None:
    for _ in range(3):
        world.put(SUPPORT, FORWARDED)
    client = signed_on(world)
    before = client.uidl()[1]
    client.dele(2)
    assert client.uidl()[1] == [before[0], before[2]]
    client.close()
    assert len(world.mail(SUPPORT)) == 3
    client = signed_on(world)
    client.dele(2)
    client.quit()
    assert signed_on(world).uidl()[1] == [before[0], before[2].replace(b"3 ", b"2 ", 1)]


@pytest.mark.parametrize("person", [BOB, CHARLIE])
def test_without_the_right_to_read_nothing_opens(world: World, person: str) -> None:
    assert sign_on(world.pop3(), SUPPORT, world.token(person)) == FAILED


def test_a_revoked_right_ends_an_open_session(world: World) -> None:
    world.put(SUPPORT, FORWARDED)
    client = signed_on(world)
    world.organisation.revoke(SUPPORT, ALICE, Right.READ_AND_MANAGE)
    assert say(client, b"RETR 1").startswith(b"-ERR")


def test_a_token_for_something_else_is_refused(world: World) -> None:
    assert sign_on(world.pop3(), SUPPORT, world.token(ALICE, scopes="IMAP.AccessAsUser.All")) == FAILED
    assert sign_on(world.pop3(), SUPPORT, world.token(ALICE, audience="https://graph.microsoft.com")) == FAILED
    assert sign_on(world.pop3(), SUPPORT, "no token") == FAILED


def test_the_token_in_the_line_of_the_command_ends_the_connection(world: World) -> None:
    client = world.pop3()
    line = b"AUTH XOAUTH2 " + base64.b64encode(sasl(SUPPORT, world.token(ALICE)))
    assert say(client, line) == b"-ERR Protocol error. Connection is closed. 10"
    with pytest.raises((poplib.error_proto, ConnectionError)):
        client.noop()


def test_the_standard_mechanism_works_and_says_why_not(world: World) -> None:
    client = world.pop3()
    say(client, b"AUTH OAUTHBEARER")
    assert say(client, base64.b64encode(bearer(SUPPORT, world.token(ALICE)))).startswith(b"+OK")
    client = world.pop3()
    say(client, b"AUTH OAUTHBEARER")
    assert say(client, base64.b64encode(bearer(SUPPORT, world.token(BOB)))).startswith(b"+ ey")
    assert say(client, b"AQ==") == FAILED


def test_an_expired_token_ends_the_session(world: World) -> None:
    client = signed_on(world)
    world.clock.ahead = timedelta(hours=2)
    assert say(client, b"STAT") == b"-ERR Session invalidated - AccessTokenExpired"


def test_passwords_open_their_own_mailbox_alone(world: World) -> None:
    client = world.pop3()
    client.user(ALICE)
    with pytest.raises(poplib.error_proto, match="Logon failure: unknown user name or bad password"):
        client.pass_(f"{ALICE}'s password")
    world.organisation.change_switches(replace(world.organisation.switches(), password_sign_on=True))
    client.user(ALICE)
    assert client.pass_(f"{ALICE}'s password").startswith(b"+OK")


@pytest.mark.parametrize(
    "line", [b"", b"\xff\xfe", b"RETR", b"RETR 9999999999999999", b"RETR -1", b"TOP 1", b"XYZZY", b"DELE x"]
)
def test_mistakes_are_answered_and_the_session_goes_on(world: World, line: bytes) -> None:
    client = signed_on(world)
    assert say(client, line).startswith(b"-ERR")
    assert client.noop().startswith(b"+OK")
