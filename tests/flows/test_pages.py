"""The way back from the provider to Poststelle's own pages: whatever comes there is answered with words."""

import re
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx2

from tests.flows.office import Office
from tests.flows.service import api, serving
from tests.signin import walk

PASSWORD = "Poststelle-Wort-77!"
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
CALLBACK = "/authorize/callback"


def with_password(office: Office, *people: str) -> None:
    file = office.run.home.parent / "people.toml"
    file.write_text(
        "".join(f'[[person]]\nname = "{one}"\naddress = "{one}"\npassword = "{PASSWORD}"\n' for one in people)
    )
    office.run("apply", str(file))


def browser(base: str, person: str) -> httpx2.Client:
    """Signed in to Poststelle."""
    client = httpx2.Client(base_url=base, headers={"Accept-Language": "en"}, timeout=20)
    page = client.get("/person/login/")
    done = _post(client, page, "/person/login/", login=person, password=PASSWORD)
    assert done.is_redirect, done.text[:3000]
    return client


def came_back(client: httpx2.Client, box: int, person: str) -> dict[str, str]:
    """What a sign-in that this browser began brings back."""
    page = client.get(f"/mailboxes/{box}/authorize/")
    begun = _post(client, page, f"/mailboxes/{box}/authorize/begin/")
    assert begun.is_redirect, begun.text[:3000]
    query = parse_qs(urlsplit(walk(begun.headers["location"], person).location).query)
    return {name: values[0] for name, values in query.items()}


def _post(client: httpx2.Client, page: httpx2.Response, way: str, **fields: str) -> httpx2.Response:
    found = TOKEN.search(page.text)
    assert found, page.text[:2000]
    return client.post(way, data={"csrfmiddlewaretoken": found[1], **fields}, headers={"Referer": str(page.url)})


def test_only_the_answer_to_this_browsers_own_sign_in_counts(blank: Office) -> None:
    bob = blank.tenant.person("Bob")
    with_password(blank, blank.first, bob)
    with serving(blank) as base:
        blank.tenant.add_redirect(f"{base}{CALLBACK}")
        office = blank.changed(settings={"redirect_url": f"{base}{CALLBACK}"}, members={**blank.members, bob: ()})
        box = api(office, base).mailbox(office.address)
        mine, other = browser(base, office.first), browser(base, bob)

        def answered(client: httpx2.Client, parameters: dict[str, str]) -> httpx2.Response:
            return client.get(f"{CALLBACK}?{urlencode(parameters)}")

        answer = came_back(mine, box, office.first)
        said(answered(other, answer), "another browser session")
        answer = came_back(mine, box, office.first)
        said(answered(mine, {**answer, "iss": "https://elsewhere.example"}), "issuer", "provider")
        answer = came_back(mine, box, office.first)
        said(answered(mine, {"state": answer["state"]}), "code")
        said(answered(mine, {}), "sign-in")
        said(answered(mine, {"state": "x" * 5000, "code": "\x00"}), "sign-in")

        answer = came_back(mine, box, office.first)
        assert answered(mine, answer).is_redirect
        said(answered(mine, answer), "used already")
        assert office.run("fetch", office.address).code == 0


def test_a_wrong_secret_is_a_page_that_says_401(blank: Office) -> None:
    with_password(blank, blank.first)
    with serving(blank) as base:
        blank.tenant.add_redirect(f"{base}{CALLBACK}")
        blank.apply()
        settings = {"redirect_url": f"{base}{CALLBACK}", "client_secret": "wrong~secret~of~the~app"}
        office = blank.changed(settings=settings)
        client = browser(base, office.first)
        answer = came_back(client, api(office, base).mailbox(office.address), office.first)

        said(client.get(f"{CALLBACK}?{urlencode(answer)}"), "401")


def said(page: httpx2.Response, *words: str) -> None:
    assert page.status_code != 500, page.text[:2000]
    assert page.status_code >= 400
    assert "<h1" in page.text
    assert any(word in page.text for word in words), page.text[:4000]
