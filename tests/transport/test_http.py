"""Requests to small servers on the loopback address."""

import asyncio
import socket
from datetime import UTC, datetime

import pytest

from poststelle.model.errors import Misconfigured, PoststelleError, ProtocolViolation, Unreachable
from poststelle.transport.http import request
from poststelle.transport.network import Network
from tests.transport.authority import Authority
from tests.transport.conftest import Handler, serving

NETWORK = Network(request_seconds=5)
HOST = "127.0.0.1"


def answering(answer: bytes, received: list[bytes] | None = None) -> Handler:
    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        length = next(
            (int(line[15:]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")), 0
        )
        if received is not None:
            received.extend((head, await reader.readexactly(length)))
        writer.write(answer)
        await writer.drain()

    return handle


async def test_a_form_is_posted_and_a_refusal_keeps_its_status() -> None:
    received: list[bytes] = []
    answer = (
        b"HTTP/1.1 401 Unauthorized\r\nDate: Mon, 23 Nov 2026 10:00:00 GMT\r\nContent-Type: application/json\r\n"
        b'Content-Length: 26\r\n\r\n{"error":"invalid_client"}'
    )
    async with serving(answering(answer, received)) as port:
        form = {"grant_type": "refresh_token", "scope": "a b&c"}
        got = await request(NETWORK, "POST", f"http://{HOST}:{port}/token", form=form)
    assert (got.status, got.json()) == (401, {"error": "invalid_client"})
    assert got.headers["content-type"] == "application/json"
    assert got.date == datetime(2026, 11, 23, 10, tzinfo=UTC)
    assert received[0].startswith(b"POST /token HTTP/1.1\r\n")
    assert received[1] == b"grant_type=refresh_token&scope=a+b%26c"


async def test_tls_needs_an_anchor_and_takes_the_connection_s_own(authority: Authority) -> None:
    answer = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
    async with serving(answering(answer), ssl=authority.server(HOST)) as port:
        url = f"https://{HOST}:{port}/"
        assert (await request(NETWORK, "GET", url, ca_pem=authority.pem)).body == b"ok"
        with pytest.raises(Misconfigured) as caught:
            await request(NETWORK, "GET", url)
    assert caught.value.code == "tls-unknown-issuer"


async def test_redirects_are_shown_and_not_followed() -> None:
    answer = b"HTTP/1.1 302 Found\r\nLocation: https://elsewhere.example.test/\r\nContent-Length: 0\r\n\r\n"
    async with serving(answering(answer)) as port:
        got = await request(NETWORK, "GET", f"http://{HOST}:{port}/")
    assert (got.status, got.headers["location"]) == (302, "https://elsewhere.example.test/")


async def test_an_answer_without_end_is_cut_off() -> None:
    async def endless(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            writer.write(b"x" * 65536)
            await writer.drain()

    async with serving(endless) as port:
        with pytest.raises(ProtocolViolation, match="answer-too-large"):
            await request(NETWORK, "GET", f"http://{HOST}:{port}/", limit=1000)


async def test_a_server_that_does_not_answer_is_left() -> None:
    async def mute(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()

    async with serving(mute) as port:
        with pytest.raises(Unreachable, match="http-timeout"):
            await request(NETWORK, "GET", f"http://{HOST}:{port}/", deadline=0.2)


async def test_a_deeply_nested_answer_is_no_json() -> None:
    body = b"[" * 200_000
    async with serving(answering(b"HTTP/1.1 200 OK\r\nContent-Length: 200000\r\n\r\n" + body)) as port:
        got = await request(NETWORK, "GET", f"http://{HOST}:{port}/")
    with pytest.raises(ProtocolViolation, match="answer-not-json"):
        got.json()


async def test_a_closed_port_and_an_unknown_host_are_told_apart() -> None:
    with socket.socket() as held:
        held.bind((HOST, 0))
        with pytest.raises(Unreachable, match="tcp-refused"):
            await request(NETWORK, "GET", f"http://{HOST}:{held.getsockname()[1]}/")
    with pytest.raises(PoststelleError, match="dns-"):
        await request(NETWORK, "GET", "http://no-such-host.invalid/")


async def test_tls_to_a_plain_port_is_named() -> None:
    async def plain(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1)
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        await writer.drain()

    async with serving(plain) as port:
        with pytest.raises(Misconfigured, match="tls-wrong-version-number"):
            await request(NETWORK, "GET", f"https://{HOST}:{port}/")


@pytest.mark.parametrize("url", ["ftp://example.test/", "example.test/token", "https://", "", "http://[::"])
async def test_what_is_no_address_is_not_asked(url: str) -> None:
    with pytest.raises(Misconfigured, match="url-broken"):
        await request(NETWORK, "GET", url)


async def test_a_forbidden_network_is_not_asked() -> None:
    with pytest.raises(Misconfigured, match="host-forbidden"):
        await request(Network(forbidden=("127.0.0.0/8",)), "GET", f"http://{HOST}:1/")
