"""What programs see over HTTP: metadata, keys, error bodies, and the device flow from start to end."""

import httpx2
import pytest
from joserfc import jwt
from joserfc.jwk import KeySet

from tests.sandbox.conftest import Browser, Running, heading
from tests.sandbox.pages.test_signin import BERND, consent, sign_in

FIELDS = {
    "error",
    "error_description",
    "error_codes",
    "timestamp",
    "trace_id",
    "correlation_id",
    "error_uri",
}


def test_the_metadata_names_microsofts_paths(running: Running) -> None:
    document = httpx2.get(running.ready["discovery"]).json()
    assert document["issuer"] == f"{running.tenant}/v2.0"
    assert document["token_endpoint"] == f"{running.tenant}/oauth2/v2.0/token"
    assert document["code_challenge_methods_supported"] == ["S256"]


def test_without_a_tenant_the_issuer_is_a_pattern(running: Running) -> None:
    base = running.ready["url"]
    document = httpx2.get(f"{base}/organizations/v2.0/.well-known/openid-configuration").json()
    assert document["issuer"] == f"{base}/{{tenantid}}/v2.0"


def test_a_token_is_verified_with_the_published_key(running: Running) -> None:
    keys = KeySet.import_key_set(httpx2.get(f"{running.tenant}/discovery/v2.0/keys").json())
    token = jwt.decode(running.app_token(), keys, algorithms=["RS256"])
    assert token.claims["roles"] == [
        "Exchange.ManageAsApp",
        "IMAP.AccessAsApp",
        "POP.AccessAsApp",
        "SMTP.SendAsApp",
    ]


def test_a_wrong_secret_is_401_in_microsofts_form(running: Running) -> None:
    form = {"grant_type": "client_credentials", "scope": "https://outlook.office365.com/.default"}
    answer = running.token(**form, client_secret=running.app["secret_id"])
    body = answer.json()
    assert answer.status_code == 401
    assert set(body) == FIELDS
    assert body["error"] == "invalid_client"
    assert body["error_codes"] == [7000215]
    assert "the ID of the secret" in body["error_description"]
    for word in ("Trace ID: ", "Correlation ID: ", "Timestamp: "):
        assert word in body["error_description"]
    assert "AADSTS7000215" in httpx2.get(body["error_uri"]).text


@pytest.mark.parametrize(("tenant", "number"), [("22222222-2222-2222-2222-222222222222", 90002), ("{braces}", 900023)])
def test_a_wrong_tenant_is_refused_everywhere(running: Running, tenant: str, number: int) -> None:
    base = f"{running.ready['url']}/{tenant}"
    for answer in (
        httpx2.get(f"{base}/v2.0/.well-known/openid-configuration"),
        httpx2.post(f"{base}/oauth2/v2.0/token", data={"grant_type": "client_credentials"}),
        httpx2.post(f"{base}/oauth2/v2.0/devicecode"),
    ):
        assert (answer.status_code, answer.json()["error_codes"]) == (400, [number])


def test_a_token_is_not_had_by_get(running: Running) -> None:
    assert httpx2.get(f"{running.tenant}/oauth2/v2.0/token").json()["error_codes"] == [900561]


def begin_device(running: Running) -> dict[str, str]:
    form = {"client_id": running.app["client_id"], "scope": "https://outlook.office.com/SMTP.Send offline_access"}
    return dict(httpx2.post(f"{running.tenant}/oauth2/v2.0/devicecode", data=form).json())


def poll(running: Running, begun: dict[str, str]) -> httpx2.Response:
    return running.token(grant_type="urn:ietf:params:oauth:grant-type:device_code", device_code=begun["device_code"])


def open_code(browser: Browser, begun: dict[str, str]) -> httpx2.Response:
    return sign_in(browser, browser.get("/devicelogin", code=begun["user_code"].lower()), BERND)


def test_a_machine_without_a_browser_is_signed_in_from_another(running: Running) -> None:
    begun = begin_device(running)
    assert begun["verification_uri"] == f"{running.ready['url']}/devicelogin"
    assert (int(begun["expires_in"]), int(begun["interval"])) == (900, 5)
    assert begun["user_code"] in begun["message"]
    assert poll(running, begun).json()["error"] == "authorization_pending"
    browser = running.browser()
    page = open_code(browser, begun)
    assert heading(page) == "Permissions requested"
    assert BERND in consent(browser, page).text
    assert poll(running, begun).json()["refresh_token"]


def test_a_declined_device_is_told_so(running: Running) -> None:
    begun = begin_device(running)
    browser = running.browser()
    consent(browser, open_code(browser, begun), "cancel")
    assert poll(running, begun).json()["error"] == "authorization_declined"


def test_a_mistyped_device_code_is_said_on_the_page(running: Running) -> None:
    page = running.browser("de").get("/devicelogin", code="WRONGCODE")
    assert heading(page) == "Code eingeben"
    assert "AADSTS70018" in page.text
