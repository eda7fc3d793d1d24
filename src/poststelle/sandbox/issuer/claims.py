"""What stands in the tokens. An access token names the resource it is for (`aud`); an ID token says who signed in."""

import hashlib
import uuid
from datetime import datetime

from poststelle.sandbox.issuer.permissions import Asked, Resource, audiences
from poststelle.sandbox.organisation import Person, SharedMailbox
from poststelle.sandbox.parts import Parts
from poststelle.sandbox.registrations import App

SHORTEST_SECONDS, LONGEST_SECONDS = 3600, 5400
ID_TOKEN_SECONDS = 3600


def lifetime(parts: Parts) -> int:
    """Entra spreads the ends over half an hour, so that clients do not all come back at once."""
    by_policy = parts.organisation.switches().access_token_seconds
    return by_policy or SHORTEST_SECONDS + parts.below(LONGEST_SECONDS - SHORTEST_SECONDS + 1)


def of_access(
    parts: Parts, app: App, who: Person | SharedMailbox, wanted: tuple[Asked, ...], now: datetime, seconds: int
) -> dict[str, object]:
    named = audiences(wanted)
    audience = named[0] if named else Resource.GRAPH.value
    if audience == "https://graph.microsoft.com":
        audience = Resource.GRAPH.value
    scopes = [asked.name for asked in wanted if named or asked.name != "offline_access"]
    return {
        **_common(parts, app, audience, now, seconds),
        "name": who.name,
        "oid": who.id,
        "scp": " ".join(name for name in scopes if _belongs(name, named)),
        "sub": _pairwise(who, app),
        "unique_name": who.address,
        "upn": who.address,
    }


def _belongs(name: str, named: list[str]) -> bool:
    """The four of OpenID Connect are Graph's; a token for Exchange names its own permissions alone."""
    return "." in name if named else name != "offline_access"


def of_app(parts: Parts, app: App, audience: str, roles: list[str], now: datetime, seconds: int) -> dict[str, object]:
    claims = _common(parts, app, audience, now, seconds)
    claims |= {"idtyp": "app", "oid": app.object_id, "sub": app.object_id}
    return {**claims, "roles": roles} if roles else claims


def of_identity(
    parts: Parts, app: App, who: Person | SharedMailbox, scopes: frozenset[str], nonce: str, now: datetime
) -> dict[str, object]:
    moment = int(now.timestamp())
    claims: dict[str, object] = {
        "aud": app.client_id,
        "iss": parts.signer.issuer,
        "iat": moment,
        "nbf": moment,
        "exp": moment + ID_TOKEN_SECONDS,
        "sub": _pairwise(who, app),
        "tid": parts.organisation.tenant,
        "uti": uuid.uuid4().hex[:22],
        "ver": "2.0",
    }
    if nonce:
        claims["nonce"] = nonce
    if "profile" in scopes:
        claims |= {"name": who.name, "oid": who.id, "preferred_username": who.address}
    if "email" in scopes:
        claims["email"] = who.address
    return claims


def _common(parts: Parts, app: App, audience: str, now: datetime, seconds: int) -> dict[str, object]:
    moment = int(now.timestamp())
    return {
        "aud": audience,
        "iss": parts.signer.issuer,
        "iat": moment,
        "nbf": moment,
        "exp": moment + seconds,
        "app_displayname": app.name,
        "appid": app.client_id,
        "tid": parts.organisation.tenant,
        "uti": uuid.uuid4().hex[:22],
        "ver": "1.0",
    }


def _pairwise(who: Person | SharedMailbox, app: App) -> str:
    """Another subject at each app, as with Entra: only `oid` names the person everywhere."""
    return hashlib.sha256(f"{who.id}\x00{app.client_id}".encode()).hexdigest()[:43]
