"""What a client sends: the address of the sign-in page, and the forms for the token endpoint.

RFC 6749, PKCE with S256 always (RFC 7636, RFC 9700 section 2.1.1), device codes (RFC 8628).
"""

import hashlib
import re
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, quote_plus, urlencode, urlsplit, urlunsplit

VERIFIER = re.compile(r"[A-Za-z0-9._~-]{43,128}")  # RFC 7636 section 4.1
DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code"
Form = dict[str, str]


@dataclass(frozen=True, slots=True)
class Pkce:
    verifier: str = field(repr=False)
    challenge: str


def pkce(new_token: str) -> Pkce:
    """From 256 fresh random bits, URL-safe; `ValueError` if they are too few."""
    if not VERIFIER.fullmatch(new_token):
        raise ValueError("a verifier has 43 to 128 unreserved characters")
    digest = hashlib.sha256(new_token.encode()).digest()
    return Pkce(new_token, urlsafe_b64encode(digest).rstrip(b"=").decode())


def authorization_url(
    endpoint: str,
    *,
    client_id: str,
    redirect_url: str,
    scopes: Sequence[str],
    state: str,
    nonce: str,
    challenge: str,
    extra: Mapping[str, str] | None = None,
) -> str:
    """Where to send the browser. `extra` (prompt, login_hint) replaces nothing of ours; the endpoint's query stays."""
    parts = urlsplit(endpoint)
    ours = {
        "response_type": "code",
        "client_id": client_id,
        "redirect_uri": redirect_url,
        "scope": " ".join(scopes),
        "state": state,
        "nonce": nonce,
        "code_challenge": challenge,
        "code_challenge_method": "S256",
    }
    fields = {**dict(parse_qsl(parts.query)), **(extra or {}), **{name: value for name, value in ours.items() if value}}
    return urlunsplit((parts.scheme, parts.netloc, parts.path, urlencode(fields), ""))


def code_form(code: str, redirect_url: str, verifier: str) -> Form:
    return {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": redirect_url,
        "code_verifier": verifier,
    }


def refresh_form(refresh_token: str, scopes: Sequence[str] = ()) -> Form:
    """Without scopes the token has those of the grant; with them one resource only, where the provider wants that."""
    form = {"grant_type": "refresh_token", "refresh_token": refresh_token}
    return {**form, "scope": " ".join(scopes)} if scopes else form


def device_start_form(client_id: str, scopes: Sequence[str]) -> Form:
    return {"client_id": client_id, "scope": " ".join(scopes)}


def device_form(device_code: str) -> Form:
    return {"grant_type": DEVICE_GRANT, "device_code": device_code}


def client_credentials_form(scopes: Sequence[str]) -> Form:
    return {"grant_type": "client_credentials", "scope": " ".join(scopes)}


def authenticated(
    form: Mapping[str, str], client_id: str, client_secret: str | None, basic: bool = False
) -> tuple[dict[str, str], Form]:
    """Headers and form of a token request by this client; one without a secret only names itself."""
    headers = {"Accept": "application/json"}
    if client_secret is None:
        return headers, {**form, "client_id": client_id}
    if not basic:
        return headers, {**form, "client_id": client_id, "client_secret": client_secret}
    pair = f"{quote_plus(client_id)}:{quote_plus(client_secret)}"  # form-encoded first, RFC 6749 section 2.3.1
    return {**headers, "Authorization": "Basic " + b64encode(pair.encode()).decode()}, dict(form)
