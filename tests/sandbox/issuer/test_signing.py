"""Access tokens are believed only with this home's signature, issuer and tenant, and only in their time."""

import base64
import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from poststelle.sandbox.issuer.signing import Signer
from tests.sandbox.issuer.conftest import NOON

BASE, TENANT = "http://127.0.0.1:8700", "11111111-1111-1111-1111-111111111111"


@pytest.fixture(scope="module")
def signer(tmp_path_factory: pytest.TempPathFactory) -> Signer:
    return Signer.open(tmp_path_factory.mktemp("key") / "key.pem", BASE, TENANT)


def token(signer: Signer, **change: object) -> str:
    now = int(NOON.timestamp())
    claims: dict[str, object] = {
        "aud": "https://outlook.office.com",
        "iss": signer.issuer,
        "tid": TENANT,
        "appid": "app",
        "oid": "alice",
        "upn": "alice@muster.example",
        "scp": "SMTP.Send",
        "nbf": now,
        "exp": now + 60,
    }
    return signer.sign(claims | change)


def test_a_good_token_says_who_and_what_for(signer: Signer) -> None:
    claims = signer.verify_access_token(token(signer), NOON)
    assert claims is not None
    assert (claims.person, claims.upn) == ("alice", "alice@muster.example")
    assert claims.scopes == frozenset({"SMTP.Send"})
    assert claims.for_exchange
    assert not claims.app_only
    assert claims.expires == NOON + timedelta(seconds=60)


@pytest.mark.parametrize("moment", [NOON - timedelta(seconds=1), NOON + timedelta(seconds=60)])
def test_a_token_counts_only_in_its_time(signer: Signer, moment: datetime) -> None:
    assert signer.verify_access_token(token(signer), moment) is None


@pytest.mark.parametrize("change", [{"iss": "http://elsewhere"}, {"tid": "other"}, {"exp": "soon"}, {"nbf": None}])
def test_a_token_of_another_house_is_none(signer: Signer, change: dict[str, object]) -> None:
    assert signer.verify_access_token(token(signer, **change), NOON) is None


def test_a_token_signed_with_another_key_is_none(signer: Signer, tmp_path: Path) -> None:
    stranger = Signer.open(tmp_path / "key.pem", BASE, TENANT)
    assert signer.verify_access_token(token(stranger), NOON) is None


def test_an_id_token_is_no_access_token(signer: Signer) -> None:
    now = int(NOON.timestamp())
    identity = signer.sign({"iss": signer.issuer, "tid": TENANT, "nbf": now, "exp": now + 60, "oid": "alice"})
    assert signer.verify_access_token(identity, NOON) is None


@pytest.mark.parametrize(
    "nonsense",
    ["", ".", "a.b.c", "W1tb.W1tb.W1tb", "eyJhbGciOiJub25lIn0.e30.", "W" * 2000 + ".e30.x", "x" * 20_000, "é.é.é"],
)
def test_nonsense_is_none_and_raises_nothing(signer: Signer, nonsense: str) -> None:
    assert signer.verify_access_token(nonsense, NOON) is None


def test_brackets_without_end_are_none(signer: Signer) -> None:
    header = base64.urlsafe_b64encode(b"[" * 9000).rstrip(b"=").decode()
    assert signer.verify_access_token(f"{header}.e30.x", NOON) is None


def test_the_key_survives_a_restart_and_is_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "key.pem"
    before = token(Signer.open(path, BASE, TENANT))
    assert Signer.open(path, BASE, TENANT).verify_access_token(before, NOON)
    assert path.stat().st_mode & 0o077 == 0


def test_only_the_public_half_is_published(signer: Signer) -> None:
    published = json.dumps(signer.keys())
    assert '"kid"' in published
    assert '"d"' not in published
