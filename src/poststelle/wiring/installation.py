"""Opens an installation: directories, keys, database, parts."""

import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import django

from poststelle import config
from poststelle.config import Config
from poststelle.wiring import masterkey
from poststelle.wiring.files import make_private_directory

if TYPE_CHECKING:
    from poststelle.mailroom.parts import Parts


@dataclass(frozen=True, slots=True)
class Installation:
    parts: "Parts"
    config: Config

    @property
    def home(self) -> Path:
        return self.config.home


def open_home(home: Path | None = None) -> Installation:
    """The installation in this home, made if it is new. Once a process; calling it again gives an equal one."""
    os.umask(0o077)  # the database too is the owner's alone, even in a home that was there before and lets others in
    settings = config.load(home)
    make_private_directory(settings.home)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "poststelle.wiring.settings")
    with _alone(settings.home / "opening.lock"):
        keys = masterkey.load(settings.home)
        django.setup()
        _migrate()
    return Installation(assemble(settings, keys), settings)


def assemble(settings: Config, keys: dict[str, bytes]) -> "Parts":
    """Put the parts together. Imported here, because the tables can be imported only after `django.setup()`."""
    from poststelle.mailroom.parts import Parts
    from poststelle.providers.registry import PROVIDERS
    from poststelle.store.blobs import Blobs
    from poststelle.store.vault import Vault
    from poststelle.transport.network import Network

    return Parts(
        blobs=Blobs(settings.home / "messages"),
        vault=Vault(keys),
        network=Network(
            forbidden=tuple(map(str, settings.blocked_networks)),
            connect_seconds=settings.connect_timeout_seconds,
            answer_seconds=settings.read_timeout_seconds,
        ),
        providers=PROVIDERS,
        now=lambda: datetime.now(UTC),
        new_token=lambda: secrets.token_urlsafe(32),
    )


def _migrate() -> None:
    """Bring the tables up to date; a plan without steps costs two queries."""
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", verbosity=0, interactive=False, skip_checks=True)


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Of several processes that open the same home at once, one goes first."""
    with path.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
