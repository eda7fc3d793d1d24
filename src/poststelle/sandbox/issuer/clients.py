"""Which app is asking, and whether it is the app it says."""

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import unquote_plus, urlsplit

from poststelle.sandbox.issuer.refusals import Refusal
from poststelle.sandbox.issuer.tenants import Tenant
from poststelle.sandbox.parts import Parts
from poststelle.sandbox.registrations import App, Platform, RedirectUri


@dataclass(frozen=True, slots=True)
class Client:
    app: App
    proved: bool  # showed its secret


def named(parts: Parts, tenant: Tenant, client_id: str) -> App:
    if not client_id:
        raise Refusal(900144, parameter="client_id")
    app = parts.registrations.app(client_id)
    if app is None:
        raise Refusal(700016, client_id=client_id, tenant=parts.organisation.name)
    if not app.enabled:
        raise Refusal(7000112, client_id=app.client_id, app=app.name)
    if not (tenant.specific or app.multitenant):
        raise Refusal(50194, client_id=app.client_id, app=app.name)
    return app


def authenticated(parts: Parts, tenant: Tenant, form: Mapping[str, str], authorization: str) -> Client:
    """The app of a token request, its secret checked if it sent one; whether it needed to is the grant's question."""
    basic_id, basic_secret = _basic(authorization)
    app = named(parts, tenant, basic_id or form.get("client_id", ""))
    if "client_assertion" in form:
        raise Refusal(700027, client_id=app.client_id)
    secret = basic_secret or form.get("client_secret", "")
    if not secret:
        return Client(app, proved=False)
    if not parts.registrations.secrets(app.client_id) and _public_only(app):
        raise Refusal(700025)
    _check_secret(parts, app, secret)
    return Client(app, proved=True)


def redirect_of(app: App, uri: str) -> RedirectUri:
    """The registered address that this one is. For `http://localhost` the port does not count."""
    if not uri:
        raise Refusal(900144, parameter="redirect_uri")
    if not app.redirects:
        raise Refusal(500113)
    for registered in app.redirects:
        if uri == registered.uri or _without_port(uri) == _without_port(registered.uri) is not None:
            return registered
    raise Refusal(50011, redirect_uri=uri, client_id=app.client_id)


def _without_port(uri: str) -> tuple[str, str] | None:
    parts = urlsplit(uri)
    if parts.scheme != "http" or parts.hostname != "localhost":
        return None
    return parts.path, parts.query


def _public_only(app: App) -> bool:
    return bool(app.redirects) and all(redirect.platform is not Platform.WEB for redirect in app.redirects)


def _check_secret(parts: Parts, app: App, sent: str) -> None:
    kept = parts.registrations.secret_of(app.client_id, sent)
    if kept is None:
        raise Refusal(7000215, client_id=app.client_id, hint=_hint(parts, app, sent))
    if kept.expired(parts.now()):
        raise Refusal(7000222, client_id=app.client_id)


def _hint(parts: Parts, app: App, sent: str) -> str:
    for secret in parts.registrations.secrets(app.client_id):
        if secret.id == sent.strip().lower():
            return f" What was sent is the ID of the secret '{secret.description}'."
    if parts.registrations.secret_of(app.client_id, sent.strip()):
        return " What was sent has a blank or a line break around the value."
    return ""


def _basic(authorization: str) -> tuple[str, str]:
    """Both halves are form-encoded, RFC 6749 section 2.3.1."""
    scheme, _, encoded = authorization.partition(" ")
    if scheme.lower() != "basic":
        return "", ""
    try:
        client_id, _, secret = base64.b64decode(encoded, validate=True).decode().partition(":")
    except (binascii.Error, ValueError) as error:
        raise Refusal(9002313) from error
    return unquote_plus(client_id), unquote_plus(secret)
