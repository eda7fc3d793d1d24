"""Whom we believe: the system's certificate authorities, and one more where a connection names it. Never nobody.

A certificate that is not believed is shown all the same: its names and dates tell an administrator what is wrong.
"""

import ssl
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from cryptography import x509

from poststelle.model.errors import Misconfigured

NAMES_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Certificate:
    """What a server showed, after it was verified."""

    names: tuple[str, ...]
    issuer: str
    not_before: datetime
    not_after: datetime


class Showing(ssl.SSLObject):
    """Keeps the server's certificate in the error of a handshake that ends over it, in `error.shown` (DER)."""

    def do_handshake(self) -> None:
        try:
            super().do_handshake()
        except ssl.SSLCertVerificationError as error:
            error.shown = der_of(self)  # type: ignore[attr-defined]
            raise


def der_of(tls: ssl.SSLObject) -> bytes:
    """The server's certificate before it is believed; public as `get_unverified_chain` since Python 3.13 only."""
    unverified = getattr(tls, "get_unverified_chain", None)
    if unverified is not None:
        return bytes(next(iter(unverified()), b""))
    chain = tls._sslobj.get_unverified_chain() or ()  # type: ignore[attr-defined]
    return b"".join(ssl.PEM_cert_to_DER_cert(one.public_bytes()) for one in chain[:1])


def facts(error: ssl.SSLError) -> dict[str, str]:
    """`names`, `issuer` and `expires` of the certificate that was not believed, where it could be read."""
    try:
        shown = x509.load_der_x509_certificate(getattr(error, "shown", b""))
        names = shown.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except (ValueError, x509.ExtensionNotFound):
        return {}
    return {
        "names": ", ".join(str(name.value) for name in list(names)[:NAMES_SHOWN]),
        "issuer": shown.issuer.rfc4514_string(),
        "expires": shown.not_valid_after_utc.date().isoformat(),
    }


@lru_cache(maxsize=64)
def context(ca_pem: str = "", default_ca_pem: str = "") -> ssl.SSLContext:
    """A verifying client context, TLS 1.2 or newer; reading the system's store takes milliseconds, so it is kept."""
    made = ssl.create_default_context()
    made.minimum_version = ssl.TLSVersion.TLSv1_2
    made.sslobject_class = Showing
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
