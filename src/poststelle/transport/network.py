"""Finding a server and connecting to it: names, addresses, the race between them, and hosts that are out of bounds."""

import asyncio
import ipaddress
import socket
from dataclasses import dataclass

from poststelle.model.errors import Misconfigured, PoststelleError, Unreachable
from poststelle.transport import failures
from poststelle.transport.stream import Receiver, Stream

NEXT_ADDRESS_SECONDS = 0.25  # RFC 8305 section 5: start the next attempt while the first is pending

TRANSLATED = ipaddress.IPv6Network("64:ff9b::/96")  # NAT64, RFC 6052
IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address


@dataclass(frozen=True, slots=True)
class Network:
    """How this installation reaches the world. Trust is the system's store and `ca_pem`, where one is given."""

    ca_pem: str = ""
    forbidden: tuple[str, ...] = ()  # networks that must not be reached: "169.254.0.0/16"
    connect_seconds: float = 20.0
    greeting_seconds: float = 30.0  # Exchange's proxy may take its time
    answer_seconds: float = 60.0
    request_seconds: float = 30.0

    async def resolve(self, host: str, deadline: float | None = None) -> list[str]:
        """The host's addresses in the system's order of preference."""
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(self.connect_seconds if deadline is None else deadline):
                found = await loop.getaddrinfo(host, None, type=socket.SOCK_STREAM)
        except TimeoutError as error:
            raise Unreachable("dns-temporary-failure", host=host, text="timed out") from error
        except (OSError, UnicodeError) as error:
            raise failures.of_name(error, host) from error
        addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
        self.admit(host, addresses)
        return addresses

    def admit(self, host: str, addresses: list[str]) -> None:
        """Raise `Misconfigured("host-forbidden")` if one of them must not be reached from here."""
        networks = [ipaddress.ip_network(network) for network in self.forbidden]
        for address in addresses:
            reached = meant(ipaddress.ip_address(address.partition("%")[0]))
            if any(one in network for one in reached for network in networks):
                raise Misconfigured("host-forbidden", field="host", host=host, address=address)

    async def connect(self, host: str, port: int, deadline: float | None = None) -> Stream:
        """A plain connection to the first address that answers."""
        addresses = await self.resolve(host, deadline)
        return await self.connect_to(addresses, host, port, deadline)

    async def connect_to(self, addresses: list[str], host: str, port: int, deadline: float | None = None) -> Stream:
        """The second half of `connect`, for callers that watch the steps."""
        seconds = self.connect_seconds if deadline is None else deadline
        try:
            async with asyncio.timeout(seconds):
                receiver = await race(addresses, port)
        except TimeoutError as error:
            raise Unreachable("tcp-timeout-firewall", host=host, port=str(port), text="timed out") from error
        except OSError as error:
            raise of_attempt(error, host, port) from error
        assert receiver.transport is not None
        return Stream(receiver, receiver.transport, host, port, self.ca_pem)


def meant(address: IPAddress) -> list[IPAddress]:
    """The address and those that a packet to it really reaches: embedded IPv4, and this machine for "any"."""
    found: list[IPAddress] = [address]
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if address in TRANSLATED:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        found += meant(inner) if inner else []
    if address.is_unspecified:  # Linux connects to itself
        found += [ipaddress.ip_address("127.0.0.1"), ipaddress.ip_address("::1")]
    return found


def of_attempt(error: OSError, host: str, port: int) -> PoststelleError:
    return failures.of_connection(error, host, port)


async def race(addresses: list[str], port: int) -> Receiver:
    """The first connection that stands; a later address starts when the one before failed or dawdles."""
    attempts: list[asyncio.Task[Receiver]] = []
    try:
        for address in addresses:
            attempts.append(asyncio.create_task(attempt(address, port)))
            await asyncio.wait(attempts, timeout=NEXT_ADDRESS_SECONDS, return_when=asyncio.FIRST_COMPLETED)
            if won := winner(attempts):
                return won
        while pending := [task for task in attempts if not task.done()]:
            await asyncio.wait(pending, return_when=asyncio.FIRST_COMPLETED)
            if won := winner(attempts):
                return won
        return await attempts[0]  # raises what the preferred address said
    finally:
        for task in attempts:
            dismiss(task)


def winner(attempts: list[asyncio.Task[Receiver]]) -> Receiver | None:
    for task in attempts:
        if task.done() and not task.cancelled() and task.exception() is None:
            attempts.remove(task)
            return task.result()
    return None


def dismiss(task: asyncio.Task[Receiver]) -> None:
    if not task.done():
        task.cancel()
    elif not task.cancelled() and task.exception() is None:
        transport = task.result().transport
        assert transport is not None
        transport.abort()


async def attempt(address: str, port: int) -> Receiver:
    _, receiver = await asyncio.get_running_loop().create_connection(Receiver, address, port)
    return receiver
