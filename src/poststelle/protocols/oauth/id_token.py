"""The ID token, which says who signed in: OpenID Connect Core 1.0 section 3.1.3.7.

Only asymmetric signatures are taken: with "none" anybody, with HS256 everybody who knows the public key could.
"""

import hmac
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, Key, KeySet, RSAKey

from poststelle.model.errors import By, ProtocolViolation, Refused
from poststelle.protocols.oauth.json_document import mapping, text

ALGORITHMS = ("RS256", "PS256", "ES256")
LEEWAY_SECONDS = 120
LIMIT_CHARACTERS = 64 * 1024
KEYS = 100
IssuerMatches = Callable[[str, str, Mapping[str, object]], bool]


@dataclass(frozen=True, slots=True)
class IdToken:
    """`issuer` and `subject` bind the account; `address` and `name` are for showing and may change."""

    subject: str
    issuer: str
    address: str
    name: str
    tenant: str
    claims: Mapping[str, object] = field(repr=False)


def same(expected: str, actual: str, claims: Mapping[str, object]) -> bool:
    return expected == actual


def validate(
    token: str,
    jwks: bytes | Mapping[str, Any],
    *,
    issuer: str,
    audience: str,
    nonce: str,
    now: datetime,
    issuer_matches: IssuerMatches = same,
) -> IdToken:
    """Who signed in, or `Refused("id-token-…")`. An empty `nonce` was not sent (device code) and is not looked for."""
    claims = _verified(token, _keys(jwks))
    actual, subject = text(claims.get("iss")), text(claims.get("sub"))
    if not actual or not issuer_matches(issuer, actual, claims):
        raise _refused("issuer", expected=issuer, actual=actual)
    if not 0 < len(subject) <= 255:
        raise _refused("subject")
    _check_audience(claims, audience)
    _check_times(claims, now.timestamp())
    _check_nonce(claims, nonce)
    return IdToken(
        subject, actual, _address(claims), text(claims.get("name"), 200), text(claims.get("tid"), 100), claims
    )


def _keys(jwks: bytes | Mapping[str, Any]) -> list[Key]:
    """Those that can verify; a key of a kind we do not know is none of our business."""
    try:
        listed = (mapping(jwks) if isinstance(jwks, bytes) else jwks).get("keys")
    except ValueError as error:
        raise ProtocolViolation("jwks-broken", by=By.THEM, text=str(error)) from error
    if not isinstance(listed, list):
        raise ProtocolViolation("jwks-broken", by=By.THEM, text="no keys")
    return [key for entry in listed[:KEYS] if isinstance(entry, dict) and (key := _key(entry))]


def _key(entry: dict[str, Any]) -> Key | None:
    kinds: dict[str, type[RSAKey] | type[ECKey]] = {"RSA": RSAKey, "EC": ECKey}
    kind = kinds.get(text(entry.get("kty")))
    if kind is None or entry.get("use", "sig") != "sig":
        return None
    names = ("kty", "kid", "n", "e", "crv", "x", "y", "alg")  # the rest may be certificates and private additions
    try:
        return kind.import_key({name: entry[name] for name in names if isinstance(entry.get(name), str)})
    except (JoseError, ValueError, TypeError, KeyError):
        return None


def _verified(token: str, keys: list[Key]) -> dict[str, Any]:
    if len(token) > LIMIT_CHARACTERS:
        raise _refused("broken", text="too long")
    if not keys:
        raise _refused("key-unknown")
    try:
        return dict(jwt.decode(token, KeySet(keys), algorithms=list(ALGORITHMS)).claims)
    except (JoseError, ValueError, TypeError, KeyError, RecursionError) as error:
        raise _refused("signature", text=str(error)[:300]) from error


def _check_audience(claims: Mapping[str, Any], audience: str) -> None:
    meant = claims.get("aud")
    audiences = [meant] if isinstance(meant, str) else meant if isinstance(meant, list) else []
    if audience not in audiences:
        raise _refused("audience", expected=audience, actual=" ".join(text(one, 200) for one in audiences[:5]))
    party = claims.get("azp")
    if (len(audiences) > 1 or party is not None) and party != audience:
        raise _refused("audience", expected=audience, actual=text(party, 200))


def _check_times(claims: Mapping[str, Any], now: float) -> None:
    expires, begins, issued = (_moment(claims.get(name)) for name in ("exp", "nbf", "iat"))
    if expires is None or expires < now - LEEWAY_SECONDS:
        raise _refused("expired", expires=text(claims.get("exp"), 30))
    if max(begins or 0, issued or 0) > now + LEEWAY_SECONDS:
        raise _refused("from-the-future", begins=text(claims.get("nbf") or claims.get("iat"), 30))


def _moment(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        moment = float(value)
    except OverflowError:
        return None
    return moment if math.isfinite(moment) else None


def _check_nonce(claims: Mapping[str, Any], nonce: str) -> None:
    if nonce and not hmac.compare_digest(text(claims.get("nonce")).encode(), nonce.encode()):
        raise _refused("nonce")


def _address(claims: Mapping[str, Any]) -> str:
    """The name people sign in with, where it is an address; an unverified e-mail is nobody's."""
    names = ["preferred_username", "upn", *(["email"] if claims.get("email_verified") is not False else [])]
    return next((value for name in names if "@" in (value := text(claims.get(name), 254))), "")


def _refused(what: str, **facts: str) -> Refused:
    return Refused(f"id-token-{what}", status=None, **facts)
