"""What changes behind Poststelle's back: rights, keys and servers that go away and come back. Nothing is lost."""

import json
import time
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from tests.flows import tenant as tenants
from tests.flows.office import READ, SEND_AS, Office

LETTER = b"Subject: hello\r\n\r\nhello\r\n"
SHORT = "120"  # seconds of a token that is renewed before each use: less than the five minutes it must have left


def test_a_right_that_was_revoked_at_the_provider_is_named(open_office: Office) -> None:
    office = open_office
    office.tenant.revoke(office.address, office.first, READ)

    red = office.red()
    failed = office.run("fetch", office.address, "--json", expect=1)

    assert red["mailbox"] == "full-access-missing"
    assert set(red) <= {"mailbox"}, "what has to do with the other rights stays as it was"
    assert json.loads(failed.err)["error"] == "full-access-missing"
    assert office.send("still allowed").json["state"] in {"sent", "filed"}
    office.tenant.grant(office.address, office.first, READ)
    assert office.run("fetch", office.address).code == 0


def test_the_key_of_another_member_takes_over(office: Office) -> None:
    bob = office.tenant.person("Bob")
    both = office.changed(members={**office.members, bob: (READ,)})
    both.signed_in()
    both.signed_in(bob)
    both.tenant.put(both.address, LETTER)
    both.tenant.revoke(both.address, both.first, READ)

    assert both.run("fetch", both.address, "--as", both.first, "--json").json["new"] == 1


def test_a_right_that_takes_effect_later_is_waited_for(blank: Office) -> None:
    with blank.tenant.switched(grant_delay_seconds="6"):
        blank.apply()
        blank.signed_in()
        early = blank.check()["mailbox"]
        assert early["status"] in {"waiting", "failed"}
        assert early["code"] in {"full-access-missing", "rights-not-replicated-yet"}
        deadline = time.monotonic() + 20
        while (said := blank.run("fetch", blank.address, expect=None)).code and time.monotonic() < deadline:
            time.sleep(0.5)
    assert said.code == 0
    assert blank.red() == {}


def test_smtp_that_is_switched_off_is_named_and_fetching_goes_on(open_office: Office) -> None:
    office = open_office
    with office.tenant.switched(smtp_auth_disabled="on"):
        red = office.red()
        failed = office.send("no", expect=1).json
        assert office.run("fetch", office.address).code == 0

    assert red == {"outgoing": "smtp-auth-disabled-tenant"}
    assert failed["state"] == "failed"
    assert "5.7.139" in failed["attempts"][-1]["text"]
    assert failed["attempts"][-1]["code"] == 535
    assert office.send("yes").json["state"] == "filed"


def test_sign_ins_that_were_ended_are_told_and_repaired_by_the_next_one(office: Office) -> None:
    with office.tenant.switched(access_token_seconds=SHORT):
        office.signed_in()
    office.tenant.end_sign_ins(office.first)

    refused = office.run("fetch", office.address, "--json", expect=1)
    again = office.run("fetch", office.address, "--json", expect=1)

    assert json.loads(refused.err)["error"] == "grant-revoked"
    assert json.loads(again.err)["error"] in {"grant-revoked", "no-key"}
    assert office.red()["token"] == "grant-revoked"
    office.signed_in()
    assert office.run("fetch", office.address).code == 0


def test_two_processes_that_renew_at_once_lose_no_token(office: Office) -> None:
    """Each refresh token is good for one use; every command here has to renew."""
    with office.tenant.switched(access_token_seconds=SHORT, refresh_once="on"):
        office.signed_in()
        with ExitStack() as stack:
            children = [stack.enter_context(office.run.running("fetch", office.address)) for _ in range(3)]
            said = [child.communicate(timeout=60)[1] for child in children]
        assert [child.returncode for child in children] == [0, 0, 0], said
    assert office.run("fetch", office.address).code == 0


def test_a_server_that_stops_while_fetching_loses_nothing(own: Office) -> None:
    line = b"x" * 900 + b"\r\n"
    own.tenant.put(own.address, *(b"Subject: large %d\r\n\r\n" % number + line * 500 for number in range(40)))
    with own.run.running("fetch", own.address, "--json") as child:
        _until_something_is_kept(own)
        tenants.stop(own.tenant)
        _, err = child.communicate(timeout=60)
    assert child.returncode == 1, err
    assert json.loads(err)["error"]
    down = own.run("fetch", own.address, "--json", expect=1)
    assert json.loads(down.err)["error"]

    up = replace(own, tenant=tenants.again(own.tenant))
    try:
        fetched = up.run("fetch", up.address, "--json").json
        assert 0 < fetched["new"] < 40, "what was kept is not fetched again"
        assert up.exported("INBOX") == sorted(up.tenant.raws(up.address))
    finally:
        tenants.stop(up.tenant)


def _until_something_is_kept(office: Office) -> None:
    blobs = office.run.home
    deadline = time.monotonic() + 30
    begun = _octets(blobs)
    while _octets(blobs) == begun:
        assert time.monotonic() < deadline
        time.sleep(0.005)


def _octets(home: Path) -> int:
    return sum(1 for path in (home / "messages").rglob("*") if path.is_file()) if (home / "messages").exists() else 0


def test_a_sender_who_lost_the_right_in_poststelle_is_not_let_through(open_office: Office) -> None:
    office = open_office
    office.run("revoke", office.address, office.first, SEND_AS)

    refused = office.send("no", expect=3)

    assert "send as" in refused.err.lower()
