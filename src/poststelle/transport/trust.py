"""Whom we believe: the system's certificate authorities, and one more where a connection names it. Never nobody."""

import ssl
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from poststelle.model.errors import Misconfigured


@dataclass(frozen=True, slots=True)
class Certificate:
    """What a server showed, after it was verified."""

    names: tuple[str, ...]
    issuer: str
    not_before: datetime
    not_after: datetime


@lru_cache(maxsize=64)
def context(ca_pem: str = "", default_ca_pem: str = "") -> ssl.SSLContext:
    """A verifying client context, TLS 1.2 or newer; reading the system's store takes milliseconds, so it is kept."""
    made = ssl.create_default_context()
    made.minimum_version = ssl.TLSVersion.TLSv1_2
    for anchor in filter(None, (ca_pem.strip(), default_ca_pem.strip())):
        try:
            made.load_verify_locations(cadata=anchor)
        except (ssl.SSLError, ValueError) as error:
            raise Misconfigured("ca-file-broken", field="ca_file", text=str(error)) from error
    return made


def certificate(verified: Any) -> Certificate | None:
    """Out of `SSLObject.getpeercert()`; None without TLS."""
    if not verified:
        return None
    issuer = {key: value for part in verified.get("issuer", ()) for key, value in part}
    return Certificate(
        names=tuple(value for _, value in verified.get("subjectAltName", ())),
        issuer=issuer.get("organizationName") or issuer.get("commonName", ""),
        not_before=moment(verified["notBefore"]),
        not_after=moment(verified["notAfter"]),
    )


def moment(text: str) -> datetime:
    return datetime.fromtimestamp(ssl.cert_time_to_seconds(text), UTC)
