"""All routes × three people: the door is shut unless listed. A new route without a line here fails."""

from collections.abc import Iterator

import pytest

from poststelle.api.urls import api
from poststelle.model.identifiers import MessageId
from poststelle.model.mailbox import Mailbox
from poststelle.model.person import Person
from tests.api.conftest import Call

Route = tuple[str, str]
# Alice administers and holds all rights, Bob may send but not read, Charlie is a stranger. A letter: the door is open.
OPEN: dict[Route, str] = {
    ("GET", "/me"): "ABC",
    ("GET", "/persons"): "ABC",
    ("POST", "/persons"): "A",
    ("GET", "/persons/{person}"): "AC",  # the person asked for is Charlie
    ("PUT", "/persons/{person}/password"): "AC",
    ("GET", "/tokens"): "ABC",
    ("POST", "/tokens"): "ABC",
    ("DELETE", "/tokens/{token}"): "",  # nobody's own
    ("GET", "/apps"): "A",
    ("POST", "/apps"): "A",
    ("GET", "/apps/{app}"): "A",
    ("PUT", "/apps/{app}"): "A",
    ("DELETE", "/apps/{app}"): "A",
    ("GET", "/mailboxes"): "ABC",
    ("POST", "/mailboxes"): "A",
    ("GET", "/mailboxes/{mailbox}"): "AB",
    ("PATCH", "/mailboxes/{mailbox}"): "A",
    ("DELETE", "/mailboxes/{mailbox}"): "A",
    ("PUT", "/mailboxes/{mailbox}/connections"): "A",
    ("GET", "/mailboxes/{mailbox}/directory-script"): "A",
    ("GET", "/mailboxes/{mailbox}/accounts"): "AB",
    ("GET", "/mailboxes/{mailbox}/grants"): "AB",
    ("PUT", "/mailboxes/{mailbox}/grants"): "A",
    ("POST", "/mailboxes/{mailbox}/grants"): "A",
    ("DELETE", "/mailboxes/{mailbox}/grants/{person}/{right}"): "A",
    ("GET", "/mailboxes/{mailbox}/rights"): "AB",
    ("POST", "/mailboxes/{mailbox}/authorizations"): "AB",
    ("POST", "/mailboxes/{mailbox}/authorizations/app-only"): "A",
    ("POST", "/authorizations/finish"): "ABC",  # refused without a sign-in of the same token
    ("GET", "/authorizations/{authorization}"): "",  # nobody's own
    ("POST", "/mailboxes/{mailbox}/checks"): "AB",
    ("GET", "/mailboxes/{mailbox}/checks/latest"): "",  # none was made
    ("POST", "/mailboxes/{mailbox}/fetches"): "A",
    ("GET", "/messages"): "ABC",  # each in what may be read: nothing for Bob and Charlie
    ("GET", "/mailboxes/{mailbox}/folders"): "A",
    ("GET", "/mailboxes/{mailbox}/messages"): "A",
    ("GET", "/mailboxes/{mailbox}/messages/{message}"): "A",
    ("GET", "/mailboxes/{mailbox}/messages/{message}/raw"): "A",
    ("GET", "/mailboxes/{mailbox}/messages/{message}/attachments/{index}"): "A",
    ("GET", "/mailboxes/{mailbox}/submissions"): "AB",
    ("POST", "/mailboxes/{mailbox}/submissions"): "AB",
    ("GET", "/mailboxes/{mailbox}/submissions/{submission}"): "",  # there is none
    ("POST", "/mailboxes/{mailbox}/submissions/{submission}/cancel"): "",
}
BODIES: dict[Route, object] = {
    ("POST", "/persons"): {"name": "Dora", "address": "dora@example.test"},
    ("PUT", "/persons/{person}/password"): {"password": "long-enough-1"},
    ("POST", "/tokens"): {"name": "mine"},
    ("POST", "/apps"): {
        "name": "corp",
        "provider": "generic",
        "client_id": "x",
        "redirect_url": "http://127.0.0.1/c",
        "issuer": "https://id.example.test",
        "client_secret": "s",
    },
    ("PUT", "/apps/{app}"): {
        "name": "other",
        "provider": "generic",
        "client_id": "x",
        "redirect_url": "http://127.0.0.1/c",
        "issuer": "https://id.example.test",
    },
    ("POST", "/mailboxes"): {"address": "sales@example.test"},
    ("PATCH", "/mailboxes/{mailbox}"): {"name": "Help"},
    ("PUT", "/mailboxes/{mailbox}/connections"): {},
    ("PUT", "/mailboxes/{mailbox}/grants"): {"grants": []},
    ("POST", "/mailboxes/{mailbox}/grants"): {"grants": []},
    ("POST", "/mailboxes/{mailbox}/authorizations"): {},
    ("POST", "/authorizations/finish"): {"parameters": {"state": "x", "code": "y"}},
    ("POST", "/mailboxes/{mailbox}/checks"): {"wait": True},
    ("POST", "/mailboxes/{mailbox}/submissions"): {"to": ["kundin@example.org"], "text": "Hallo"},
}
SHUT = (401, 403, 404)


def routes() -> Iterator[Route]:
    for prefix, router in api._routers:
        for path, view in router.path_operations.items():
            for operation in view.operations:
                for method in operation.methods:
                    yield method, f"{prefix}{path}".replace("//", "/")


def test_every_route_has_a_line_and_every_line_a_route() -> None:
    assert set(OPEN) == set(routes())


@pytest.fixture
def app(call: Call, alice: Person) -> int:
    made = call("POST", "/apps", alice, {**_app(), "name": "there"})
    return int(made.json["id"])


def _app() -> dict[str, object]:
    body = BODIES["POST", "/apps"]
    assert isinstance(body, dict)
    return body


@pytest.mark.parametrize("route", sorted(OPEN))
def test_the_door_is_open_for_those_listed_and_shut_for_all_others(
    route: Route,
    call: Call,
    alice: Person,
    bob: Person,
    charlie: Person,
    support: Mailbox,
    letter: MessageId,
    app: int,
) -> None:
    method, pattern = route
    names = {
        "mailbox": support.id,
        "message": letter,
        "index": 2,
        "person": charlie.id,
        "right": "send-as",
        "app": app,
        "token": 0,
        "authorization": "x",
        "submission": 0,
    }
    path = pattern.format(**names) + ("?search=Rechnung" if pattern == "/messages" else "")
    # strangers first: what Alice does may change what is there
    for letter_of, person in (("C", charlie), ("B", bob), ("A", alice)):
        answer = call(method, path, person, BODIES.get(route))
        assert answer.status != 500, answer.json
        assert (answer.status not in SHUT) == (letter_of in OPEN[route]), (letter_of, answer.status, answer.json)

    assert call(method, path, None, BODIES.get(route)).status == 401


def test_search_everywhere_finds_nothing_for_those_who_may_not_read(
    call: Call, alice: Person, bob: Person, charlie: Person, letter: MessageId
) -> None:
    assert [found["id"] for found in call("GET", "/messages?search=Rechnung", alice).json] == [letter]
    assert call("GET", "/messages?search=Rechnung", bob).json == []
    assert call("GET", "/messages?search=Rechnung", charlie).json == []


def test_to_a_stranger_a_mailbox_is_not_there(call: Call, bob: Person, charlie: Person, support: Mailbox) -> None:
    there = call("GET", f"/mailboxes/{support.id}/messages", bob)
    stranger = call("GET", f"/mailboxes/{support.id}/messages", charlie)

    assert (there.status, there.json["code"]) == (403, "right-missing")
    assert there.json["facts"]["right"] == "read-and-manage"
    assert (stranger.status, stranger.json["code"]) == (404, "mailbox-unknown")
