"""One world a test; the keys, which take time, are made once."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from poststelle.sandbox.certificates import Certificates, ensure
from poststelle.sandbox.issuer.signing import Signer
from tests.sandbox.mail.world import World


@pytest.fixture(scope="session")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    return ensure(tmp_path_factory.mktemp("certificates"))


@pytest.fixture(scope="session")
def signer(tmp_path_factory: pytest.TempPathFactory) -> Signer:
    path = tmp_path_factory.mktemp("signer") / "key.pem"
    return Signer.open(path, "https://127.0.0.1:8700", "6f3d0b0c-0000-4000-8000-0000000000aa")


@pytest.fixture
def world(tmp_path: Path, certificates: Certificates, signer: Signer) -> Iterator[World]:
    with World(tmp_path, certificates, signer) as world:
        yield world
