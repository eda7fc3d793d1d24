"""Every way to sign in, to fetch and to send that the sandbox offers, by the command line."""

import json
import mailbox
import re
from email import message_from_bytes
from email.policy import default
from itertools import combinations
from pathlib import Path

import pytest

from tests.flows.office import ALL, ON_BEHALF, READ, SEND_AS, Office
from tests.flows.service import api, serving
from tests.signin import walk

LETTER = (
    b"From: Kunde <k@example.org>\r\nTo: team@muster.example\r\nSubject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=\r\n\r\nHallo\r\n"
)
MANNERS = ("send-as", "on-behalf")
ODD = b"Subject: odd\r\nX-8bit: \xe4\xf6\xfc\r\n\r\nno end of line \x80\xff"


def test_authorization_code_checks_green_and_fetches_what_the_server_has(office: Office) -> None:
    office.tenant.put(office.address, LETTER, ODD, b"\r\n", b"Subject: only a header\r\n\r\n")

    done = office.sign_in()
    check = office.run("check", office.address, "--as", office.first, "--send-test")
    fetched = office.run("fetch", office.address, "--json").json

    assert done.code == 0, done
    assert f"Signed in as {office.first} for {office.address}." in done.out
    assert "The configuration works." in check.text
    assert fetched["new"] >= 4
    assert sorted(office.raws("--folder", "INBOX")) == sorted(office.tenant.raws(office.address))


def test_a_device_code_is_typed_elsewhere(office: Office) -> None:
    with office.waiting("--device", "--json") as (line, child):
        shown = json.loads(line)
        arrived = walk(f"{shown['url']}?code={shown['user_code']}", office.first)
        out, err = child.communicate(timeout=30)

    assert not arrived.location
    assert child.returncode == 0, err
    assert json.loads(out)["account"] == office.first
    assert office.red() == {}


def test_a_declined_device_is_said(office: Office) -> None:
    with office.waiting("--device", "--json") as (line, child):
        shown = json.loads(line)
        walk(f"{shown['url']}?code={shown['user_code']}", office.first, decision="cancel")
        _, err = child.communicate(timeout=30)

    assert child.returncode == 1
    assert "declined" in err.decode().lower()


def test_the_password_of_a_shared_mailbox_opens_it(blank: Office) -> None:
    blank.apply()
    blank.tenant.mailbox_password(blank.address, "Sommer-2026!")
    blank.tenant.put(blank.address, LETTER)
    by_password = {"authentication": "password", "password": "Sommer-2026!"}
    office = blank.changed(incoming=by_password)

    assert office.run("fetch", office.address, "--json").json["new"] == 1

    wrong = blank.changed(incoming=by_password | {"password": "Winter-2026!"})
    failed = wrong.run("fetch", wrong.address, expect=1)
    assert "password" in failed.err.lower()
    assert "Winter-2026!" not in failed.err


def test_a_personal_mailbox_is_opened_by_its_owner(blank: Office) -> None:
    person = blank.first
    office = blank.changed(address=person, kind="personal", members={person: ALL})
    office.tenant.put(person, LETTER)

    done = office.sign_in()

    assert done.code == 0
    assert "Careful" not in done.err
    assert office.red() == {}
    assert office.run("fetch", person, "--json").json["new"] == 1


@pytest.mark.parametrize(
    ("protocol", "port", "encryption"),
    [("imap", "imap", "starttls"), ("pop3", "pop3s", "tls"), ("pop3", "pop3", "starttls")],
)
def test_each_incoming_server_gives_the_same_octets(blank: Office, protocol: str, port: str, encryption: str) -> None:
    office = blank.changed(incoming={"protocol": protocol, "port": port, "encryption": encryption})
    office.tenant.put(office.address, LETTER, LETTER.replace(b"Hallo", b"..\r\n.\r\nHallo"))
    office.signed_in()

    assert office.red() == {}
    assert office.run("fetch", office.address, "--json").json["new"] == 2
    assert office.exported() == sorted(office.tenant.raws(office.address))


@pytest.mark.parametrize(("port", "encryption"), [("submission", "starttls"), ("submissions", "tls")])
def test_each_outgoing_server_takes_attachments_and_html(
    blank: Office, tmp_path: Path, port: str, encryption: str
) -> None:
    office = blank.changed(outgoing={"port": port, "encryption": encryption})
    office.signed_in()
    (tmp_path / "Übersicht.bin").write_bytes(bytes(range(256)) * 40)
    (tmp_path / "text.html").write_text("<p>Grüße aus <b>Köln</b></p>")

    sent = office.send("Grüße", "--attach", str(tmp_path / "Übersicht.bin"), "--html", str(tmp_path / "text.html")).json

    assert sent["state"] == "filed"
    (raw,) = office.tenant.raws(office.address)
    assert office.run("fetch", office.address, "--json").json["new"] == 2
    message = message_from_bytes(raw, policy=default)
    (attached,) = message.iter_attachments()
    assert attached.get_filename() == "Übersicht.bin"
    assert attached.get_content() == bytes(range(256)) * 40
    html = message.get_body(("html",))
    assert html is not None
    assert "<b>Köln</b>" in html.get_content()
    assert message["From"] == f"Team <{office.address}>"
    assert "Sender" not in message


def test_on_behalf_names_the_person(open_office: Office) -> None:
    office = open_office
    office.tenant.revoke(office.address, office.first, SEND_AS)

    assert office.send("For the team", "--on-behalf").json["state"] == "filed"

    (raw,) = office.tenant.raws(office.address)
    assert re.search(rb"^Sender: .*" + office.first.encode(), raw, re.MULTILINE)
    assert f"From: Team <{office.address}>".encode() in raw


def test_the_copy_lies_in_the_shared_sent_folder_once_however_the_switches_stand(open_office: Office) -> None:
    """Over the API, where a message costs no new process."""
    office, expected = open_office, 0
    letter = {"to": [office.address], "subject": "copy", "text": "Hallo", "wait": True}
    with serving(office) as base:
        ask = api(office, base)
        way = f"/mailboxes/{ask.mailbox(office.address)}/submissions"
        for names in subsets(("copy_sent_as", "copy_on_behalf", "copy_submission")):
            off = {} if "copy_submission" in names else {"copy_submission": ""}
            with office.tenant.switched(**dict.fromkeys(names, "on"), **off):
                sent = [ask("POST", way, letter | {"manner": manner}, expect=201) for manner in MANNERS]
            expected += len(sent)

            copies = office.tenant.sent(office.address)

            assert [one["state"] for one in sent] == ["filed", "filed"]
            assert [sum(one["message_id"].encode() in raw for raw in copies) for one in sent] == [1, 1], names
            assert len(copies) == expected, names


def subsets(names: tuple[str, ...]) -> list[tuple[str, ...]]:
    return [some for size in range(len(names) + 1) for some in combinations(names, size)]


@pytest.mark.parametrize(("stage", "words"), [("mail-from", "5.7.60"), ("after-data", "5.2.252")])
def test_a_sender_without_the_right_is_refused_by_the_server(open_office: Office, stage: str, words: str) -> None:
    office, tenant = open_office, open_office.tenant
    for right in (SEND_AS, ON_BEHALF):
        tenant.revoke(office.address, office.first, right)
    with tenant.switched(refusal=stage):
        for options in ((), ("--on-behalf",)):
            failed = office.send("no", *options, expect=1)
            assert failed.json["state"] == "failed"
            assert words in failed.json["attempts"][-1]["text"]
    assert tenant.raws(office.address) == []
    assert tenant.sent(office.address) == []
    assert office.red() == {} or SEND_AS not in office.red()


def test_exports_are_byte_identical(open_office: Office, tmp_path: Path) -> None:
    office = open_office
    office.tenant.put(office.address, LETTER, LETTER.replace(b"Hallo", b"From here\r\n>From there"), ODD)
    office.run("fetch", office.address)
    given = sorted(office.tenant.raws(office.address))
    for form in ("eml", "maildir", "mbox"):
        office.run("export", office.address, "--format", form, str(tmp_path / form))

    emls = [path.read_bytes() for path in (tmp_path / "eml").rglob("*.eml")]
    maildir = [path.read_bytes() for path in (tmp_path / "maildir").glob("*/cur/*")]
    boxes = b"".join(path.read_bytes() for path in (tmp_path / "mbox").rglob("*.mbox"))
    assert sorted(emls) == sorted(maildir) == given
    assert all(re.sub(rb"^(>*From )", rb">\1", raw, flags=re.MULTILINE) in boxes for raw in given)
    assert sum(len(mailbox.mbox(path)) for path in (tmp_path / "mbox").rglob("*.mbox")) == len(given)


def test_follow_notices_what_comes(open_office: Office) -> None:
    office = open_office
    with office.run.running("fetch", office.address, "--follow", "--json") as child:
        assert child.stdout is not None
        first = json.loads(child.stdout.readline())
        office.tenant.put(office.address, LETTER)
        second = json.loads(child.stdout.readline())

    assert (first["new"], second["new"]) == (0, 1)


def test_the_issuer_of_the_sandbox_serves_as_one_of_which_nothing_is_known(blank: Office) -> None:
    """Everything by discovery and by the file, nothing by the provider's rules."""
    blank.apply()
    tenant, resource = blank.tenant, "https://outlook.office.com"
    tenant.put(blank.address, LETTER)
    scopes = [f"{resource}/IMAP.AccessAsUser.All", f"{resource}/SMTP.Send"]
    office = blank.changed(
        settings={"name": "corp", "provider": "generic", "issuer": tenant.ready["issuer"], "tenant": ""},
        scopes=("openid", "email", "offline_access", *scopes),
        incoming={"username": "mailbox"},
        outgoing={"username": "account"},
    )
    office.signed_in()

    assert office.red() == {}
    assert office.run("fetch", office.address, "--json").json["new"] == 1
    assert office.send("generic").json["state"] == "filed"


def test_the_app_itself_is_the_last_key(office: Office) -> None:
    """Client credentials: nobody has signed in, and then somebody whose right was taken away."""
    tenant, words = office.tenant, ("authorize", office.address, "--as", office.first, "--app-only")
    tenant.put(office.address, LETTER)
    assert office.run("fetch", office.address, "--json", expect=1).err.startswith('{"error": "no-key"')

    assert office.run(*words, "--json").json == {"event": "app-only", "mailbox": office.address}
    assert office.run("fetch", office.address, "--json").json["new"] == 1

    office.signed_in()
    tenant.revoke(office.address, office.first, READ)
    tenant.put(office.address, LETTER)
    assert office.run("fetch", office.address, "--json").json["new"] == 1


def test_the_app_itself_needs_an_administrator_and_the_right_secret(office: Office) -> None:
    bob = office.tenant.person("Bob")
    both = office.changed(members={**office.members, bob: (READ,)})
    assert both.run("authorize", both.address, "--as", bob, "--app-only", expect=3).err

    wrong = both.changed(settings={"client_secret": "wrong~secret~of~the~app"})
    said = wrong.run("authorize", wrong.address, "--as", wrong.first, "--app-only", expect=1)

    assert "401" in said.err
