"""The token endpoint: what it gives, and each AADSTS number with which it refuses."""

import base64
import hashlib
import json
from dataclasses import replace
from datetime import timedelta

import pytest

from poststelle.sandbox.issuer import devices, grants
from poststelle.sandbox.issuer.refusals import Refusal
from poststelle.sandbox.issuer.tenants import Tenant
from poststelle.sandbox.registrations import EVERYBODY
from poststelle.sandbox.switches import Switches
from poststelle.sandbox.tickets import Code, Outcome
from tests.sandbox.issuer.conftest import CALLBACK, NATIVE_CALLBACK, ROLES, SPA_CALLBACK, House, changed, numbered

IMAP = "https://outlook.office.com/IMAP.AccessAsUser.All"
SMTP = "https://outlook.office.com/SMTP.Send"
GRAPH = "https://graph.microsoft.com/User.Read"
SCOPE = f"{IMAP} {SMTP} offline_access openid profile email"
VERIFIER = "v" * 43
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()
APP_SCOPE = "https://outlook.office365.com/.default"


def code(house: House, scope: str = SCOPE, redirect_uri: str = CALLBACK, challenge: str = CHALLENGE) -> dict[str, str]:
    """The form of a token request for a code just given to Alice."""
    kept = Code(
        client_id=house.app.client_id,
        person=house.alice.id,
        redirect_uri=redirect_uri,
        scope=scope,
        nonce="n-1",
        challenge=challenge,
        spa=redirect_uri == SPA_CALLBACK,
    )
    value = house.parts.tickets.issue_code(kept)
    form = {"grant_type": "authorization_code", "code": value, "redirect_uri": redirect_uri}
    return {**form, "code_verifier": VERIFIER} if challenge else form


def ask(house: House, form: dict[str, str], authorization: str = "", origin: str = "") -> dict[str, object]:
    return grants.token(house.parts, house.tenant, form, authorization, origin)


def refused(house: House, form: dict[str, str], authorization: str = "", origin: str = "") -> tuple[int, str, int]:
    with pytest.raises(Refusal) as refusal:
        ask(house, form, authorization, origin)
    return numbered(refusal)


def signed_in(house: House, scope: str = SCOPE) -> str:
    return str(ask(house, house.client(**code(house, scope)))["refresh_token"])


def refresh(value: str, **more: str) -> dict[str, str]:
    return {"grant_type": "refresh_token", "refresh_token": value, **more}


def claims(token: object) -> dict[str, object]:
    return dict(json.loads(base64.urlsafe_b64decode(str(token).split(".")[1] + "==")))


# code


def test_a_code_becomes_tokens_for_exchange_with_the_person_in_them(house: House) -> None:
    answer = ask(house, house.client(**code(house)))
    access, identity = claims(answer["access_token"]), claims(answer["id_token"])
    assert access["aud"] == "https://outlook.office.com"
    assert access["scp"] == "IMAP.AccessAsUser.All SMTP.Send"
    assert (access["upn"], access["oid"], access["tid"]) == (house.alice.address, house.alice.id, house.tenant.segment)
    assert identity["aud"] == access["appid"] == house.app.client_id
    assert identity["nonce"] == "n-1"
    assert identity["preferred_username"] == identity["email"] == house.alice.address
    assert answer["expires_in"] == 5400


def test_without_a_mail_scope_the_token_is_for_graph(house: House) -> None:
    answer = ask(house, house.client(**code(house, "openid profile")))
    assert claims(answer["access_token"])["aud"] == "00000003-0000-0000-c000-000000000000"
    assert "refresh_token" not in answer


def test_a_mail_scope_without_its_resource_has_the_wrong_audience(house: House) -> None:
    answer = ask(house, house.client(**code(house, "IMAP.AccessAsUser.All openid")))
    checked = house.parts.signer.verify_access_token(str(answer["access_token"]), house.clock())
    assert checked is not None
    assert not checked.for_exchange


def test_the_secret_may_come_by_basic_authentication_with_form_encoded_halves(house: House) -> None:
    pair = base64.b64encode(f"{house.app.client_id}:{house.secret}".encode()).decode()
    assert ask(house, code(house), f"Basic {pair}")["access_token"]
    assert refused(house, code(house), "Basic ?") == (9002313, "invalid_request", 400)


def test_a_wrong_secret_is_401(house: House) -> None:
    form = house.client(**code(house)) | {"client_secret": "wrong"}
    assert refused(house, form) == (7000215, "invalid_client", 401)


def test_the_id_of_a_secret_sent_for_its_value_is_said_so(house: House) -> None:
    with pytest.raises(Refusal) as refusal:
        ask(house, house.client(**code(house)) | {"client_secret": house.secret_id})
    assert refusal.value.text.endswith("What was sent is the ID of the secret 'first'.")


def test_an_expired_secret_is_told_from_a_wrong_one(house: House) -> None:
    house.clock.forward(days=31)
    assert refused(house, house.client(**code(house))) == (7000222, "invalid_client", 401)


def test_a_web_app_must_show_its_secret(house: House) -> None:
    form = {**code(house), "client_id": house.app.client_id}
    assert refused(house, form) == (7000218, "invalid_client", 401)


def test_an_app_of_the_desktop_needs_none(house: House) -> None:
    form = {**code(house, redirect_uri=NATIVE_CALLBACK), "client_id": house.app.client_id}
    assert ask(house, form)["access_token"]


def test_an_app_in_the_browser_needs_pkce(house: House) -> None:
    form = {**code(house, redirect_uri=SPA_CALLBACK), "client_id": house.app.client_id}
    assert ask(house, form, origin="https://spa.example")["access_token"]
    form = {**code(house, redirect_uri=SPA_CALLBACK), "client_id": house.app.client_id}
    del form["code_verifier"]
    assert refused(house, form) == (9002325, "invalid_request", 400)


def test_a_web_code_cannot_be_redeemed_from_a_browser(house: House) -> None:
    answer = refused(house, house.client(**code(house)), origin="https://spa.example")
    assert answer == (9002326, "invalid_request", 400)


def test_a_certificate_nobody_registered_is_refused(house: House) -> None:
    form = {**code(house), "client_id": house.app.client_id, "client_assertion": "x.y.z"}
    assert refused(house, form) == (700027, "invalid_client", 401)


def test_an_app_without_web_addresses_and_secrets_is_public(house: House) -> None:
    app = house.parts.registrations.register("Phone", [house.app.redirects[2]])
    form = {"grant_type": "refresh_token", "refresh_token": "x", "client_id": app.client_id, "client_secret": "s"}
    assert refused(house, form) == (700025, "invalid_client", 401)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"client_id": "00000000-0000-0000-0000-000000000000"}, (700016, "unauthorized_client", 400)),
        ({"client_id": ""}, (900144, "invalid_request", 400)),
        ({"grant_type": ""}, (900144, "invalid_request", 400)),
        ({"grant_type": "password"}, (70003, "unsupported_grant_type", 400)),
        ({"code": ""}, (900144, "invalid_request", 400)),
        ({"code": "made up"}, (9002313, "invalid_grant", 400)),
        ({"redirect_uri": "https://poststelle.example/Callback"}, (50011, "invalid_grant", 400)),
        ({"code_verifier": "w" * 43}, (501481, "invalid_grant", 400)),
        ({"code_verifier": ""}, (501481, "invalid_grant", 400)),
        ({"scope": f"{IMAP} {GRAPH}"}, (65001, "invalid_grant", 400)),
        ({"scope": "https://outlook.office.com/Imap.All"}, (650053, "invalid_client", 400)),
        ({"scope": "https://elsewhere.example/Mail.Read"}, (500011, "invalid_resource", 400)),
        ({"scope": f"{IMAP} {APP_SCOPE}"}, (70011, "invalid_scope", 400)),
    ],
)
def test_a_code_request_is_refused_by_number(
    house: House, change: dict[str, str], expected: tuple[int, str, int]
) -> None:
    assert refused(house, house.client(**code(house)) | change) == expected


def test_a_token_is_for_one_resource(house: House) -> None:
    house.parts.registrations.consent(house.app.client_id, house.alice.id, ["User.Read"])
    form = house.client(**code(house, f"{SCOPE} {GRAPH}")) | {"scope": f"{IMAP} {GRAPH}"}
    assert refused(house, form) == (700022, "invalid_request", 400)


def test_a_code_is_good_once(house: House) -> None:
    form = house.client(**code(house))
    ask(house, form)
    assert refused(house, form) == (54005, "invalid_grant", 400)


def test_a_code_lives_ten_minutes(house: House) -> None:
    form = house.client(**code(house))
    house.clock.forward(minutes=10)
    assert refused(house, form) == (70008, "invalid_grant", 400)


def test_a_code_is_for_the_app_it_was_given_to(house: House) -> None:
    other = house.parts.registrations.register("Other", [house.app.redirects[0]])
    _, value = house.parts.registrations.new_secret(other.client_id, "", house.clock() + timedelta(days=1))
    form = {**code(house), "client_id": other.client_id, "client_secret": value.reveal()}
    assert refused(house, form) == (9002313, "invalid_grant", 400)


def test_a_disabled_app_gets_nothing(house: House) -> None:
    form = house.client(**code(house))
    changed(house, enabled=False)
    assert refused(house, form) == (7000112, "unauthorized_client", 400)


def test_the_common_tenant_is_for_multi_tenant_apps(house: House) -> None:
    form = house.client(**code(house))
    with pytest.raises(Refusal) as refusal:
        grants.token(house.parts, Tenant("common", specific=False), form, "")
    assert refusal.value.number == 50194
    changed(house, multitenant=True)
    assert grants.token(house.parts, Tenant("common", specific=False), form, "")["access_token"]


def test_a_policy_may_shorten_the_life_of_access_tokens(house: House) -> None:
    house.parts.organisation.change_switches(Switches(access_token_seconds=5))
    answer = ask(house, house.client(**code(house)))
    assert answer["expires_in"] == 5
    house.clock.forward(seconds=5)
    assert house.parts.signer.verify_access_token(str(answer["access_token"]), house.clock()) is None


# refresh


def test_a_refresh_token_is_replaced_at_each_use(house: House) -> None:
    first = signed_in(house)
    second = str(ask(house, house.client(**refresh(first)))["refresh_token"])
    assert second != first
    assert refused(house, house.client(**refresh(first))) == (70000, "invalid_grant", 400)
    assert ask(house, house.client(**refresh(second)))["access_token"]


def test_a_tenant_may_let_a_refresh_token_live_on_as_entra_does(house: House) -> None:
    house.parts.organisation.change_switches(Switches(refresh_once=False))
    first = signed_in(house)
    ask(house, house.client(**refresh(first)))
    assert ask(house, house.client(**refresh(first)))["access_token"]


def test_one_refresh_token_serves_two_resources_one_at_a_time(house: House) -> None:
    house.parts.registrations.consent(house.app.client_id, house.alice.id, ["User.Read"])
    value = signed_in(house, f"{SCOPE} {GRAPH}")
    answer = ask(house, house.client(**refresh(value, scope=GRAPH)))
    assert claims(answer["access_token"])["aud"] == "00000003-0000-0000-c000-000000000000"
    answer = ask(house, house.client(**refresh(str(answer["refresh_token"]), scope=f"{IMAP} {GRAPH}")))
    assert claims(answer["access_token"])["aud"] == "https://outlook.office.com"
    assert claims(answer["access_token"])["scp"] == "IMAP.AccessAsUser.All"


def test_a_refresh_token_ends_after_ninety_days_without_use(house: House) -> None:
    value = signed_in(house)
    secret, fresh = house.parts.registrations.new_secret(house.app.client_id, "", house.clock() + timedelta(days=700))
    assert secret.id
    house.clock.forward(days=90)
    with pytest.raises(Refusal) as refusal:
        ask(house, house.client(**refresh(value)) | {"client_secret": fresh.reveal()})
    assert numbered(refusal) == (700082, "invalid_grant", 400)
    assert "issued on 2026-11-23T12:00:00Z and was inactive for 90.00:00:00" in refusal.value.text


def test_a_refresh_token_of_a_browser_app_ends_after_a_day(house: House) -> None:
    form = {**code(house, redirect_uri=SPA_CALLBACK), "client_id": house.app.client_id}
    value = str(ask(house, form)["refresh_token"])
    house.clock.forward(hours=24)
    form = refresh(value, client_id=house.app.client_id)
    assert refused(house, form) == (700084, "invalid_grant", 400)


def test_a_reset_password_ends_the_grant(house: House) -> None:
    value = signed_in(house)
    house.clock.forward(minutes=1)
    house.parts.organisation.set_password(house.alice, "new password")
    assert refused(house, house.client(**refresh(value))) == (50173, "invalid_grant", 400)


def test_a_blocked_person_gets_no_token(house: House) -> None:
    value = signed_in(house)
    house.clock.forward(minutes=1)
    alice = house.parts.organisation.person(house.alice.address)
    assert alice is not None
    house.parts.organisation.change_person(replace(alice, enabled=False))
    assert refused(house, house.client(**refresh(value))) == (50057, "invalid_grant", 400)


def test_a_withdrawn_consent_ends_the_grant(house: House) -> None:
    value = signed_in(house)
    house.parts.registrations.withdraw(house.app.client_id, house.alice.id)
    assert refused(house, house.client(**refresh(value))) == (65001, "invalid_grant", 400)


def test_a_made_up_refresh_token_is_refused(house: House) -> None:
    assert refused(house, house.client(**refresh("made up"))) == (70000, "invalid_grant", 400)


def test_refreshing_needs_the_secret_of_a_web_app(house: House) -> None:
    changed(house, redirects=house.app.redirects[:1])
    value = signed_in(house)
    form = refresh(value, client_id=house.app.client_id)
    assert refused(house, form) == (7000218, "invalid_client", 401)


# client credentials


def test_the_app_itself_gets_the_roles_an_administrator_consented_to(house: House) -> None:
    form = house.client(grant_type="client_credentials", scope=APP_SCOPE)
    assert "roles" not in claims(ask(house, form)["access_token"])
    house.parts.registrations.consent(house.app.client_id, EVERYBODY, ROLES)
    answer = claims(ask(house, form)["access_token"])
    assert answer["roles"] == ["Exchange.ManageAsApp", "IMAP.AccessAsApp"]
    assert answer["aud"] == "https://outlook.office365.com"
    assert "scp" not in answer


@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        ("", (900144, "invalid_request", 400)),
        (IMAP, (1002012, "invalid_scope", 400)),
        ("openid", (1002012, "invalid_scope", 400)),
        (f"{APP_SCOPE} https://graph.microsoft.com/.default", (70011, "invalid_scope", 400)),
    ],
)
def test_the_app_itself_asks_for_one_default_scope(house: House, scope: str, expected: tuple[int, str, int]) -> None:
    assert refused(house, house.client(grant_type="client_credentials", scope=scope)) == expected


def test_the_app_itself_names_its_tenant_and_shows_its_secret(house: House) -> None:
    changed(house, multitenant=True)
    form = house.client(grant_type="client_credentials", scope=APP_SCOPE)
    with pytest.raises(Refusal) as refusal:
        grants.token(house.parts, Tenant("organizations", specific=False), form, "")
    assert refusal.value.number == 50059
    del form["client_secret"]
    assert refused(house, form) == (7000218, "invalid_client", 401)


# device code


def device(house: House) -> tuple[dict[str, object], dict[str, str]]:
    answer = devices.begin(house.parts, house.tenant, {"client_id": house.app.client_id, "scope": SCOPE})
    return answer, house.client(grant_type=grants.DEVICE_GRANT, device_code=str(answer["device_code"]))


def test_a_device_waits_until_the_person_has_decided(house: House) -> None:
    answer, form = device(house)
    assert refused(house, form) == (70016, "authorization_pending", 400)
    user_code = str(answer["user_code"])
    house.parts.tickets.settle_device(user_code, Outcome.PENDING, Outcome.APPROVED, house.alice.id)
    tokens = ask(house, form)
    assert claims(tokens["access_token"])["upn"] == house.alice.address
    assert tokens["refresh_token"]
    assert refused(house, form) == (70018, "bad_verification_code", 400)


def test_a_declined_and_an_expired_device_code_are_told_apart(house: House) -> None:
    answer, form = device(house)
    house.parts.tickets.settle_device(str(answer["user_code"]), Outcome.PENDING, Outcome.DECLINED)
    assert refused(house, form) == (70017, "authorization_declined", 400)
    _, form = device(house)
    house.clock.forward(minutes=15)
    assert refused(house, form) == (70019, "expired_token", 400)


def test_a_device_without_the_secret_needs_public_client_flows(house: House) -> None:
    answer, form = device(house)
    house.parts.tickets.settle_device(str(answer["user_code"]), Outcome.PENDING, Outcome.APPROVED, house.alice.id)
    del form["client_secret"]
    assert refused(house, form) == (7000218, "invalid_client", 401)
    changed(house, public=True)
    assert ask(house, form)["access_token"]


def test_a_made_up_device_code_is_refused(house: House) -> None:
    form = house.client(grant_type="device_code", device_code="made up")
    assert refused(house, form) == (70018, "bad_verification_code", 400)
