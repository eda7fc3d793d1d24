"""Keys are made here; the attacks are those of RFC 8725 and OpenID Connect Core section 3.1.3.7."""

import hmac
import json
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
from joserfc import jws, jwt
from joserfc.jwk import ECKey, RSAKey

from poststelle.model.errors import ProtocolViolation, Refused
from poststelle.protocols.oauth import claims, id_token

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
STAMP = int(NOW.timestamp())
RSA = RSAKey.generate_key(2048, {"kid": "rsa"}, private=True)
EC = ECKey.generate_key("P-256", {"kid": "ec"}, private=True)
OTHER = RSAKey.generate_key(2048, {"kid": "rsa"}, private=True)
KEYS = {"keys": [RSA.as_dict(private=False), EC.as_dict(private=False)]}
CLAIMS: dict[str, Any] = {
    "iss": "https://login.example.test",
    "sub": "subject",
    "aud": "client",
    "exp": STAMP + 3600,
    "iat": STAMP,
    "nonce": "nonce",
    "name": "Bob",
    "preferred_username": "bob@example.test",
    "tid": "tenant",
}


def signed(changes: Mapping[str, Any] | None = None, key: Any = RSA, algorithm: str = "RS256") -> str:
    chosen = {name: value for name, value in {**CLAIMS, **(changes or {})}.items() if value is not None}
    registry = jws.JWSRegistry(algorithms=[algorithm])
    return jwt.encode({"alg": algorithm, "kid": key.kid}, chosen, key, algorithms=[algorithm], registry=registry)


def validated(token: str, keys: Any = KEYS, **changes: Any) -> id_token.IdToken:
    wanted = {"issuer": "https://login.example.test", "audience": "client", "nonce": "nonce", "now": NOW, **changes}
    return id_token.validate(token, keys, **wanted)


def code_of(token: str, keys: Any = KEYS, **changes: Any) -> str:
    with pytest.raises(Refused) as caught:
        validated(token, keys, **changes)
    return caught.value.code


@pytest.mark.parametrize(("key", "algorithm"), [(RSA, "RS256"), (RSA, "PS256"), (EC, "ES256")])
def test_who_signed_in_is_read(key: Any, algorithm: str) -> None:
    found = validated(signed(key=key, algorithm=algorithm))
    assert (found.subject, found.address, found.name, found.tenant) == ("subject", "bob@example.test", "Bob", "tenant")


def test_the_keys_may_come_as_the_document() -> None:
    assert validated(signed(), json.dumps(KEYS).encode()).subject == "subject"


def test_a_token_that_anybody_could_write_is_refused() -> None:
    parts = [urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode() for part in ({"alg": "none"}, CLAIMS)]
    assert code_of(".".join([*parts, ""])) == "id-token-signature"


def test_a_public_key_is_no_shared_secret() -> None:
    header = {"alg": "HS256", "kid": "rsa"}
    parts = [urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode() for part in (header, CLAIMS)]
    digest = hmac.digest(RSA.as_pem(private=False), ".".join(parts).encode(), "sha256")
    assert code_of(".".join([*parts, urlsafe_b64encode(digest).rstrip(b"=").decode()])) == "id-token-signature"


def test_a_foreign_signature_is_refused() -> None:
    assert code_of(signed(key=OTHER)) == "id-token-signature"


def test_a_changed_claim_is_refused() -> None:
    head, _, signature = signed().split(".")
    body = urlsafe_b64encode(json.dumps({**CLAIMS, "sub": "mallory"}).encode()).rstrip(b"=").decode()
    assert code_of(f"{head}.{body}.{signature}") == "id-token-signature"


def test_an_algorithm_that_is_not_listed_is_refused() -> None:
    assert code_of(signed(algorithm="RS512")) == "id-token-signature"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"iss": "https://evil.example.test"}, "id-token-issuer"),
        ({"iss": None}, "id-token-issuer"),
        ({"aud": "other"}, "id-token-audience"),
        ({"aud": None}, "id-token-audience"),
        ({"aud": ["client", "other"]}, "id-token-audience"),
        ({"aud": ["client"], "azp": "other"}, "id-token-audience"),
        ({"exp": STAMP - 200}, "id-token-expired"),
        ({"exp": None}, "id-token-expired"),
        ({"exp": "never"}, "id-token-expired"),
        ({"exp": True}, "id-token-expired"),
        ({"nbf": STAMP + 200}, "id-token-from-the-future"),
        ({"iat": STAMP + 200}, "id-token-from-the-future"),
        ({"nonce": "other"}, "id-token-nonce"),
        ({"nonce": None}, "id-token-nonce"),
        ({"nonce": 5}, "id-token-nonce"),
        ({"sub": None}, "id-token-subject"),
        ({"sub": ""}, "id-token-subject"),
        ({"sub": "x" * 256}, "id-token-subject"),
    ],
)
def test_a_claim_that_does_not_hold_is_named(changes: dict[str, Any], code: str) -> None:
    assert code_of(signed(changes)) == code


@pytest.mark.parametrize(
    "changes", [{"exp": STAMP - 60}, {"nbf": STAMP + 60}, {"aud": ["client", "x"], "azp": "client"}]
)
def test_clocks_may_differ_a_little_and_audiences_may_be_several(changes: dict[str, Any]) -> None:
    assert validated(signed(changes)).subject == "subject"


def test_without_a_nonce_sent_none_is_looked_for() -> None:
    assert validated(signed({"nonce": None}), nonce="").subject == "subject"


def test_the_providers_rule_decides_about_the_issuer() -> None:
    def rule(expected: str, actual: str, found: Mapping[str, object]) -> bool:
        return expected.replace("{tenantid}", str(found["tid"])) == actual

    token = signed({"iss": "https://login.example.test/tenant/v2.0"})
    expected = "https://login.example.test/{tenantid}/v2.0"
    assert validated(token, issuer=expected, issuer_matches=rule).issuer.endswith("/tenant/v2.0")
    assert code_of(token, issuer=expected) == "id-token-issuer"


@pytest.mark.parametrize(
    ("changes", "address"),
    [
        ({"preferred_username": None, "email": "b@x.test"}, "b@x.test"),
        ({"preferred_username": "bob", "email": "b@x.test"}, "b@x.test"),
        ({"preferred_username": None, "email": "b@x.test", "email_verified": False}, ""),
        ({"preferred_username": None, "upn": "u@x.test"}, "u@x.test"),
        ({"preferred_username": None}, ""),
    ],
)
def test_the_address_is_the_name_people_sign_in_with(changes: dict[str, Any], address: str) -> None:
    assert validated(signed(changes)).address == address


@pytest.mark.parametrize(
    "entry",
    [{}, {"kty": "oct", "k": "AA"}, {"kty": "RSA"}, {"kty": "EC", "crv": "X"}, {"kty": 5}, "x", None, {"kty": "OKP"}],
)
def test_a_key_that_we_cannot_use_does_not_harm(entry: object) -> None:
    assert validated(signed(), {"keys": [entry, *KEYS["keys"]]}).subject == "subject"
    assert code_of(signed(), {"keys": [entry]}) == "id-token-key-unknown"


@pytest.mark.parametrize("keys", [b"", b"[]", b"{}", b'{"keys":{}}', b"[" * 2_000])
def test_a_broken_key_document_is_the_providers_fault(keys: bytes) -> None:
    with pytest.raises(ProtocolViolation, match="jwks-broken"):
        validated(signed(), keys)


@pytest.mark.parametrize("token", ["", "a", "a.b", "a.b.c", "..", "." * 50, "ä.ö.ü", "x" * 70_000, "e30.e30.e30"])
def test_what_is_no_token_is_refused(token: str) -> None:
    assert code_of(token).startswith("id-token-")


def test_a_deeply_nested_token_is_refused() -> None:
    deep = urlsafe_b64encode(b"[" * 2_000).rstrip(b"=").decode()
    assert code_of(f"{deep}.{deep}.AA") == "id-token-signature"
    assert claims.read(f"{deep}.{deep}.AA") is None


def test_claims_can_be_looked_at_without_believing_them() -> None:
    found = claims.read(signed(key=OTHER))
    assert found is not None
    assert found["preferred_username"] == "bob@example.test"


@pytest.mark.parametrize("token", ["", "EwBAAl3BAAUF", "a.b.c", "e30.W10.x", "e30..x", "ä.b.c"])
def test_an_opaque_token_has_no_claims(token: str) -> None:
    assert claims.read(token) is None
