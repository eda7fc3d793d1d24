import json

import pytest

from poststelle.model.errors import Misconfigured, ProtocolViolation
from poststelle.protocols.oauth import metadata

ISSUER = "https://login.example.test/op"
DOCUMENT = {
    "issuer": ISSUER,
    "authorization_endpoint": f"{ISSUER}/authorize",
    "token_endpoint": f"{ISSUER}/token",
    "device_authorization_endpoint": f"{ISSUER}/device",
    "jwks_uri": f"{ISSUER}/keys",
    "authorization_response_iss_parameter_supported": True,
    "token_endpoint_auth_methods_supported": ["client_secret_basic"],
}


def parse(**changes: object) -> metadata.Metadata:
    fields = {name: value for name, value in {**DOCUMENT, **changes}.items() if value is not None}
    return metadata.parse(json.dumps(fields).encode(), ISSUER)


def test_the_document_is_read() -> None:
    found = parse()
    assert (found.token, found.device, found.iss_in_answer, found.basic) == (
        f"{ISSUER}/token",
        f"{ISSUER}/device",
        True,
        True,
    )


def test_its_address_has_one_slash() -> None:
    assert metadata.address(ISSUER) == metadata.address(ISSUER + "/") == f"{ISSUER}/.well-known/openid-configuration"


@pytest.mark.parametrize("issuer", ["https://evil.test", ISSUER + "/", "", None, 5])
def test_somebody_elses_document_is_refused(issuer: object) -> None:
    with pytest.raises(Misconfigured, match="issuer-differs"):
        parse(issuer=issuer)


def test_a_rule_can_compare_issuers() -> None:
    body = json.dumps({**DOCUMENT, "issuer": "https://login.example.test/{tenantid}"}).encode()
    assert metadata.parse(body, ISSUER, lambda expected, actual, fields: "{tenantid}" in actual).issuer.endswith("}")
    assert metadata.parse(body).issuer.endswith("}")


@pytest.mark.parametrize("field", ["authorization_endpoint", "token_endpoint", "jwks_uri", "userinfo_endpoint"])
@pytest.mark.parametrize(
    "url", ["http://login.example.test/x", "javascript:alert(1)", "ftp://x", "//x", "https://", "https://["]
)
def test_an_address_that_others_can_listen_to_is_refused(field: str, url: str) -> None:
    with pytest.raises(Misconfigured, match="metadata-insecure-address"):
        parse(**{field: url})


@pytest.mark.parametrize("field", ["authorization_endpoint", "token_endpoint"])
def test_what_is_needed_must_be_there(field: str) -> None:
    with pytest.raises(Misconfigured):
        parse(**{field: None})


@pytest.mark.parametrize("host", ["127.0.0.1", "127.9.9.9", "[::1]", "localhost"])
def test_a_server_on_this_machine_may_do_without_tls(host: str) -> None:
    assert parse(token_endpoint=f"http://{host}:8080/token").token == f"http://{host}:8080/token"


@pytest.mark.parametrize("body", [b"", b"[]", b"null", b"<html>", b"[" * 2_000])
def test_what_is_no_document_is_the_providers_fault(body: bytes) -> None:
    with pytest.raises(ProtocolViolation, match="metadata-broken"):
        metadata.parse(body, ISSUER)
