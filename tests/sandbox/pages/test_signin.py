"""Signing in with pages: user name, password, chooser, consent, and back to the app."""

import base64
import hashlib
import json
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest

from tests.sandbox.conftest import CALLBACK, PASSWORD, Browser, Running, heading, switched

IMAP = "https://outlook.office.com/IMAP.AccessAsUser.All"
SCOPE = f"{IMAP} openid profile email offline_access"
VERIFIER = "v" * 43
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()
ANNA, BERND, CARLA, EMILY, FRANK = (
    f"{local}@muster.example"
    for local in ("anna.berger", "bernd.krause", "carla.neumann", "emily.watson", "frank.schroeder")
)


def ask(running: Running, browser: Browser, **change: str) -> httpx2.Response:
    query = {
        "client_id": running.app["client_id"],
        "redirect_uri": CALLBACK,
        "response_type": "code",
        "scope": SCOPE,
        "state": "s-1",
        "nonce": "n-1",
        "code_challenge": CHALLENGE,
        "code_challenge_method": "S256",
    }
    return browser.get(f"{running.tenant}/oauth2/v2.0/authorize", **(query | change))


def sign_in(browser: Browser, page: httpx2.Response, who: str, password: str = PASSWORD) -> httpx2.Response:
    page = browser.post(page, step="username", username=who)
    return browser.post(page, step="password", username=who, password=password)


def consent(browser: Browser, page: httpx2.Response, decision: str = "accept") -> httpx2.Response:
    return browser.post(page, step="consent", decision=decision)


def through(browser: Browser, page: httpx2.Response) -> httpx2.Response:
    """Accept, if consent is asked for at all: another test may have given it."""
    return consent(browser, page) if 'value="accept"' in page.text else page


def answer(page: httpx2.Response) -> dict[str, str]:
    assert page.is_redirect, heading(page)
    assert page.headers["location"].startswith(CALLBACK)
    return {name: values[0] for name, values in parse_qs(urlsplit(page.headers["location"]).query).items()}


def test_user_name_password_and_consent_lead_back_to_the_app_with_a_code(running: Running) -> None:
    browser = running.browser("de")
    page = ask(running, browser, prompt="consent")
    assert heading(page) == "Anmelden"
    page = browser.post(page, step="username", username=ANNA)
    assert heading(page) == "Kennwort eingeben"
    page = browser.post(page, step="password", username=ANNA, password=PASSWORD)
    assert heading(page) == "Angeforderte Berechtigungen"
    assert "Lese- und Schreibzugriff auf Ihre E-Mails über IMAP" in page.text
    assert "Akzeptieren" in page.text
    back = answer(consent(browser, page))
    assert back["state"] == "s-1"
    tokens = running.token(
        grant_type="authorization_code", code=back["code"], redirect_uri=CALLBACK, code_verifier=VERIFIER
    ).json()
    identity = json.loads(base64.urlsafe_b64decode(tokens["id_token"].split(".")[1] + "=="))
    assert identity["preferred_username"] == ANNA
    assert identity["nonce"] == "n-1"
    assert identity["iss"] == running.ready["issuer"]


def test_consent_is_asked_once_and_again_when_the_app_wants_it(running: Running) -> None:
    browser = running.browser()
    through(browser, sign_in(browser, ask(running, browser), BERND))
    assert answer(ask(running, browser))["code"]
    assert heading(ask(running, browser, prompt="consent")) == "Permissions requested"


def test_the_chooser_offers_the_accounts_and_another_one(running: Running) -> None:
    browser = running.browser("de")
    through(browser, sign_in(browser, ask(running, browser), BERND))
    page = ask(running, browser, prompt="select_account")
    assert heading(page) == "Konto auswählen"
    assert BERND in page.text
    assert "Mit einem anderen Konto anmelden" in page.text
    other = browser.post(page, step="other")
    assert heading(other) == "Anmelden"
    answer(through(browser, sign_in(browser, other, EMILY)))
    page = ask(running, browser)  # two accounts: the chooser comes by itself
    assert heading(page) == "Konto auswählen"
    bernd = page.text.split(BERND)[0].rsplit('value="', 1)[1].split('"')[0]
    assert answer(browser.post(page, step="account", account=bernd))["code"]


def test_a_login_hint_skips_the_user_name(running: Running) -> None:
    page = ask(running, running.browser(), login_hint=ANNA)
    assert heading(page) == "Enter password"
    assert ANNA in page.text


def test_prompt_login_asks_for_the_password_again(running: Running) -> None:
    browser = running.browser()
    through(browser, sign_in(browser, ask(running, browser), BERND))
    assert heading(ask(running, browser, prompt="login")) == "Enter password"


@pytest.mark.parametrize(
    ("who", "number"),
    [("nobody@muster.example", "AADSTS50034"), ("somebody@outlook.example", "AADSTS50020"), ("", "Enter your user")],
)
def test_an_unknown_user_name_is_said_on_the_page(running: Running, who: str, number: str) -> None:
    browser = running.browser()
    assert number in browser.post(ask(running, browser), step="username", username=who).text


def test_a_wrong_password_is_said_on_the_page(running: Running) -> None:
    browser = running.browser()
    page = sign_in(browser, ask(running, browser), ANNA, "wrong")
    assert heading(page) == "Enter password"
    assert "AADSTS50126" in page.text


def test_a_shared_mailbox_cannot_sign_in_unless_it_was_given_a_password(running: Running) -> None:
    browser, mailbox = running.browser(), "bewerbung@muster.example"
    assert "AADSTS50057" in sign_in(browser, ask(running, browser), mailbox).text
    admin = f"/admin/mailboxes/{mailbox}"
    running.browser().submit(admin, action="password", password="of its own")
    page = sign_in(browser, ask(running, browser), mailbox, "of its own")
    running.browser().submit(admin, action="no-password")
    assert heading(page) == "Permissions requested"


def test_declined_consent_is_told_to_the_app(running: Running) -> None:
    browser = running.browser()
    back = answer(consent(browser, sign_in(browser, ask(running, browser, prompt="consent"), CARLA), "cancel"))
    assert back["error"] == "access_denied"
    assert back["error_description"].startswith("AADSTS65004")
    assert back["state"] == "s-1"


def test_the_answer_can_be_posted(running: Running) -> None:
    browser = running.browser()
    page = through(browser, sign_in(browser, ask(running, browser, response_mode="form_post"), BERND))
    assert f'action="{CALLBACK}"' in page.text
    assert 'name="code"' in page.text
    assert 'name="state" value="s-1"' in page.text


def test_a_silent_request_is_answered_without_a_page(running: Running) -> None:
    browser = running.browser()
    assert answer(ask(running, browser, prompt="none"))["error"] == "login_required"
    sign_in(browser, ask(running, browser), FRANK)
    back = answer(ask(running, browser, prompt="none"))
    assert (back["error"], back["error_description"][:11]) == ("consent_required", "AADSTS65001")
    sign_in(browser, browser.post(ask(running, browser, prompt="select_account"), step="other"), BERND)
    assert answer(ask(running, browser, prompt="none"))["error"] == "interaction_required"
    through(browser, ask(running, browser, login_hint=BERND))
    assert answer(ask(running, browser, prompt="none", login_hint=BERND))["code"]


def test_a_wrong_redirect_uri_and_a_wrong_tenant_are_pages(running: Running) -> None:
    browser = running.browser()
    page = ask(running, browser, redirect_uri="http://127.0.0.1:8901/other")
    assert page.status_code == 400
    assert "AADSTS50011" in page.text
    page = browser.get("/elsewhere.example/oauth2/v2.0/authorize")
    assert (page.status_code, "AADSTS90002" in page.text) == (400, True)


def test_the_notes_of_one_request_are_no_good_for_another(running: Running) -> None:
    browser = running.browser()
    page = sign_in(browser, ask(running, browser, prompt="consent"), BERND)
    other = ask(running, browser, prompt="consent", state="s-2")
    stolen = page.text.split('name="progress" value="')[1].split('"')[0]
    assert "AADSTS50089" in browser.post(other, step="consent", decision="accept", progress=stolen).text


def test_mail_permissions_can_be_kept_for_the_administrator(running: Running) -> None:
    with switched(running, consent_by="administrator"):
        browser = running.browser("de")
        page = sign_in(browser, ask(running, browser), FRANK)
        assert heading(page) == "Genehmigung durch Administrator erforderlich"
        assert "AADSTS90094" in page.text
        back = answer(consent(browser, page, "leave"))
    assert back["error"] == "access_denied"
    assert back["error_description"].startswith("AADSTS90094")


def test_an_administrator_consents_for_everybody(running: Running) -> None:
    admin = running.browser()
    own = str(admin.submit("/admin/apps/new", name="For everybody").url)
    admin.submit(own, action="add-redirect", uri=CALLBACK, platform="web")
    app = own.rpartition("/")[2]
    address = f"{running.tenant}/v2.0/adminconsent"
    query = {"client_id": app, "redirect_uri": CALLBACK, "scope": IMAP, "state": "s-1"}
    browser = running.browser()
    page = sign_in(browser, browser.get(address, **query), FRANK)
    assert heading(page) == "Need admin approval"
    browser = running.browser()
    page = sign_in(browser, browser.get(address, **query), ANNA)
    assert "Permissions requested: review for Muster GmbH" in heading(page)
    declined = answer(consent(browser, page, "cancel"))
    assert declined["error"] == "permission_denied"
    back = answer(consent(browser, browser.get(address, **query)))
    assert (back["admin_consent"], back["tenant"], back["state"]) == ("True", running.ready["tenant"], "s-1")
    with switched(running, consent_by="administrator"):
        browser = running.browser()
        page = sign_in(browser, ask(running, browser, scope=IMAP, client_id=app), FRANK)
        assert answer(page)["code"]


def test_signing_out_forgets_the_accounts(running: Running) -> None:
    browser = running.browser()
    sign_in(browser, ask(running, browser), BERND)
    assert heading(browser.get(f"{running.tenant}/oauth2/v2.0/logout")) == "You signed out"
    assert heading(ask(running, browser)) == "Sign in"


def test_a_form_without_its_token_is_refused(running: Running) -> None:
    browser = running.browser()
    page = ask(running, browser)
    answered = browser.client.post(str(page.url), data={"step": "username", "username": ANNA})
    assert answered.status_code == 403
