"""Trouble is a problem document (RFC 9457): what, which code, which facts, in the language asked for."""

from django.test import Client

from poststelle.mailroom import tokens
from poststelle.model.person import Person
from tests.api.conftest import Call

MEMBERS = {"type", "title", "status", "detail", "code", "facts"}


def test_without_a_token_the_answer_says_what_is_needed(call: Call) -> None:
    answer = call("GET", "/me")

    assert answer.status == 401
    assert answer.type == "application/problem+json"
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert set(answer.json) == MEMBERS
    assert answer.json["code"] == "token-needed"


def test_a_revoked_token_opens_nothing(call: Call, alice: Person) -> None:
    number, secret = tokens.create(alice, "old")
    tokens.revoke(alice, number)

    assert call("GET", "/me", Authorization=f"Bearer {secret.reveal()}").status == 401


def test_a_session_of_the_pages_opens_nothing(call: Call, alice: Person) -> None:
    from django.contrib.auth import get_user_model

    client = Client()
    client.force_login(get_user_model().objects.get(pk=alice.id), "allauth.account.auth_backends.AuthenticationBackend")

    assert client.get("/api/v1/me").status_code == 401


def test_an_invalid_body_names_its_fields_and_repeats_no_values(call: Call, alice: Person) -> None:
    answer = call("POST", "/persons", alice, {"name": 7, "password": ["geheim"]})

    assert answer.status == 422
    assert answer.type == "application/problem+json"
    assert answer.json["code"] == "request-invalid"
    assert any("address" in name for name in answer.json["facts"])
    assert b"geheim" not in answer.content


def test_a_body_that_is_no_json_is_a_problem_too(call: Call, alice: Person) -> None:
    _number, secret = tokens.create(alice, "test")
    said = Client(headers={"Authorization": f"Bearer {secret.reveal()}"}).generic(
        "POST", "/api/v1/persons", b'{"name', content_type="application/json"
    )

    assert said.status_code in (400, 422)
    assert said.headers["Content-Type"] == "application/problem+json"


def test_an_unknown_route_is_a_problem_too(call: Call, alice: Person) -> None:
    answer = call("GET", "/nothing/here", alice)

    assert (answer.status, answer.type) == (404, "application/problem+json")


def test_a_method_that_a_route_does_not_have_is_a_problem_too(call: Call, alice: Person) -> None:
    answer = call("DELETE", "/mailboxes", alice)

    assert (answer.status, answer.type) == (405, "application/problem+json")
    assert "GET" in answer.headers["Allow"]


def test_a_broken_address_is_named(call: Call, alice: Person) -> None:
    answer = call("POST", "/mailboxes", alice, {"address": "kaputt"})

    assert answer.status == 422
    assert answer.json["facts"]["field"] == "address"


def test_the_words_follow_accept_language_and_the_code_does_not(call: Call, alice: Person) -> None:
    english = call("GET", "/mailboxes/99", alice).json
    german = call("GET", "/mailboxes/99", alice, **{"Accept-Language": "de-DE,de;q=0.9"}).json

    assert english["code"] == german["code"] == "mailbox-unknown"
    assert english["title"] != german["title"]
