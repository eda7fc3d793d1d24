"""One sandbox for all, as a person starts it; a home of Poststelle, a mailbox and people of their own for each test."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from poststelle.words import compile as catalogues
from tests.flows import tenant as tenants
from tests.flows.office import ALL, Office
from tests.flows.tenant import Tenant
from tests.servers.bed.process import free_ports
from tests.servers.command import Command


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """They share the sandbox's switches, so they stay in one process."""
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker(pytest.mark.xdist_group("flows"))


@pytest.fixture(scope="session")
def tenant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tenant]:
    catalogues.main()
    running = tenants.start(tmp_path_factory.mktemp("tenant"))
    yield running
    tenants.stop(running)


@pytest.fixture(scope="session")
def empty_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home as the first command leaves it; copying it is quicker than making it again."""
    home = tmp_path_factory.mktemp("installation") / "home"
    home.mkdir()
    Command(home)("person", "list")
    return home


@pytest.fixture
def installation(empty_home: Path, tmp_path: Path) -> Command:
    return Command(Path(shutil.copytree(empty_home, tmp_path / "home")))


@pytest.fixture
def blank(tenant: Tenant, installation: Command) -> Office:
    """Alice holds everything; nothing is applied yet."""
    alice = tenant.person("Alice")
    return Office(tenant, installation, free_ports(1)[0], tenant.new_address("team"), {alice: ALL})


@pytest.fixture
def office(blank: Office) -> Office:
    """A shared mailbox, applied to installation and sandbox, nobody signed in."""
    blank.apply()
    return blank


@pytest.fixture
def open_office(office: Office) -> Office:
    """Alice has signed in."""
    office.signed_in()
    return office


@pytest.fixture
def own(tmp_path: Path, empty_home: Path) -> Iterator[Office]:
    """A sandbox of one's own, that can be stopped; Alice has signed in."""
    running = tenants.start(tmp_path / "tenant")
    office = _office(running, Command(Path(shutil.copytree(empty_home, tmp_path / "home"))))
    try:
        office.apply()
        office.signed_in()
        yield office
    finally:
        if running.running.process.poll() is None:
            tenants.stop(running)


def _office(tenant: Tenant, run: Command) -> Office:
    return Office(tenant, run, free_ports(1)[0], tenant.new_address("team"), {tenant.person("Alice"): ALL})
