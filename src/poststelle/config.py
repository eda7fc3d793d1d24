"""The settings of an installation: each with its meaning, unit and default.

Read once a process, from the environment (`POSTSTELLE_…`); nothing else looks there. The home holds all state of one
installation, so two homes are two installations.
"""

import os
from collections.abc import Mapping
from functools import cache
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

DEFAULT_HOME = Path("~/.local/share/poststelle")
LOOPBACK = ("localhost", "127.0.0.1", "[::1]")


def machine_zone(chosen: str, link: Path = Path("/etc/localtime")) -> str:
    """The machine's time zone by its IANA name: that of `TZ`, else what the link points to, else UTC."""
    _before, _found, linked = str(link.resolve()).partition("/zoneinfo/")
    known = available_timezones()
    return next((name for name in (chosen.removeprefix(":"), linked) if name in known), "UTC")


class Config(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="POSTSTELLE_", frozen=True, extra="ignore")

    home: Path = Field(default=DEFAULT_HOME, description="Directory with all state: database, messages, keys.")
    host: str = Field(default="127.0.0.1", description="Address the service listens on.")
    port: int = Field(
        default=8020, ge=0, le=65535, description="Port the service listens on; 0 lets the system choose."
    )
    public_url: str = Field(default="", description="Address people see, when a proxy stands before the service.")
    allowed_hosts: tuple[str, ...] = Field(
        default=(), description="Host names the service answers to, besides its own."
    )
    language: str = Field(default="en", pattern="^(de|en)$", description="Language of who has not chosen one.")
    time_zone: str = Field(
        default_factory=lambda: machine_zone(os.environ.get("TZ", "")),
        description="Time zone of dates on pages, IANA name; the machine's own unless set.",
    )

    connect_timeout_seconds: float = Field(
        default=20.0, gt=0, description="Patience with a server that does not answer."
    )
    read_timeout_seconds: float = Field(default=120.0, gt=0, description="Patience with a server that falls silent.")
    blocked_networks: tuple[IPv4Network | IPv6Network, ...] = Field(
        default=(), description="Networks that mail servers and issuers must not lie in (a JSON list)."
    )
    database_timeout_seconds: float = Field(
        default=20.0, gt=0, description="Patience with another process's transaction."
    )
    debug: bool = Field(default=False, description="Show Django's debug pages; never on a machine others reach.")

    @property
    def database(self) -> Path:
        return self.home / "poststelle.sqlite3"

    @property
    def base_url(self) -> str:
        """Where pages and redirects live, without a slash at the end."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return self.public_url.rstrip("/") or f"http://{host}:{self.port}"

    @property
    def secure(self) -> bool:
        return self.base_url.startswith("https:")

    @property
    def hosts(self) -> list[str]:
        """The Host headers that are answered."""
        return [*LOOPBACK, self.host, urlsplit(self.base_url).hostname or self.host, *self.allowed_hosts]


@cache
def _read(home: Path | None) -> Config:
    config = Config() if home is None else Config(home=home)
    return config.model_copy(update={"home": config.home.expanduser().absolute()})


class _Chosen:
    """The one configuration of this process, once somebody has asked."""

    config: Config | None = None


def load(home: Path | None = None) -> Config:
    """The settings, read at the first call; a `home` wins over `POSTSTELLE_HOME`. Another home later is a mistake."""
    if _Chosen.config is None:
        _Chosen.config = _read(home)
    if home is not None and _Chosen.config.home != home.expanduser().absolute():
        raise RuntimeError(f"this process already works in {_Chosen.config.home}")
    return _Chosen.config


def environment() -> Mapping[str, str]:
    """The process's environment, for files whose secrets are named as `{ env = "NAME" }`."""
    return os.environ
