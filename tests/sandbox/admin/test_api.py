"""The admin API: people, shared mailboxes and rights for programs, with the app's own token only."""

from collections.abc import Iterator

import httpx2
import pytest

from tests.sandbox.conftest import CALLBACK, Running
from tests.sandbox.pages.test_signin import ANNA, VERIFIER, answer, ask, sign_in, through

SUPPORT, SALES, JAMES = "support@muster.example", "sales@muster.example", "james.oconnor@muster.example"


@pytest.fixture
def api(running: Running) -> Iterator[httpx2.Client]:
    headers = {"Authorization": f"Bearer {running.app_token()}"}
    with httpx2.Client(base_url=running.ready["admin_api"], headers=headers) as client:
        yield client


def test_people_are_listed_without_their_passwords(api: httpx2.Client) -> None:
    people = {person["address"]: person for person in api.get("people").json()["people"]}
    assert people[ANNA]["name"] == "Anna Berger"
    assert not people["lena.vogt@muster.example"]["licensed"]
    assert set(people[ANNA]) == {"id", "name", "address", "licensed", "enabled", "language"}


def test_mailboxes_are_listed_with_their_counts(api: httpx2.Client) -> None:
    boxes = {box["address"]: box for box in api.get("mailboxes").json()["mailboxes"]}
    assert boxes[SUPPORT]["counts"] == {"read-and-manage": 3, "send-as": 3, "send-on-behalf": 2}


def test_a_mailbox_is_created_once(api: httpx2.Client) -> None:
    body = {"name": "Einkauf", "address": "Einkauf@Muster.Example"}
    created = api.post("mailboxes", json=body)
    assert created.status_code == 201
    assert created.json()["address"] == "einkauf@muster.example"
    again = api.post("mailboxes", json=body)
    assert (again.status_code, again.json()["code"]) == (409, "address-taken")
    assert again.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "body-broken"),
        (b"[]", "body-broken"),
        (b"[" * 5000, "body-broken"),
        (b'{"name": "x"}', "body-broken"),
        (b'{"name": " ", "address": "x@muster.example"}', "name-missing"),
        (b'{"name": "x", "address": "x@elsewhere.example"}', "domain-foreign"),
    ],
)
def test_a_broken_mailbox_is_refused(api: httpx2.Client, content: bytes, code: str) -> None:
    refused = api.post("mailboxes", content=content)
    assert (refused.status_code, refused.json()["code"]) == (400, code)


def test_a_right_is_granted_and_taken_back(api: httpx2.Client) -> None:
    path = f"mailboxes/{SALES}/grants/{JAMES}/send-as"
    assert [api.put(path).status_code for _ in range(2)] == [201, 200]
    held = api.get(f"mailboxes/{SALES}/grants").json()["grants"]
    mine = [grant for grant in held if (grant["person"], grant["right"]) == (JAMES, "send-as")]
    assert len(mine) == 1
    assert mine[0]["effective_at"] >= mine[0]["granted_at"]
    assert [api.delete(path).status_code for _ in range(2)] == [204, 204]


@pytest.mark.parametrize(
    ("path", "code"),
    [
        (f"mailboxes/no@muster.example/grants/{JAMES}/send-as", "mailbox-unknown"),
        (f"mailboxes/{SALES}/grants/charlie@elsewhere.example/send-as", "person-unknown"),
        (f"mailboxes/{SALES}/grants/{JAMES}/own", "right-unknown"),
    ],
)
def test_what_there_is_not_is_404(api: httpx2.Client, path: str, code: str) -> None:
    missing = api.put(path)
    assert (missing.status_code, missing.json()["code"]) == (404, code)


def test_without_a_token_nothing_is_said(running: Running) -> None:
    for token in ("", "x.y.z"):
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        refused = httpx2.get(f"{running.ready['admin_api']}/people", headers=headers)
        assert refused.status_code == 401
        assert refused.headers["www-authenticate"].startswith("Bearer")
        assert "people" not in refused.json()


def test_a_persons_token_and_a_token_for_graph_open_nothing(running: Running) -> None:
    browser = running.browser()
    back = answer(through(browser, sign_in(browser, ask(running, browser), ANNA)))
    form = {"grant_type": "authorization_code", "code": back["code"], "redirect_uri": CALLBACK}
    person = running.token(**form, code_verifier=VERIFIER).json()["access_token"]
    graph = running.app_token("https://graph.microsoft.com/.default")
    for token, status in ((person, 403), (graph, 401)):
        headers = {"Authorization": f"Bearer {token}"}
        assert httpx2.get(f"{running.ready['admin_api']}/people", headers=headers).status_code == status


def test_other_methods_are_refused(api: httpx2.Client) -> None:
    refused = api.delete("people")
    assert (refused.status_code, refused.headers["allow"]) == (405, "GET")
