"""The token endpoint: one function a grant type.

A token is for one resource. A code or a refresh token may carry the consent for several, and each request
then says by its `scope` which one it wants.
"""

import base64
import hashlib
import hmac
from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from poststelle.sandbox.issuer import claims, clients
from poststelle.sandbox.issuer.clients import Client
from poststelle.sandbox.issuer.permissions import (
    PERMISSIONS,
    Asked,
    Kind,
    audiences,
    expanded,
    read_app_scope,
    read_scope,
)
from poststelle.sandbox.issuer.refusals import Refusal
from poststelle.sandbox.issuer.tenants import Tenant
from poststelle.sandbox.organisation import Person, SharedMailbox
from poststelle.sandbox.parts import Parts
from poststelle.sandbox.registrations import EVERYBODY, App, Platform
from poststelle.sandbox.tickets import REFRESH_LIFETIME, Code, DeviceCode, KeptCode, Outcome, RefreshToken

Form = Mapping[str, str]
Answer = dict[str, object]
DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code"


def token(parts: Parts, tenant: Tenant, form: Form, authorization: str, origin: str = "") -> Answer:
    kind = form.get("grant_type", "")
    if not kind:
        raise Refusal(900144, parameter="grant_type")
    answer = GRANTS.get(kind)
    if answer is None:
        raise Refusal(70003, grant_type=kind)
    client = clients.authenticated(parts, tenant, form, authorization)
    return answer(parts, tenant, client, {**form, "origin": origin})


def by_code(parts: Parts, _tenant: Tenant, client: Client, form: Form) -> Answer:
    kept = parts.tickets.redeem_code(_required(form, "code"))
    if kept is None:
        raise Refusal(9002313, error="invalid_grant")
    _check_code(parts, client, kept, form)
    code = kept.code
    granted = read_scope(code.scope, client.app.name)
    wanted = _wanted(form, granted, client.app)
    if len(audiences(wanted)) > 1 and "scope" in form:
        raise Refusal(700022, scope=form["scope"])
    refresh = ""
    if "offline_access" in _names(granted):
        refresh = parts.tickets.issue_refresh_token(client.app.client_id, code.person, code.scope, spa=code.spa)
    return _answer(parts, client.app, _identity(parts, code.person), wanted, refresh, code.nonce)


def _check_code(parts: Parts, client: Client, kept: KeptCode, form: Form) -> None:
    code = kept.code
    if code.client_id != client.app.client_id:
        raise Refusal(9002313, error="invalid_grant")
    if kept.redeemed is not None:
        raise Refusal(54005)
    if kept.expires <= parts.now():
        raise Refusal(70008)
    if form.get("redirect_uri") != code.redirect_uri:
        raise Refusal(50011, redirect_uri=form.get("redirect_uri", ""), client_id=code.client_id, error="invalid_grant")
    _check_secret_needed(client, code, form)
    _check_verifier(code, form.get("code_verifier", ""))


def _check_secret_needed(client: Client, code: Code, form: Form) -> None:
    if form.get("origin") and not code.spa:
        raise Refusal(9002326, origin=form["origin"])
    if client.proved or code.spa:
        return
    platform = clients.redirect_of(client.app, code.redirect_uri).platform
    if platform is Platform.WEB:
        raise Refusal(7000218)


def _check_verifier(code: Code, verifier: str) -> None:
    if not code.challenge and not verifier:
        return
    if not verifier:
        raise Refusal(9002325) if code.spa else Refusal(501481)
    digest = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    if not hmac.compare_digest(digest, code.challenge):
        raise Refusal(501481)


def by_refresh_token(parts: Parts, _tenant: Tenant, client: Client, form: Form) -> Answer:
    value = _required(form, "refresh_token")
    kept = parts.tickets.refresh_token(value)
    if kept is None or kept.client_id != client.app.client_id:
        raise Refusal(70000)
    _check_refresh(parts, client, kept)
    granted = read_scope(kept.scope, client.app.name)
    wanted = _wanted(form, granted, client.app)
    if not (_names(wanted) <= parts.registrations.consented(client.app.client_id, kept.person)):
        raise Refusal(65001, client_id=client.app.client_id, app=client.app.name)
    who = _identity(parts, kept.person)
    _check_still_valid(parts, kept, who)
    if not parts.tickets.use_refresh_token(value) and parts.organisation.switches().refresh_once:
        raise Refusal(70000)
    renewed = parts.tickets.issue_refresh_token(
        client.app.client_id, kept.person, kept.scope, family=kept.family, spa=kept.spa
    )
    return _answer(parts, client.app, who, wanted, renewed, "")


def _check_refresh(parts: Parts, client: Client, kept: RefreshToken) -> None:
    if kept.expires <= parts.now():
        number = 700084 if kept.spa else 700082
        raise Refusal(number, issued=f"{kept.issued:%Y-%m-%dT%H:%M:%SZ}", days=str(REFRESH_LIFETIME.days))
    if kept.used is not None and parts.organisation.switches().refresh_once:
        raise Refusal(70000)
    native = any(redirect.platform is Platform.NATIVE for redirect in client.app.redirects)
    if not (client.proved or kept.spa or client.app.public or native):
        raise Refusal(7000218)


def _check_still_valid(_parts: Parts, kept: RefreshToken, who: Person | SharedMailbox) -> None:
    if who.grants_valid_from is not None and kept.issued < who.grants_valid_from:
        raise Refusal(50173, issued=_stamp(kept.issued), valid_from=_stamp(who.grants_valid_from))


def by_client_credentials(parts: Parts, tenant: Tenant, client: Client, form: Form) -> Answer:
    if not tenant.specific:
        raise Refusal(50059)
    if not client.proved:
        raise Refusal(7000218)
    asked = read_app_scope(form.get("scope", ""))
    consented = parts.registrations.consented(client.app.client_id, EVERYBODY)
    roles = sorted(name for name in consented & client.app.permissions if _role_of(name, asked))
    now, seconds = parts.now(), claims.lifetime(parts)
    signed = parts.signer.sign(claims.of_app(parts, client.app, asked.audience, roles, now, seconds))
    return {"token_type": "Bearer", "expires_in": seconds, "ext_expires_in": seconds, "access_token": signed}


def _role_of(name: str, asked: Asked) -> bool:
    permission = PERMISSIONS[name]
    return permission.kind is Kind.ROLE and asked.resource in permission.resources


def by_device_code(parts: Parts, _tenant: Tenant, client: Client, form: Form) -> Answer:
    kept = parts.tickets.device_code(_required(form, "device_code"))
    if kept is None or kept.client_id != client.app.client_id or kept.outcome is Outcome.REDEEMED:
        raise Refusal(70018)
    if not (client.proved or client.app.public):
        raise Refusal(7000218)
    _check_outcome(parts, kept)
    granted = read_scope(kept.scope, client.app.name)
    if not parts.tickets.settle_device(kept.user_code, Outcome.APPROVED, Outcome.REDEEMED):
        raise Refusal(70018)
    refresh = ""
    if "offline_access" in _names(granted):
        refresh = parts.tickets.issue_refresh_token(client.app.client_id, kept.person, kept.scope)
    return _answer(parts, client.app, _identity(parts, kept.person), _first_resource(granted), refresh, "")


def _check_outcome(parts: Parts, kept: DeviceCode) -> None:
    if kept.outcome is Outcome.DECLINED:
        raise Refusal(70017)
    if kept.expires <= parts.now():
        raise Refusal(70019)
    if kept.outcome is Outcome.PENDING:
        raise Refusal(70016)


GRANTS: dict[str, Callable[[Parts, Tenant, Client, Form], Answer]] = {
    "authorization_code": by_code,
    "refresh_token": by_refresh_token,
    "client_credentials": by_client_credentials,
    DEVICE_GRANT: by_device_code,
    "device_code": by_device_code,  # Microsoft's own short form
}


def _wanted(form: Form, granted: tuple[Asked, ...], app: App) -> tuple[Asked, ...]:
    """What this token is to be good for. Asking again may name less, and not more."""
    if not form.get("scope"):
        return _first_resource(granted)
    asked = expanded(read_scope(form["scope"], app.name), app.permissions)
    if not _names(asked) <= _names(granted):
        raise Refusal(65001, client_id=app.client_id, app=app.name)
    return asked if form["grant_type"] == "authorization_code" else _first_resource(asked)


def _first_resource(words: tuple[Asked, ...]) -> tuple[Asked, ...]:
    found = audiences(words)
    if not found:
        return words
    first = next(asked.resource for asked in words if asked.audience)
    return tuple(asked for asked in words if not asked.audience or asked.resource is first)


def _answer(
    parts: Parts, app: App, who: Person | SharedMailbox, wanted: tuple[Asked, ...], refresh: str, nonce: str
) -> Answer:
    now, seconds = parts.now(), claims.lifetime(parts)
    answer: Answer = {
        "token_type": "Bearer",
        "scope": " ".join(str(asked) for asked in wanted),
        "expires_in": seconds,
        "ext_expires_in": seconds,
        "access_token": parts.signer.sign(claims.of_access(parts, app, who, wanted, now, seconds)),
    }
    if refresh:
        answer["refresh_token"] = refresh
    if "openid" in _names(wanted):
        answer["id_token"] = parts.signer.sign(claims.of_identity(parts, app, who, _names(wanted), nonce, now))
    return answer


def _identity(parts: Parts, who: str) -> Person | SharedMailbox:
    found = parts.organisation.identity(who)
    if found is None:
        raise Refusal(50034, account=who, tenant=parts.organisation.name)
    if not found.enabled:
        raise Refusal(50057)
    return found


def _required(form: Form, parameter: str) -> str:
    if not form.get(parameter):
        raise Refusal(900144, parameter=parameter)
    return form[parameter]


def _names(words: tuple[Asked, ...]) -> frozenset[str]:
    return frozenset(asked.name for asked in words)


def _stamp(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%fZ}"
