"""TLS for the sandbox's mail servers: a throw-away authority of this home, and a certificate for the loopback names."""

import ipaddress
import os
import ssl
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

LIFETIME = timedelta(days=365)
RENEW_BEFORE = timedelta(days=30)
NAMES = (
    x509.DNSName("localhost"),
    x509.IPAddress(ipaddress.ip_address("127.0.0.1")),
    x509.IPAddress(ipaddress.ip_address("::1")),
)


@dataclass(frozen=True, slots=True)
class Certificates:
    ca: Path
    certificate: Path
    key: Path


def ensure(home: Path, now: datetime | None = None) -> Certificates:
    """Those of this directory, made anew when there are none or when they are about to end."""
    found = Certificates(home / "ca.pem", home / "server.pem", home / "server-key.pem")
    now = now or datetime.now(UTC)
    if not _good(found, now):
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        _make(found, now)
    return found


def server_context(certificates: Certificates) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.load_cert_chain(certificates.certificate, certificates.key)
    return context


def _good(found: Certificates, now: datetime) -> bool:
    if not all(path.exists() for path in (found.ca, found.certificate, found.key)):
        return False
    certificate = x509.load_pem_x509_certificate(found.certificate.read_bytes())
    return certificate.not_valid_after_utc - RENEW_BEFORE > now


def _make(found: Certificates, now: datetime) -> None:
    # The authority's key signs once and is never written down.
    ca_key, server_key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    ca_name, ca = _authority(ca_key, now)
    server = (
        _begun(ca_name, _name("localhost"), server_key.public_key(), now)
        .add_extension(x509.SubjectAlternativeName(NAMES), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(ca_key.public_key()), critical=False)
        .sign(ca_key, hashes.SHA256())
    )
    _write(found.ca, ca.public_bytes(serialization.Encoding.PEM), 0o644)
    _write(found.certificate, server.public_bytes(serialization.Encoding.PEM), 0o644)
    _write(found.key, _pem(server_key), 0o600)


def _authority(key: ec.EllipticCurvePrivateKey, now: datetime) -> tuple[x509.Name, x509.Certificate]:
    name = _name(f"Poststelle sandbox {now:%Y-%m-%d %H:%M}")
    usage = x509.KeyUsage(
        digital_signature=False,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=True,
        crl_sign=True,
        encipher_only=False,
        decipher_only=False,
    )
    certificate = (
        _begun(name, name, key.public_key(), now)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    return name, certificate


def _begun(
    issuer: x509.Name, subject: x509.Name, key: ec.EllipticCurvePublicKey, now: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .issuer_name(issuer)
        .subject_name(subject)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + LIFETIME)
    )


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def _write(path: Path, content: bytes, mode: int) -> None:
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
        file.write(content)
