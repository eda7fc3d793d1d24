"""The admin centre by its forms: mailboxes, the three rights, people, apps and switches, without scripts."""

import re

import httpx2
import pytest

from tests.sandbox.conftest import PASSWORD, Browser, Running, heading, switched
from tests.sandbox.pages.test_signin import ask, sign_in

SENDERS = "/admin/mailboxes/{}/send-as"


@pytest.fixture
def browser(running: Running) -> Browser:
    return running.browser("de")


@pytest.fixture
def mailbox(browser: Browser) -> str:
    """A shared mailbox of this test's own, without rights."""
    browser_count = len(re.findall("@muster.example</td>", browser.get("/admin/mailboxes").text))
    name = f"test-{browser_count}"
    browser.submit("/admin/mailboxes/new", name=name.title(), address=name)
    return f"{name}@muster.example"


def ids(page: httpx2.Response) -> list[str]:
    return re.findall(r'name="person" value="([^"]+)"', page.text)


def add(browser: Browser, address: str, people: list[str]) -> httpx2.Response:
    confirm = browser.post(browser.get(address), person=people)
    assert heading(confirm) == "Diese Berechtigungen hinzufügen?"
    done = browser.post(confirm, person=people, confirmed="1")
    return browser.get(done.headers["location"])


def test_a_shared_mailbox_is_created_with_name_and_address(browser: Browser) -> None:
    page = browser.get("/admin/mailboxes")
    assert heading(page) == "Freigegebene Postfächer"
    assert "Freigegebenes Postfach hinzufügen" in page.text
    page = browser.submit("/admin/mailboxes/new", name="Presse & Öffentlichkeit", address="presse")
    assert heading(page) == "Presse &amp; Öffentlichkeit"
    assert "presse@muster.example" in page.text
    for link in ("Lesen und Verwalten (0)", "Senden als (0)", "Senden im Auftrag von (0)"):
        assert link in page.text
    browser.submit("/admin/mailboxes/presse@muster.example", action="remove", confirmed="1")


@pytest.mark.parametrize(
    ("address", "text"),
    [
        ("support@muster.example", "Diese Adresse ist schon vergeben."),
        ("anna.berger", "Diese Adresse ist schon vergeben."),
        ("new@elsewhere.example", "Die Adresse muss auf @muster.example enden."),
        ("two words@muster.example", "Das ist keine E-Mail-Adresse."),
    ],
)
def test_a_bad_address_is_said_beside_the_field(browser: Browser, address: str, text: str) -> None:
    page = browser.submit("/admin/mailboxes/new", name="New", address=address)
    assert text in page.text
    assert 'value="New"' in page.text  # nothing typed is lost


def test_rights_are_added_to_several_people_after_a_confirmation(browser: Browser, mailbox: str) -> None:
    address = SENDERS.format(mailbox) + "/add"
    people = ids(browser.get(address))[:2]
    page = add(browser, address, people)
    assert "2 Berechtigungen wurden hinzugefügt." in page.text
    assert ids(page) == people
    assert "wirksam" in page.text
    assert "Senden als (2)" in browser.get(f"/admin/mailboxes/{mailbox}").text
    assert not set(people) & set(ids(browser.get(address)))


def test_all_can_be_selected_without_a_script(browser: Browser, mailbox: str) -> None:
    address = SENDERS.format(mailbox) + "/add"
    page = browser.get(address)
    assert "Alle auswählen" in page.text
    assert page.text.count(" checked") == 0
    page = browser.get(f"{address}?all=1")
    assert page.text.count(" checked") == len(ids(page)) + 1  # the box that selects all among them


def test_only_people_with_a_licence_can_be_added(browser: Browser, mailbox: str) -> None:
    assert "Lena Vogt" not in browser.get(SENDERS.format(mailbox) + "/add").text


def test_people_are_found_by_name_and_address(browser: Browser, mailbox: str) -> None:
    address = SENDERS.format(mailbox) + "/add"
    for words in ("schröder", "frank.schroeder@"):
        page = browser.get(f"{address}?q={words}")
        assert len(ids(page)) == 1
        assert "Frank Schröder" in page.text


def test_rights_are_removed_after_a_confirmation(browser: Browser, mailbox: str) -> None:
    address = SENDERS.format(mailbox)
    people = ids(browser.get(f"{address}/add"))[:2]
    add(browser, f"{address}/add", people)
    confirm = browser.post(browser.get(address), person=people[:1])
    assert heading(confirm) == "Diese Berechtigungen entfernen?"
    assert "Senden als (2)" in browser.get(f"/admin/mailboxes/{mailbox}").text
    browser.post(confirm, person=people[:1], confirmed="1")
    page = browser.get(address)
    assert "1 Berechtigung wurde entfernt." in page.text
    assert ids(page) == people[1:]


def test_nobody_selected_is_said(browser: Browser, mailbox: str) -> None:
    assert "Es wurde niemand ausgewählt." in browser.submit(SENDERS.format(mailbox) + "/add").text


def test_a_right_waits_for_the_delay(running: Running, browser: Browser, mailbox: str) -> None:
    address = SENDERS.format(mailbox) + "/add"
    with switched(running, grant_delay_seconds="3600"):
        page = add(browser, address, ids(browser.get(address))[:1])
    assert "wirksam ab" in page.text
    assert "wirksam ab" not in browser.get(SENDERS.format(mailbox)).text


def test_settings_are_kept_as_they_were_typed(running: Running, browser: Browser) -> None:
    with switched(running, submissions_per_minute="7", refusal="after-data", copy_sent_as="on"):
        page = browser.get("/admin/settings").text
    assert re.search(r'name="submissions_per_minute" value="7"', page)
    assert re.search(r'value="after-data" selected', page)
    assert re.search(r'name="copy_sent_as"[^>]* checked', page)


def test_an_impossible_delay_is_refused(browser: Browser) -> None:
    page = browser.submit("/admin/settings", grant_delay_seconds="-1", consent_by="person", refusal="mail-from")
    assert 'role="alert"' in page.text


def test_a_mailbox_is_renamed_and_deleted_after_a_confirmation(browser: Browser, mailbox: str) -> None:
    address = f"/admin/mailboxes/{mailbox}"
    assert heading(browser.submit(address, action="rename", name="Anders")) == "Anders"
    confirm = browser.submit(address, action="remove")
    assert "Anders" in confirm.text
    assert browser.get(address).status_code == 200
    browser.post(confirm, action="remove", confirmed="1")
    assert browser.get(address).status_code == 404


def test_a_person_is_added_and_blocked_and_reset(running: Running, browser: Browser) -> None:
    fields = {"name": "Nora Neu", "address": "nora.neu", "password": "first one", "language": "de", "licensed": "on"}
    page = browser.submit("/admin/people/new", **fields)
    assert heading(page) == "Nora Neu"
    person = str(page.url)
    guest = running.browser()
    assert "first one" not in page.text
    assert (
        heading(sign_in(guest, ask(running, guest), "nora.neu@muster.example", "first one")) == "Permissions requested"
    )
    browser.submit(person, action="password", password="second one")
    assert heading(ask(running, guest)) == "Sign in"  # the session of before counts no more
    assert "AADSTS50126" in sign_in(guest, ask(running, guest), "nora.neu@muster.example", "first one").text
    browser.submit(person, action="change", name="Nora Neu", language="de", licensed="on")
    assert "AADSTS50057" in sign_in(guest, ask(running, guest), "nora.neu@muster.example", "second one").text


def test_an_app_is_registered_with_a_secret_whose_value_is_shown_once(running: Running, browser: Browser) -> None:
    page = browser.submit("/admin/apps/new", name="Meine App")
    address = str(page.url)
    client_id = address.rpartition("/")[2]
    assert client_id in page.text
    assert running.ready["tenant"] in page.text
    page = browser.submit(address, action="new-secret", description="erster", days="90")
    value = re.search(r'id="secret-value">([^<]+)<', page.text)
    assert value
    assert page.headers["cache-control"] == "no-store"
    assert value[1] not in browser.get(address).text
    form = {"grant_type": "client_credentials", "scope": "https://outlook.office365.com/.default"}
    proof = {"client_id": client_id, "client_secret": value[1]}
    assert httpx2.post(f"{running.tenant}/oauth2/v2.0/token", data=form | proof).status_code == 200
    secret = re.search(r'name="secret" value="([^"]+)"', page.text)
    assert secret
    browser.submit(address, action="remove-secret", secret=secret[1])
    assert httpx2.post(f"{running.tenant}/oauth2/v2.0/token", data=form | proof).status_code == 401


def test_a_secret_of_no_days_is_expired_at_once(running: Running, browser: Browser) -> None:
    address = str(browser.submit("/admin/apps/new", name="Alt").url)
    page = browser.submit(address, action="new-secret", days="0")
    value = re.search(r'id="secret-value">([^<]+)<', page.text)
    assert value
    assert "abgelaufen" in page.text
    form = {"grant_type": "client_credentials", "client_id": address.rpartition("/")[2], "client_secret": value[1]}
    body = httpx2.post(f"{running.tenant}/oauth2/v2.0/token", data=form).json()
    assert body["error_codes"] == [7000222]


def test_redirect_uris_permissions_and_consent_are_kept(browser: Browser) -> None:
    address = str(browser.submit("/admin/apps/new", name="Noch eine").url)
    uri = "https://app.example/callback"
    assert uri in browser.submit(address, action="add-redirect", uri=uri, platform="web").text
    wrong = browser.submit(address, action="add-redirect", uri="http://app.example/callback", platform="web")
    assert "https://" in wrong.text
    assert 'role="alert"' in wrong.text
    assert (
        uri not in browser.submit(address, action="remove-redirect", uri=uri).text.split("<main")[1].split("role=")[0]
    )
    page = browser.submit(address, action="permissions", permission=["openid", "SMTP.SendAsApp"])
    assert len(re.findall(r'name="permission" value="[^"]+"[^>]* checked', page.text)) == 2
    assert browser.submit(address, action="consent").text.count("erteilt</span>") == 2
    assert "erteilt</span>" not in browser.submit(address, action="withdraw").text


def test_the_admin_centre_says_that_it_asks_for_no_password(browser: Browser) -> None:
    page = browser.get("/admin")
    assert "ohne Kennwort" in page.text
    assert PASSWORD in page.text


def test_the_language_can_be_switched(browser: Browser) -> None:
    page = browser.get("/admin/mailboxes")
    browser.client.post(
        "/language",
        data={
            "csrfmiddlewaretoken": re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)[0],
            "language": "en",
            "next": "/admin/mailboxes",
        },
    )
    assert heading(browser.get("/admin/mailboxes")) == "Shared mailboxes"


@pytest.mark.parametrize("path", ["/admin/mailboxes/no@muster.example", "/admin/people/x", "/admin/apps/x", "/x/y/z"])
def test_what_there_is_not_is_not_found(browser: Browser, path: str) -> None:
    page = browser.get(path)
    assert (page.status_code, heading(page)) == (404, "Nicht gefunden")


def test_another_host_name_is_refused(running: Running) -> None:
    answer = httpx2.get(f"{running.ready['url']}/admin", headers={"Host": "evil.example"})
    assert answer.status_code == 400
