"""Alice owns (all rights), Bob may send but not read, Charlie is a stranger – in every suite.

The tests' home is made here, before Django reads its settings, so that no test can touch an installation.
"""

import os
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import settings as properties

# `--hypothesis-profile=deep` searches for longer; the usual run takes the same examples each time.
properties.register_profile("quick", derandomize=True, deadline=None)
properties.register_profile("deep", deadline=None, max_examples=5000)
properties.load_profile("quick")

for name in [name for name in os.environ if name.startswith("POSTSTELLE_")]:
    del os.environ[name]
HOME = tempfile.TemporaryDirectory(prefix="poststelle-tests-", ignore_cleanup_errors=True)
os.environ["POSTSTELLE_HOME"] = HOME.name
os.environ["DJANGO_SETTINGS_MODULE"] = "poststelle.wiring.settings"

import django  # noqa: E402

django.setup()

from poststelle.mailroom.parts import Parts  # noqa: E402
from poststelle.model.address import Address  # noqa: E402
from poststelle.model.mailbox import Mailbox  # noqa: E402
from poststelle.model.person import Person  # noqa: E402
from poststelle.model.rights import Grant, Right, Source  # noqa: E402

START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


class Clock:
    """A clock that stands still until it is told to go on."""

    def __init__(self, moment: datetime = START) -> None:
        self.moment = moment

    def __call__(self) -> datetime:
        return self.moment

    def go_on(self, **time: float) -> None:
        self.moment += timedelta(**time)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--require-servers", action="store_true", help="fail where a server, a client or the browser is missing"
    )


def pytest_configure(config: pytest.Config) -> None:
    from django.conf import settings

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # the others are slow on purpose


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def parts(home: Path, clock: Clock, transactional_db: None) -> Parts:
    """What the mailroom works with: a database and a message store of its own, a clock that stands still."""
    from poststelle.providers.registry import PROVIDERS
    from poststelle.store.blobs import Blobs
    from poststelle.store.vault import Vault
    from poststelle.transport.network import Network

    tokens = (f"token-{number:04}" for number in range(10_000))
    return Parts(
        blobs=Blobs(home / "messages"),
        vault=Vault({"test": b"k" * 32}),
        network=Network(),
        providers=PROVIDERS,
        now=clock,
        new_token=lambda: next(tokens),
    )


def someone(name: str, *, administrator: bool = False) -> Person:
    from poststelle.store import persons

    address = Address.parse(f"{name.lower()}@example.test")
    return persons.create(name, address, f"{name}-password", administrator=administrator, language="en")


@pytest.fixture
def alice(transactional_db: None) -> Person:
    """Holds all three rights on `support` and administers."""
    return someone("Alice", administrator=True)


@pytest.fixture
def bob(transactional_db: None) -> Person:
    """May send as `support`, but not read it."""
    return someone("Bob")


@pytest.fixture
def charlie(transactional_db: None) -> Person:
    """Holds no right at all."""
    return someone("Charlie")


@pytest.fixture
def support(alice: Person, bob: Person, charlie: Person) -> Mailbox:
    """The shared mailbox, with the grants of Alice and Bob."""
    from poststelle.store import grants, mailboxes

    mailbox = mailboxes.create(Address("support@example.test"), "Support")
    for person, rights in ((alice, tuple(Right)), (bob, (Right.SEND_AS, Right.SEND_ON_BEHALF))):
        for right in rights:
            grants.put(Grant(mailbox.id, person.id, right, Source.ENTERED, at=START))
    return mailbox


@pytest.fixture(scope="session", autouse=True)
def _home_goes_at_the_end() -> Iterator[None]:
    yield
    HOME.cleanup()
