"""The same ways over the API of a running service, and the refusals as problems with words."""

from urllib.parse import parse_qsl, urlsplit

import httpx2

from tests.flows.office import ALL, READ, Office
from tests.flows.service import Api, api, serving, until
from tests.signin import walk

PROVIDER_REFUSED = 502
LETTER = b"Subject: hello\r\n\r\nhello\r\n"


def came_back(ask: Api, box: int, person: str) -> dict[str, str]:
    """What a sign-in as this person brings to the redirect address."""
    begun = ask("POST", f"/mailboxes/{box}/authorizations", {"method": "browser"}, expect=201)
    return dict(parse_qsl(urlsplit(walk(begun["url"], person).location).query))


def test_sign_in_check_fetch_read_and_send(office: Office) -> None:
    office.tenant.put(office.address, LETTER)
    with serving(office) as base:
        ask = api(office, base)
        box = ask.mailbox(office.address)

        done = ask("POST", "/authorizations/finish", {"parameters": came_back(ask, box, office.first)})
        fetched = ask("POST", f"/mailboxes/{box}/fetches", expect=200)
        (message,) = ask("GET", f"/mailboxes/{box}/messages")
        raw = httpx2.get(
            f"{base}/api/v1/mailboxes/{box}/messages/{message['id']}/raw",
            headers={"Authorization": f"Bearer {ask.token}"},
        ).content
        letter = {"to": [office.address], "subject": "by the API", "text": "Hallo", "wait": True}
        sent = ask("POST", f"/mailboxes/{box}/submissions", letter, expect=201)

    assert done["account"]["address"] == office.first
    assert fetched["new"] == 1
    assert [raw] == [LETTER]
    assert sent["state"] == "filed"
    assert len(office.tenant.sent(office.address)) == 1


def test_a_device_code_is_waited_for_by_the_service(office: Office) -> None:
    with serving(office) as base:
        ask = api(office, base)
        box = ask.mailbox(office.address)
        begun = ask("POST", f"/mailboxes/{box}/authorizations", {"method": "device"}, expect=201)
        walk(f"{begun['url']}?code={begun['user_code']}", office.first)
        way = f"/authorizations/{begun['id']}"
        until(lambda: ask("GET", way)["status"] != "waiting")

        assert ask("GET", way)["signed_in"]["account"]["address"] == office.first


def test_state_session_and_code_are_looked_at(office: Office) -> None:
    bob = office.tenant.person("Bob")
    both = office.changed(members={**office.members, bob: ALL})
    with serving(both) as base:
        ask, other = api(both, base), api(both, base, bob)
        box = ask.mailbox(both.address)

        def refused(by: Api, parameters: dict[str, str]) -> str:
            return str(_problem(by, parameters)["code"])

        answer = came_back(ask, box, both.first)
        assert refused(other, answer) == "state-mismatch", "another session"
        answer = came_back(ask, box, both.first)
        assert refused(ask, {**answer, "iss": "https://elsewhere.example"}) == "issuer-mismatch"
        answer = came_back(ask, box, both.first)
        assert refused(ask, {"state": answer["state"]}) == "code-missing"
        answer = came_back(ask, box, both.first)
        ask("POST", "/authorizations/finish", {"parameters": answer})
        assert refused(ask, answer) == "state-mismatch", "used before"


def test_a_wrong_secret_is_a_problem_that_names_it(blank: Office) -> None:
    blank.apply()
    office = blank.changed(settings={"client_secret": "wrong~secret~of~the~app"})
    with serving(office) as base:
        ask = api(office, base)
        problem = _problem(ask, came_back(ask, ask.mailbox(office.address), office.first))

    assert problem["code"] == "wrong-client-secret"
    assert problem["status"] == PROVIDER_REFUSED
    assert "secret" in str(problem).lower()
    assert "wrong~secret" not in str(problem)


def test_the_app_itself_is_let_in_by_administrators_alone(office: Office) -> None:
    bob = office.tenant.person("Bob")
    both = office.changed(members={**office.members, bob: (READ,)})
    both.tenant.put(both.address, LETTER)
    with serving(both) as base:
        ask, other = api(both, base), api(both, base, bob)
        box = ask.mailbox(both.address)
        other("POST", f"/mailboxes/{box}/authorizations/app-only", expect=403)
        ask("POST", f"/mailboxes/{box}/authorizations/app-only", expect=204)

        assert other("POST", f"/mailboxes/{box}/fetches")["new"] == 1


def _problem(ask: Api, parameters: dict[str, str]) -> dict[str, object]:
    answer = httpx2.post(
        f"{ask.base}/api/v1/authorizations/finish",
        json={"parameters": parameters},
        headers={"Authorization": f"Bearer {ask.token}"},
        timeout=30,
    )
    assert answer.status_code in {422, PROVIDER_REFUSED}, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    return dict(answer.json())
