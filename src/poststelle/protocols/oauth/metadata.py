"""The provider's metadata document: RFC 8414 and OpenID Connect Discovery 1.0."""

import ipaddress
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from poststelle.model.errors import By, Misconfigured, ProtocolViolation
from poststelle.protocols.oauth.json_document import mapping, text

WELL_KNOWN = "/.well-known/openid-configuration"
IssuerMatches = Callable[[str, str, Mapping[str, object]], bool]


@dataclass(frozen=True, slots=True)
class Metadata:
    """Empty is what the provider does not have. `iss_in_answer`: it promises RFC 9207's parameter."""

    issuer: str
    authorization: str
    token: str
    device: str = ""
    jwks: str = ""
    userinfo: str = ""
    end_session: str = ""
    iss_in_answer: bool = False
    scopes: tuple[str, ...] = ()
    basic: bool = False  # the token endpoint takes the secret in HTTP Basic only


def address(issuer: str) -> str:
    return issuer.rstrip("/") + WELL_KNOWN


def parse(body: bytes, issuer: str = "", issuer_matches: IssuerMatches | None = None) -> Metadata:
    """`Misconfigured("issuer-differs")` when somebody else's document lies there; an empty `issuer` takes any."""
    try:
        fields = mapping(body)
    except ValueError as error:
        raise ProtocolViolation("metadata-broken", by=By.THEM, text=str(error)) from error
    actual = text(fields.get("issuer"))
    matches = issuer_matches(issuer, actual, fields) if issuer_matches else issuer == actual
    if issuer and not matches:
        raise Misconfigured("issuer-differs", field="issuer", expected=issuer, actual=actual)
    methods = fields.get("token_endpoint_auth_methods_supported")
    return Metadata(
        issuer=_secure(actual, "issuer"),
        authorization=_endpoint(fields, "authorization_endpoint", needed=True),
        token=_endpoint(fields, "token_endpoint", needed=True),
        device=_endpoint(fields, "device_authorization_endpoint"),
        jwks=_endpoint(fields, "jwks_uri"),
        userinfo=_endpoint(fields, "userinfo_endpoint"),
        end_session=_endpoint(fields, "end_session_endpoint"),
        iss_in_answer=fields.get("authorization_response_iss_parameter_supported") is True,
        scopes=_words(fields.get("scopes_supported")),
        basic="client_secret_basic" in _words(methods) and "client_secret_post" not in _words(methods),
    )


def is_secure(url: str) -> bool:
    """https, or a server on this machine: secrets and tokens travel there."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return False
    return bool(host) and (parts.scheme == "https" or (parts.scheme == "http" and _is_loopback(host)))


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _endpoint(fields: Mapping[str, Any], name: str, needed: bool = False) -> str:
    url = text(fields.get(name))
    if not url and not needed:
        return ""
    return _secure(url, name)


def _secure(url: str, name: str) -> str:
    if not is_secure(url):
        raise Misconfigured("metadata-insecure-address", field=name, url=url)
    return url


def _words(value: object) -> tuple[str, ...]:
    return tuple(word for word in value[:500] if isinstance(word, str)) if isinstance(value, list) else ()
