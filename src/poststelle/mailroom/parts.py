"""What the mailroom works with, put together by `wiring`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from poststelle.providers.contract import Provider
from poststelle.store.blobs import Blobs
from poststelle.store.vault import Vault
from poststelle.transport.network import Network


@dataclass(frozen=True, slots=True)
class Parts:
    blobs: Blobs
    vault: Vault
    network: Network  # opens connections and HTTP clients; refuses hosts the installation must not reach
    providers: Mapping[str, Provider]
    now: Callable[[], datetime]
    new_token: Callable[[], str]  # 256 bits, URL-safe
