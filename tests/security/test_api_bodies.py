"""Whatever a program sends, the API answers with a problem document, never with a fault of its own."""

from typing import Any

import pytest
from django.test import Client

from poststelle.api import place
from poststelle.mailroom import tokens
from poststelle.mailroom.parts import Parts
from poststelle.model.mailbox import Mailbox
from poststelle.model.person import Person
from tests.api.conftest import Call


@pytest.fixture
def post(parts: Parts, alice: Person) -> Any:
    place.put(parts)
    headers = {"Authorization": f"Bearer {tokens.create(alice, 'test')[1].reveal()}"}
    client = Client(raise_request_exception=False, headers=headers)
    return lambda body: client.generic("POST", "/api/v1/tokens", body, content_type="application/json")


@pytest.mark.parametrize(
    "body",
    [b"[" * 100_000, b'{"name":' * 5_000, b"{" * 5, b"", b"\xff", b'{"name": "\\ud800"}', b'{"name": "\\uDC00 x"}'],
    ids=["deep list", "deep object", "open", "empty", "not UTF-8", "high surrogate", "low surrogate"],
)
def test_a_broken_body_is_refused(post: Any, body: bytes) -> None:
    answer = post(body)
    assert answer.status_code in (400, 422), answer.content
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_a_whole_surrogate_pair_is_a_letter(post: Any) -> None:
    assert post(b'{"name": "\\ud83d\\ude00"}').json()["name"] == "\U0001f600"


def test_a_body_beyond_the_limit_is_too_large(post: Any) -> None:
    assert post(b'{"name":"' + b"a" * (41 * 2**20) + b'"}').status_code == 413


@pytest.mark.parametrize("query", ["folder={0}&search=x", "folder={0}", "before={0}", "folder=-1", "limit={0}"])
def test_numbers_that_no_database_knows_are_refused(call: Call, alice: Person, support: Mailbox, query: str) -> None:
    answer = call("GET", f"/mailboxes/{support.id}/messages?{query.format(10**23)}", alice)
    assert answer.status in (404, 422), answer.json
