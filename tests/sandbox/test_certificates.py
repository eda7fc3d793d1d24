"""The throw-away authority: made once a home, renewed before it ends."""

from datetime import timedelta
from pathlib import Path

from cryptography import x509

from poststelle.sandbox import certificates


def test_the_certificate_names_the_loopback_and_stays(tmp_path: Path) -> None:
    made = certificates.ensure(tmp_path)
    before = made.certificate.read_bytes()
    assert certificates.ensure(tmp_path).certificate.read_bytes() == before
    names = x509.load_pem_x509_certificate(before).extensions.get_extension_for_class(x509.SubjectAlternativeName)
    assert names.value.get_values_for_type(x509.DNSName) == ["localhost"]
    assert "127.0.0.1" in map(str, names.value.get_values_for_type(x509.IPAddress))


def test_a_certificate_about_to_end_is_replaced(tmp_path: Path) -> None:
    made = certificates.ensure(tmp_path)
    before = made.certificate.read_bytes()
    ends = x509.load_pem_x509_certificate(before).not_valid_after_utc
    assert certificates.ensure(tmp_path, ends - timedelta(days=29)).certificate.read_bytes() != before


def test_the_key_is_for_the_owner_alone_and_the_authoritys_is_not_kept(tmp_path: Path) -> None:
    made = certificates.ensure(tmp_path)
    assert made.key.stat().st_mode & 0o077 == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["ca.pem", "server-key.pem", "server.pem"]
