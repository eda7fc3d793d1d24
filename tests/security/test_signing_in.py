"""Sessions: made anew at the door, ended by a new password, closed to other sites; guessing is slowed."""

import pytest
from django.core.cache import cache
from django.test import Client

from poststelle.mailroom import persons, tokens
from poststelle.mailroom.parts import Parts
from poststelle.model.mailbox import Mailbox
from poststelle.model.person import Person
from poststelle.model.secret import Secret
from poststelle.store import models
from tests.web.conftest import Browse
from tests.web.samples import samples
from tests.web.test_doors import OPEN_METHODS, POST

LOGIN = "/person/login/"
EVIL = [
    "https://evil.test", "//evil.test", "/\\evil.test", "\\\\evil.test", "javascript:alert(1)", "http:evil.test",
    "\thttps://evil.test", "https://localhost@evil.test/", "///evil.test", "https://localhost.evil.test/",
    "//evil%2etest",
]  # fmt: skip


@pytest.fixture(autouse=True)
def nobody_has_guessed_yet() -> None:
    cache.clear()


def credentials(person: Person) -> dict[str, str]:
    return {"login": person.address, "password": f"{person.name}-password"}


def test_a_session_begun_before_signing_in_is_worth_nothing_after(browse: Browse, alice: Person) -> None:
    client = browse(None)
    client.get(LOGIN)
    session = client.session
    session["planted"] = "x"
    session.save()
    planted = session.session_key or ""
    client.cookies["poststelle_session"] = planted

    assert client.post(LOGIN, credentials(alice)).status_code == 302

    assert client.cookies["poststelle_session"].value != planted
    thief = browse(None)
    thief.cookies["poststelle_session"] = planted
    assert thief.get("/").status_code == 302


def test_signing_out_ends_the_session_at_the_service(browse: Browse, alice: Person) -> None:
    client = browse(alice)
    kept = client.cookies["poststelle_session"].value
    assert client.get("/person/logout/").status_code == 200
    assert client.get("/").status_code == 200, "a picture in a letter can sign out"
    client.post("/person/logout/")
    thief = browse(None)
    thief.cookies["poststelle_session"] = kept
    assert thief.get("/").status_code == 302


def test_a_new_password_ends_all_other_sessions(browse: Browse, alice: Person, bob: Person) -> None:
    clients = [browse(bob), browse(bob)]
    persons.set_password(alice, bob.id, Secret("a-new-password-1"))
    assert [client.get("/").status_code for client in clients] == [302, 302]


def test_who_is_deactivated_is_out_at_once(browse: Browse, bob: Person) -> None:
    client, (_number, secret) = browse(bob), tokens.create(bob, "program")
    models.Person.objects.filter(pk=bob.id).update(is_active=False)
    assert client.get("/").status_code == 302
    assert tokens.person_of(secret) is None


def test_a_revoked_token_opens_nothing(bob: Person, alice: Person) -> None:
    number, secret = tokens.create(bob, "program")
    with pytest.raises(Exception, match="token-unknown"):
        tokens.revoke(alice, number)
    tokens.revoke(bob, number)
    assert tokens.person_of(secret) is None


def test_guessing_is_slowed_even_from_many_addresses(browse: Browse, alice: Person, bob: Person) -> None:
    client = browse(None)
    for number in range(8):
        wrong = {"login": bob.address, "password": f"guess-{number}"}
        client.post(LOGIN, wrong, headers={"X-Forwarded-For": f"192.0.2.{number}"})
    assert client.post(LOGIN, credentials(bob)).status_code == 200, "the right password got in after eight wrong ones"


@pytest.mark.parametrize("target", EVIL)
def test_no_page_sends_people_to_another_site(browse: Browse, alice: Person, target: str) -> None:
    client = browse(None)
    places = [
        client.post("/theme/", {"theme": "dark", "next": target}),
        client.post("/language/", {"language": "de", "next": target}),
        client.post(LOGIN, {**credentials(alice), "next": target}),
    ]
    places.append(client.get(LOGIN, {"next": target}))
    places.append(client.post("/person/logout/", {"next": target}))
    for answer in places:
        assert "evil" not in answer.headers.get("Location", "")


def test_every_change_needs_the_token_of_its_own_page(
    parts: Parts, support: Mailbox, alice: Person, browse: Browse
) -> None:
    there = samples(parts, support, alice)
    browse(alice)
    client = Client(enforce_csrf_checks=True, headers={"host": "localhost"})
    client.login(email=alice.address, password="Alice-password")
    ours = [there.address(name) for name in {*POST, *OPEN_METHODS}]
    theirs = [LOGIN, "/person/logout/", "/person/password/", "/person/two-factor/totp/activate/"]
    for address in [*ours, *theirs]:
        assert client.post(address).status_code == 403, address


@pytest.mark.parametrize("host", ["evil.test", "localhost.evil.test", "localhost@evil.test", "127.0.0.1.evil.test", ""])
def test_only_our_own_host_names_are_answered(browse: Browse, host: str) -> None:
    assert browse(None).get(LOGIN, headers={"host": host}).status_code == 400
