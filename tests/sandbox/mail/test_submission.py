"""Submission: who signs on as whom, who may send as whom, and where the message goes, with Exchange's words."""

import smtplib
from base64 import b64decode
from dataclasses import replace

import pytest

from poststelle.model.rights import Right
from poststelle.sandbox.mail.names import Use
from poststelle.sandbox.mail.outside import OUTSIDE
from poststelle.sandbox.switches import Stage
from tests.sandbox.mail.world import ALICE, BOB, CHARLIE, EXCHANGE, SUPPORT, World, bearer, sasl

CUSTOMER = "kunde@draussen.example"
UNSUCCESSFUL = b"5.7.3 Authentication unsuccessful [sandbox.muster.example]"


def letter(author: str = SUPPORT, sender: str = "", body: bytes = b"Guten Tag\r\n") -> bytes:
    head = (
        f"From: {author}\r\n"
        + (f"Sender: {sender}\r\n" if sender else "")
        + f"To: {CUSTOMER}\r\nSubject: Antwort\r\n\r\n"
    )
    return head.encode() + body


def sign_on(client: smtplib.SMTP, user: str, token: str) -> tuple[int, bytes]:
    client.docmd("AUTH", "XOAUTH2")
    return client.docmd(smtplib.encode_base64(sasl(user, token), eol=""))  # type: ignore[attr-defined]


def refused(client: smtplib.SMTP, mail_from: str, raw: bytes, to: str = CUSTOMER) -> tuple[int, bytes]:
    with pytest.raises(smtplib.SMTPResponseException) as error:
        client.sendmail(mail_from, [to], raw)
    reply = error.value.smtp_error
    return error.value.smtp_code, reply if isinstance(reply, bytes) else reply.encode()


def test_it_offers_sign_on_after_tls_alone(world: World) -> None:
    client = smtplib.SMTP("127.0.0.1", world.ports["submission"], timeout=10)
    client.ehlo()
    assert client.has_extn("starttls")
    assert not client.has_extn("auth")
    assert client.docmd("AUTH", "XOAUTH2")[0] == 504
    client.starttls(context=world.trust)
    client.ehlo()
    assert client.esmtp_features["auth"].split() == ["LOGIN", "OAUTHBEARER", "XOAUTH2"]
    assert client.esmtp_features["size"] == "157286400"
    assert client.has_extn("8bitmime")
    assert client.has_extn("smtputf8")
    assert not client.has_extn("starttls")


def test_the_tls_port_offers_sign_on_at_once(world: World) -> None:
    client = smtplib.SMTP_SSL("127.0.0.1", world.ports["submissions"], context=world.trust, timeout=10)
    assert client.ehlo()[0] == 250
    assert sign_on(client, ALICE, world.token(ALICE)) == (235, b"2.7.0 Authentication successful")


def test_nobody_sends_without_signing_on(world: World) -> None:
    client = world.smtp()
    assert client.docmd("MAIL", f"FROM:<{SUPPORT}>") == (530, b"5.7.57 Client not authenticated to send mail.")


def test_a_member_signs_on_with_the_own_name(world: World) -> None:
    assert sign_on(world.smtp(), ALICE, world.token(ALICE)) == (235, b"2.7.0 Authentication successful")


def test_a_long_token_may_stand_in_the_line_of_the_command(world: World) -> None:
    client = world.smtp()
    line = smtplib.encode_base64(sasl(ALICE, world.token(ALICE, scopes="SMTP.Send " + "x" * 3000)), eol="")  # type: ignore[attr-defined]
    assert client.docmd("AUTH", f"XOAUTH2 {line}")[0] == 235


def test_the_shared_address_as_name_is_refused(world: World) -> None:
    assert sign_on(world.smtp(), SUPPORT, world.token(ALICE)) == (535, UNSUCCESSFUL)


@pytest.mark.parametrize(
    ("scopes", "audience"),
    [("IMAP.AccessAsUser.All", EXCHANGE), ("SMTP.Send", "https://graph.microsoft.com")],
    ids=["scope", "audience"],
)
def test_a_token_for_something_else_is_refused(world: World, scopes: str, audience: str) -> None:
    token = world.token(ALICE, scopes=scopes, audience=audience)
    assert sign_on(world.smtp(), ALICE, token) == (535, UNSUCCESSFUL)


def test_an_expired_token_is_refused(world: World) -> None:
    assert sign_on(world.smtp(), ALICE, world.token(ALICE, seconds=-10)) == (535, UNSUCCESSFUL)


def test_a_blocked_person_is_refused(world: World) -> None:
    alice = world.organisation.person(ALICE)
    assert alice
    token = world.token(ALICE)
    world.organisation.change_person(replace(alice, enabled=False))
    assert sign_on(world.smtp(), ALICE, token) == (535, UNSUCCESSFUL)


def test_nonsense_instead_of_base64_is_answered(world: World) -> None:
    client = world.smtp()
    assert client.docmd("AUTH", "XOAUTH2 %%%")[0] == 501
    client.docmd("AUTH", "XOAUTH2")
    assert client.docmd("*")[0] == 501
    assert client.noop()[0] == 250


def test_the_standard_mechanism_works_and_says_why_not(world: World) -> None:
    client = world.smtp()
    client.docmd("AUTH", "OAUTHBEARER")
    good = smtplib.encode_base64(bearer(ALICE, world.token(ALICE)), eol="")  # type: ignore[attr-defined]
    assert client.docmd(good)[0] == 235
    client = world.smtp()
    client.docmd("AUTH", "OAUTHBEARER")
    code, challenge = client.docmd(smtplib.encode_base64(bearer(ALICE, "no token"), eol=""))  # type: ignore[attr-defined]
    assert code == 334
    assert b64decode(challenge).startswith(b'{"status":"invalid_token"')
    assert client.docmd("AQ==") == (535, UNSUCCESSFUL)


@pytest.mark.parametrize("own", [True, False], ids=["the person's switch", "the organisation's switch"])
def test_submission_can_be_switched_off(world: World, own: bool) -> None:
    alice = world.organisation.person(ALICE)
    assert alice
    if own:
        world.organisation.change_person(replace(alice, smtp_auth=False))
    else:
        world.organisation.change_switches(replace(world.organisation.switches(), smtp_auth_disabled=True))
    code, text = sign_on(world.smtp(), ALICE, world.token(ALICE))
    whose = b"Mailbox" if own else b"Tenant"
    assert code == 535
    assert text == (
        b"5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the " + whose + b"."
        b" Visit https://aka.ms/smtp_auth_disabled for more information."
    )


def test_passwords_work_only_where_they_are_switched_on(world: World) -> None:
    with pytest.raises(smtplib.SMTPAuthenticationError, match="basic authentication is disabled"):
        world.smtp().login(ALICE, f"{ALICE}'s password")
    world.organisation.change_switches(replace(world.organisation.switches(), password_sign_on=True))
    assert world.smtp().login(ALICE, f"{ALICE}'s password")[0] == 235
    with pytest.raises(smtplib.SMTPAuthenticationError, match=r"5\.7\.3 Authentication unsuccessful"):
        world.smtp().login(ALICE, "another password")


def test_a_mailbox_with_a_password_sends_as_itself(world: World) -> None:
    mailbox = world.organisation.mailbox(SUPPORT)
    assert mailbox
    world.organisation.set_mailbox_password(mailbox, "the mailbox's password")
    client = world.smtp()
    client.login(SUPPORT, "the mailbox's password")
    client.sendmail(SUPPORT, [ALICE], letter())
    assert len(world.mail(ALICE)) == 1
    assert len(world.mail(SUPPORT, Use.SENT)) == 1


def test_an_app_sends_as_its_mailbox_and_no_other(world: World) -> None:
    client = world.smtp()
    assert sign_on(client, SUPPORT, world.app_token("SMTP.SendAsApp"))[0] == 235
    client.sendmail(SUPPORT, [CUSTOMER], letter())
    assert refused(client, ALICE, letter(ALICE))[0] == 550
    assert sign_on(world.smtp(), SUPPORT, world.app_token("IMAP.AccessAsApp")) == (535, UNSUCCESSFUL)


NO_RIGHT = (550, b"5.7.60 SMTP; Client does not have permissions to send as this sender")


def test_a_stranger_is_refused_at_mail_from(world: World) -> None:
    assert refused(world.submission(CHARLIE), SUPPORT, letter()) == NO_RIGHT
    assert refused(world.submission(CHARLIE), CUSTOMER, letter(CUSTOMER)) == NO_RIGHT
    assert world.mail(OUTSIDE) == []


def test_reading_is_no_sending(world: World) -> None:
    world.organisation.grant(SUPPORT, CHARLIE, Right.READ_AND_MANAGE)
    assert refused(world.submission(CHARLIE), SUPPORT, letter()) == NO_RIGHT


def test_a_stranger_is_refused_after_data_by_the_switch(world: World) -> None:
    world.organisation.change_switches(replace(world.organisation.switches(), refusal=Stage.AFTER_DATA))
    code, text = refused(world.submission(CHARLIE), SUPPORT, letter())
    assert code == 554
    assert text.startswith(
        b"5.2.252 SendAsDenied; charlie@muster.example not allowed to send as support@muster.example; STOREDRV"
    )
    assert world.mail(OUTSIDE) == []


def test_a_foreign_author_behind_the_own_envelope_is_refused_after_data(world: World) -> None:
    code, text = refused(world.submission(CHARLIE), CHARLIE, letter(SUPPORT))
    assert (code, text[:20]) == (554, b"5.2.252 SendAsDenied")
    two = letter(f"{CHARLIE}, {SUPPORT}")
    assert refused(world.submission(CHARLIE), CHARLIE, two)[0] == 554
    assert refused(world.submission(CHARLIE), CHARLIE, letter("no address at all"))[0] == 554


def test_a_revoked_right_ends_at_once(world: World) -> None:
    client = world.submission(BOB)
    client.sendmail(SUPPORT, [CUSTOMER], letter())
    for right in Right:
        world.organisation.revoke(SUPPORT, BOB, right)
    assert refused(client, SUPPORT, letter()) == NO_RIGHT


def test_sending_as_changes_nothing_and_names_nobody(world: World) -> None:
    raw = letter(body=b"Gr\xc3\xbc\xc3\x9fe\r\n.\r\n..zwei\r\n" + b"\x00\xff\xfe roh\r\n")
    world.submission(BOB).sendmail(SUPPORT, [CUSTOMER, ALICE], raw)
    for kept in (*world.mail(OUTSIDE), *world.mail(ALICE)):
        assert kept.startswith(b"Received: from ")
        assert kept.endswith(raw)
        assert b"bob@" not in kept
    assert len(world.mail(OUTSIDE)) == len(world.mail(ALICE)) == 1


@pytest.mark.parametrize("sender", ["", f"Charlie <{CHARLIE}>", ALICE], ids=["missing", "right", "wrong"])
def test_sending_on_behalf_names_the_member(world: World, sender: str) -> None:
    world.organisation.grant(SUPPORT, CHARLIE, Right.SEND_ON_BEHALF)
    world.submission(CHARLIE).sendmail(SUPPORT, [ALICE], letter(sender=sender))
    (kept,) = world.mail(ALICE)
    head = kept.partition(b"\r\n\r\n")[0].split(b"\r\n")
    assert [line for line in head if line.lower().startswith(b"sender:")] == [
        b"Sender: Charlie <charlie@muster.example>"
    ]
    assert b"From: support@muster.example" in head
    assert kept.endswith(b"\r\n\r\nGuten Tag\r\n")


def test_the_own_address_may_stand_in_the_envelope_on_behalf(world: World) -> None:
    world.organisation.grant(SUPPORT, CHARLIE, Right.SEND_ON_BEHALF)
    world.submission(CHARLIE).sendmail(CHARLIE, [ALICE], letter(sender=CHARLIE))
    assert len(world.mail(ALICE)) == 1


def test_a_right_that_is_still_waiting_counts_as_none(world: World) -> None:
    world.organisation.change_switches(replace(world.organisation.switches(), grant_delay_seconds=600))
    world.organisation.grant(SUPPORT, CHARLIE, Right.SEND_AS)
    assert refused(world.submission(CHARLIE), SUPPORT, letter()) == NO_RIGHT


@pytest.mark.parametrize(
    ("person", "switch", "copies"),
    [
        (BOB, "", (1, 0)),
        (BOB, "copy_sent_as", (1, 1)),
        (BOB, "copy_on_behalf", (1, 0)),
        (CHARLIE, "copy_on_behalf", (1, 1)),
        (CHARLIE, "copy_sent_as", (1, 0)),
    ],
)
def test_the_copy_lies_with_the_member_and_by_the_switch_in_the_shared_mailbox(
    world: World, person: str, switch: str, copies: tuple[int, int]
) -> None:
    world.organisation.grant(SUPPORT, CHARLIE, Right.SEND_ON_BEHALF)
    switches = replace(world.organisation.switches(), copy_sent_as="sent" in switch, copy_on_behalf="behalf" in switch)
    world.organisation.change_switches(switches)
    world.submission(person).sendmail(SUPPORT, [CUSTOMER], letter(sender=CHARLIE if person == CHARLIE else ""))
    assert (len(world.mail(person, Use.SENT)), len(world.mail(SUPPORT, Use.SENT))) == copies


def test_the_copy_for_the_member_can_be_switched_off(world: World) -> None:
    world.organisation.change_switches(replace(world.organisation.switches(), copy_submission=False))
    world.submission(BOB).sendmail(SUPPORT, [CUSTOMER], letter())
    world.submission(BOB).sendmail(BOB, [CUSTOMER], letter(BOB))
    assert world.mail(BOB, Use.SENT) == []


def test_the_sent_copy_is_what_was_handed_over(world: World) -> None:
    world.submission(BOB).sendmail(SUPPORT, [CUSTOMER], letter())
    assert world.mail(BOB, Use.SENT) == [letter()]


def test_unknown_and_unlicensed_recipients_of_the_house_are_refused(world: World) -> None:
    charlie = world.organisation.person(CHARLIE)
    assert charlie
    world.organisation.change_person(replace(charlie, licensed=False))
    client = world.submission()
    client.docmd("MAIL", f"FROM:<{ALICE}>")
    text = b"5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup"
    assert client.docmd("RCPT", "TO:<niemand@muster.example>") == (550, text)
    assert client.docmd("RCPT", f"TO:<{CHARLIE}>") == (550, text)
    assert client.docmd("RCPT", f"TO:<{SUPPORT}>") == (250, b"2.1.5 Recipient OK")
    assert client.docmd("RCPT", f"TO:<{CUSTOMER}>")[0] == 250


def test_twenty_megabytes_come_through_unchanged(world: World) -> None:
    line = bytes(octet for octet in range(256) if octet not in (10, 13)) + b"\r\n"
    raw = letter(body=line * (20_000_000 // len(line)))
    world.submission(BOB).sendmail(SUPPORT, [ALICE], raw)
    (kept,) = world.mail(ALICE)
    assert kept.endswith(raw)


def test_too_large_a_message_is_refused_at_once(world: World) -> None:
    client = world.submission()
    answer = client.docmd("MAIL", f"FROM:<{ALICE}> SIZE=157286401")
    assert answer == (552, b"5.3.4 Message size exceeds fixed maximum message size")


def test_the_fourth_connection_at_a_time_has_to_wait(world: World) -> None:
    clients = [world.submission() for _ in range(4)]
    answers = [client.docmd("MAIL", f"FROM:<{ALICE}>") for client in clients]
    assert [code for code, _ in answers] == [250, 250, 250, 432]
    assert answers[3][1] == b"4.3.2 STOREDRV.ClientSubmit; sender thread limit exceeded"
    clients[0].quit()
    assert clients[3].docmd("MAIL", f"FROM:<{ALICE}>")[0] == 250
