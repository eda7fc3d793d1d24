"""From a configured connection to a session that was greeted, the same for every protocol."""

from collections.abc import Awaitable, Callable
from typing import Protocol, TypeVar

from poststelle.model.mailbox import Connection, Encryption
from poststelle.transport.network import Network
from poststelle.transport.stream import Stream


class Upgradable(Protocol):
    """A session that may begin in plain text."""

    async def start_tls(self, server_name: str, ca_pem: str = "") -> None: ...


S = TypeVar("S", bound=Upgradable)


async def connected(network: Network, connection: Connection, greeted: Callable[[Stream], Awaitable[S]]) -> S:
    """Connected, encrypted as configured, greeted; not signed on. Closed again when one of these fails."""
    stream = await network.connect(connection.host, connection.port)
    try:
        if connection.encryption is Encryption.TLS:
            await stream.start_tls(connection.host, connection.ca_pem, network.connect_seconds)
        session = await greeted(stream)
        if connection.encryption is Encryption.STARTTLS:
            await session.start_tls(connection.host, connection.ca_pem)
    except BaseException:
        await stream.close()
        raise
    return session
