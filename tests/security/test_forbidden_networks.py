"""Servers that an administrator types: what is out of bounds stays so, however it is spelled or resolved."""

import asyncio
import ipaddress
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from poststelle.model.errors import PoststelleError
from poststelle.transport import network as networks
from poststelle.transport.http import request
from poststelle.transport.network import Network
from tests.transport.authority import Authority
from tests.transport.conftest import serving

END = b"\r\n\r\n"
INSIDE = ("127.0.0.0/8", "169.254.0.0/16", "10.0.0.0/8")
SPELLINGS = [
    "127.0.0.1", "127.1", "0x7f.1", "2130706433", "0177.0.0.1", "0", "0.0.0.0", "::", "localhost", "127.0.0.1.",
    "[::1]", "::ffff:127.0.0.1", "::ffff:169.254.169.254", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "2002:7f00:1::1",
    "0xa9fea9fe", "169.254.169.254", "①②⑦.⓪.⓪.①", "127。0。0。1", "10.1", "::ffff:10.0.0.1",
]  # fmt: skip


@pytest.mark.parametrize("host", SPELLINGS)
async def test_no_spelling_of_a_forbidden_address_gets_through(host: str) -> None:
    network = Network(forbidden=INSIDE, connect_seconds=3)
    with pytest.raises(PoststelleError) as caught:
        await network.connect(host, 9)
    # some the system does not take for an address at all
    assert caught.value.code in ("host-forbidden", "dns-host-not-found", "dns-temporary-failure")
    with pytest.raises(PoststelleError) as asked:
        await request(network, "GET", f"http://[{host}]:9/" if ":" in host else f"http://{host}:9/")
    assert asked.value.code in ("host-forbidden", "dns-host-not-found", "dns-temporary-failure", "url-broken")


def test_addresses_elsewhere_are_not_touched() -> None:
    Network(forbidden=INSIDE).admit("x", ["192.0.2.1", "2001:db8::1", "::ffff:192.0.2.1", "64:ff9b::c000:201"])


def rebinding(monkeypatch: pytest.MonkeyPatch, *answers: str) -> list[str]:
    """A name server that says something else each time it is asked, the last answer for ever; what it was asked."""
    asked: list[str] = []
    real = socket.getaddrinfo

    def lookup(host: Any, port: Any, *rest: Any, **named: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host
        if name != "rebound.example":
            return real(host, port, *rest, **named)
        asked.append(name)
        return real(answers[min(len(asked), len(answers)) - 1], port, *rest, **named)

    monkeypatch.setattr(socket, "getaddrinfo", lookup)
    return asked


@contextmanager
def free_at_both(one: str, other: str) -> Iterator[tuple[socket.socket, socket.socket]]:
    """Sockets bound to the same port at two addresses; what is free at one may be taken at the other."""
    for _ in range(50):
        first, second = socket.socket(), socket.socket()
        try:
            first.bind((one, 0))
            second.bind((other, first.getsockname()[1]))
        except OSError:
            first.close()
            second.close()
        else:
            yield first, second
            return
    raise AssertionError("no port is free at both addresses")


async def test_a_name_that_moves_inside_after_the_check_is_reached_where_it_was_checked(
    monkeypatch: pytest.MonkeyPatch, authority: Authority
) -> None:
    heard: list[str] = []

    def answering(name: str) -> Any:
        async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            heard.append(f"{name}: {(await reader.readuntil(END)).decode()}")
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")

        return handle

    asked = rebinding(monkeypatch, "127.0.0.2", "127.0.0.1")
    with free_at_both("127.0.0.2", "127.0.0.1") as (there, here):
        port = there.getsockname()[1]
        outside = await asyncio.start_server(answering("outside"), sock=there, ssl=authority.server("rebound.example"))
        inside = await asyncio.start_server(answering("inside"), sock=here, ssl=authority.server("rebound.example"))
    async with outside, inside:
        bounds = Network(forbidden=("127.0.0.1/32",), request_seconds=5)
        got = await request(bounds, "GET", f"https://rebound.example:{port}/x", ca_pem=authority.pem)
    assert got.status == 200
    assert asked == ["rebound.example"]
    assert [line.partition(":")[0] for line in heard] == ["outside"]
    assert f"host: rebound.example:{port}" in heard[0].lower()


async def test_a_mail_server_s_name_is_resolved_once_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = rebinding(monkeypatch, "127.0.0.2", "127.0.0.1")
    server = await asyncio.start_server(lambda _reader, writer: writer.close(), "127.0.0.2", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        stream = await Network(forbidden=("127.0.0.1/32",)).connect("rebound.example", port)
        assert stream.address.startswith("127.0.0.2")
        await stream.close()
    assert asked == ["rebound.example"]


async def test_the_next_address_is_tried_when_the_first_is_dead(monkeypatch: pytest.MonkeyPatch) -> None:
    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(END)
        writer.write(b"HTTP/1.1 204 No Content\r\n\r\n")

    async with serving(handle) as port:

        async def both(self: Network, host: str, deadline: float | None = None) -> list[str]:
            return ["127.0.0.3", "127.0.0.1"]

        monkeypatch.setattr(networks.Network, "resolve", both)
        got = await request(Network(forbidden=("10.0.0.0/8",)), "POST", f"http://two.example:{port}/", form={"a": "b"})
    assert got.status == 204


def test_the_notation_of_an_address_does_not_matter() -> None:
    assert ipaddress.ip_address("127.0.0.1") in networks.meant(ipaddress.ip_address("64:ff9b::7f00:1"))
