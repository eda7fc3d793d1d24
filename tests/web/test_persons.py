"""Persons, tokens, theme and language."""

import re

from poststelle.mailroom import persons, tokens
from poststelle.model.person import Person
from poststelle.model.secret import Secret
from tests.web.conftest import Browse

NEW = {"name": "Dora", "address": "dora@example.test", "password": "correct-horse", "language": "de"}


def test_an_administrator_adds_a_person_who_can_sign_in(alice: Person, browse: Browse) -> None:
    browse(alice).post("/persons/add/", NEW)
    client = browse(None)

    answer = client.post("/person/login/", {"login": NEW["address"], "password": NEW["password"]}, follow=True)

    assert answer.redirect_chain[-1][0] == "/"
    assert "Guten Tag, Dora" in answer.content.decode()


def test_an_address_is_given_once(alice: Person, bob: Person, browse: Browse) -> None:
    answer = browse(alice).post("/persons/add/", NEW | {"address": bob.address})

    assert "There is already a person with this address." in answer.content.decode()


def test_somebody_must_remain_who_administers(alice: Person, browse: Browse) -> None:
    answer = browse(alice).post(f"/persons/{alice.id}/", {"name": "Alice", "address": alice.address, "language": "en"})

    assert "This is the last administrator." in answer.content.decode()
    assert persons.find(alice.id).administrator


def test_a_new_password_counts_at_once(alice: Person, bob: Person, browse: Browse) -> None:
    browse(alice).post(f"/persons/{bob.id}/password/", {"password": "another-password"})

    assert browse(None).login(email=bob.address, password="another-password")


def test_a_token_is_shown_once_and_can_be_revoked(alice: Person, browse: Browse) -> None:
    client = browse(alice)

    made = client.post("/tokens/", {"name": "Backup"}).content.decode()
    found = re.search(r"<output data-copied[^>]*>([^<]+)</output>", made)
    assert found
    secret = Secret(found[1])
    owner = tokens.person_of(secret)
    assert owner is not None
    assert owner.id == alice.id
    assert found[1] not in client.get("/tokens/").content.decode()

    client.post(f"/tokens/{tokens.of_person(alice)[0].id}/revoke/")
    assert tokens.person_of(secret) is None


def test_nobody_revokes_the_token_of_somebody_else(alice: Person, bob: Person, browse: Browse) -> None:
    token, _secret = tokens.create(alice, "Backup")

    assert browse(bob).post(f"/tokens/{token}/revoke/").status_code == 404
    assert len(tokens.of_person(alice)) == 1


def test_the_theme_is_kept_in_a_cookie(alice: Person, browse: Browse) -> None:
    client = browse(alice)

    client.post("/theme/", {"theme": "dark", "next": "/keys/"})

    assert 'data-theme="dark"' in client.get("/keys/").content.decode()


def test_the_language_is_the_persons_from_then_on(alice: Person, browse: Browse) -> None:
    browse(alice).post("/language/", {"language": "de", "next": "/"})

    page = browse(alice).get("/")
    assert "Guten Tag, Alice" in page.content.decode()
    assert page.headers["Content-Language"] == "de"


def test_one_is_led_back_to_pages_of_ours_only(alice: Person, browse: Browse) -> None:
    client = browse(alice)

    for elsewhere in ("https://evil.test/", "//evil.test/", "javascript:alert(1)"):
        assert client.post("/theme/", {"theme": "dark", "next": elsewhere}).headers["Location"] == "/"


def test_a_page_that_was_not_foreseen_says_so_in_the_design(alice: Person, browse: Browse) -> None:
    answer = browse(alice).get("/nothing/here/")

    assert answer.status_code == 404
    assert "There is nothing here" in answer.content.decode()
