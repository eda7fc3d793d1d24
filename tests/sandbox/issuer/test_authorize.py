"""The authorize request: what is shown as a page, what is sent to the app, and where the answer goes."""

import pytest

from poststelle.sandbox.issuer import authorize, tenants
from poststelle.sandbox.issuer.refusals import Refusal, Report
from poststelle.sandbox.issuer.tenants import Tenant
from tests.sandbox.issuer.conftest import CALLBACK, NATIVE_CALLBACK, SPA_CALLBACK, House, changed, numbered
from tests.sandbox.issuer.test_grants import CHALLENGE, SCOPE


def query(house: House, **change: str) -> dict[str, str]:
    return {
        "client_id": house.app.client_id,
        "redirect_uri": CALLBACK,
        "response_type": "code",
        "scope": SCOPE,
        "state": "s-1",
        **change,
    }


def test_a_wrong_redirect_uri_is_never_answered_by_a_redirect(house: House) -> None:
    for wrong in (f"{CALLBACK}/", "https://poststelle.example/Callback", "http://poststelle.example/callback"):
        with pytest.raises(Refusal) as refusal:
            authorize.return_address(house.parts, house.tenant, query(house, redirect_uri=wrong))
        assert refusal.value.number == 50011
        assert wrong in refusal.value.text


@pytest.mark.parametrize(
    ("change", "number"),
    [
        ({"client_id": "00000000-0000-0000-0000-000000000000"}, 700016),
        ({"client_id": ""}, 900144),
        ({"redirect_uri": ""}, 900144),
    ],
)
def test_an_unknown_app_is_shown_as_a_page(house: House, change: dict[str, str], number: int) -> None:
    with pytest.raises(Refusal) as refusal:
        authorize.return_address(house.parts, house.tenant, query(house, **change))
    assert refusal.value.number == number


def test_an_app_without_redirect_uris_is_said_to_have_none(house: House) -> None:
    changed(house, redirects=())
    with pytest.raises(Refusal) as refusal:
        authorize.return_address(house.parts, house.tenant, query(house))
    assert refusal.value.number == 500113


def test_the_port_counts_except_on_localhost(house: House) -> None:
    other_port = NATIVE_CALLBACK.replace("localhost", "localhost:52111")
    found = authorize.return_address(house.parts, house.tenant, query(house, redirect_uri=other_port))
    assert found.redirect_uri == other_port
    with pytest.raises(Refusal):
        authorize.return_address(house.parts, house.tenant, query(house, redirect_uri="http://127.0.0.1:1/callback"))


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"response_type": ""}, (900144, "invalid_request", 400)),
        ({"response_type": "id_token"}, (700054, "unsupported_response_type", 400)),
        ({"response_mode": "pigeon"}, (70007, "invalid_request", 400)),
        ({"prompt": "shout"}, (90023, "invalid_request", 400)),
        ({"prompt": "none login"}, (90023, "invalid_request", 400)),
        ({"scope": ""}, (900144, "invalid_request", 400)),
        ({"scope": "https://outlook.office.com/Mail.Eat"}, (650053, "invalid_client", 400)),
        ({"code_challenge": CHALLENGE, "code_challenge_method": "plain"}, (90023, "invalid_request", 400)),
        ({"code_challenge": CHALLENGE}, (90023, "invalid_request", 400)),
        ({"code_challenge": "short", "code_challenge_method": "S256"}, (501491, "invalid_request", 400)),
        ({"redirect_uri": SPA_CALLBACK}, (9002325, "invalid_request", 400)),
    ],
)
def test_an_authorize_request_is_refused_by_number(
    house: House, change: dict[str, str], expected: tuple[int, str, int]
) -> None:
    asked = query(house, **change)
    with pytest.raises(Refusal) as refusal:
        authorize.read(authorize.return_address(house.parts, house.tenant, asked), asked)
    assert numbered(refusal) == expected


@pytest.mark.parametrize(
    ("mode", "start"),
    [("query", f"{CALLBACK}?error="), ("fragment", f"{CALLBACK}#error="), ("form_post", CALLBACK)],
)
def test_a_refusal_goes_to_the_app_with_its_state(house: House, mode: str, start: str) -> None:
    to = authorize.return_address(house.parts, house.tenant, query(house, response_mode=mode))
    reply = to.refuse(Report.of(Refusal(65004), house.clock()), house.parts.base)
    assert reply.location.startswith(start)
    assert reply.fields["error"] == "access_denied"
    assert reply.fields["state"] == "s-1"
    assert reply.fields["error_description"].startswith("AADSTS65004: ")


def test_default_stands_for_what_is_registered(house: House) -> None:
    asked = query(house, scope="https://outlook.office.com/.default openid")
    request = authorize.read(authorize.return_address(house.parts, house.tenant, asked), asked)
    assert request.permissions == {"IMAP.AccessAsUser.All", "POP.AccessAsUser.All", "SMTP.Send", "openid"}


@pytest.mark.parametrize(
    ("segment", "number"),
    [
        ("11111111-1111-1111-1111-111111111111", 90002),
        ("elsewhere.example", 90002),
        ("consumers", 90002),
        ("{11111111-1111-1111-1111-111111111111}", 900023),
        ("not a tenant", 900023),
    ],
)
def test_a_wrong_tenant_is_told_from_one_that_cannot_be(house: House, segment: str, number: int) -> None:
    with pytest.raises(Refusal) as refusal:
        tenants.find(house.parts.organisation, segment)
    assert refusal.value.number == number
    assert segment in refusal.value.text


def test_the_tenant_is_found_by_id_and_by_domain(house: House) -> None:
    organisation = house.parts.organisation
    for segment in (organisation.tenant, organisation.tenant.upper(), organisation.domain):
        assert tenants.find(organisation, segment).specific
    assert tenants.find(organisation, "organizations") == Tenant("organizations", specific=False)
