"""Connections against small servers on the loopback address, on the stock loop and on uvloop."""

import asyncio
import socket
from datetime import UTC, datetime

import pytest

from poststelle.model.errors import Misconfigured, ProtocolViolation, Unreachable
from poststelle.transport.network import Network
from tests.transport.authority import Authority
from tests.transport.conftest import serving

NETWORK = Network()
HOST = "127.0.0.1"


async def greet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"* OK ready\r\n")
    await writer.drain()
    writer.write(await reader.readline())
    await writer.drain()


async def silence(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.read()


async def test_lines_are_read_one_by_one() -> None:
    async with serving(greet) as port:
        stream = await NETWORK.connect(HOST, port)
        assert await stream.read_line(5) == b"* OK ready\r\n"
        await stream.write(b"hello\r\n", 5)
        assert await stream.read_line(5) == b"hello\r\n"
        assert await stream.read_some(5) == b""
        assert stream.address == HOST
        assert stream.certificate is None
        await stream.close()


async def test_tls_shows_the_verified_certificate(authority: Authority) -> None:
    async with serving(greet, ssl=authority.server(HOST, "mail.example.test", days=7)) as port:
        stream = await NETWORK.connect(HOST, port)
        await stream.start_tls(HOST, authority.pem, 5)
        assert await stream.read_line(5) == b"* OK ready\r\n"
        assert stream.encrypted
        assert stream.tls_version.startswith("TLSv1.")
        assert stream.certificate is not None
        assert set(stream.certificate.names) == {HOST, "mail.example.test"}
        assert stream.certificate.issuer == "Test authority"
        assert stream.certificate.not_after > stream.certificate.not_before
        await stream.close()


async def test_the_network_can_bring_its_own_anchor(authority: Authority) -> None:
    async with serving(greet, ssl=authority.server(HOST)) as port:
        stream = await Network(ca_pem=authority.pem).connect(HOST, port)
        await stream.start_tls(HOST, "", 5)
        await stream.close()


@pytest.mark.parametrize(
    ("certificate", "trusted", "code"),
    [
        ("expired", True, "tls-certificate-expired"),
        ("other name", True, "tls-hostname-mismatch"),
        ("good", False, "tls-unknown-issuer"),
        ("self-signed", False, "tls-self-signed"),
    ],
)
async def test_a_certificate_that_proves_nothing_is_named(
    authority: Authority, certificate: str, trusted: bool, code: str
) -> None:
    contexts = {
        "expired": lambda: authority.server(HOST, days=-1),
        "other name": lambda: authority.server("mail.example.test"),
        "good": lambda: authority.server(HOST),
        "self-signed": lambda: authority.self_signed(HOST),
    }
    async with serving(greet, ssl=contexts[certificate]()) as port:
        stream = await NETWORK.connect(HOST, port)
        with pytest.raises(Misconfigured) as caught:
            await stream.start_tls(HOST, authority.pem if trusted else "", 5)
        assert caught.value.code == code
        assert "certificate verify failed" in caught.value.facts["text"]
        assert caught.value.facts["port"] == str(port)
        assert caught.value.facts["names"] == ("mail.example.test" if certificate == "other name" else HOST)
        expires = datetime.fromisoformat(caught.value.facts["expires"]).replace(tzinfo=UTC)
        assert (expires < datetime.now(UTC)) is (certificate == "expired")


@pytest.mark.parametrize("pause", [0.0, 0.2])
async def test_tls_to_a_port_that_starts_in_plain_is_named(pause: float) -> None:
    async with serving(greet) as port:
        stream = await NETWORK.connect(HOST, port)
        await asyncio.sleep(pause)  # with a pause the greeting arrives before our handshake begins
        with pytest.raises(Misconfigured) as caught:
            await stream.start_tls(HOST, "", 5)
        assert caught.value.code == "tls-wrong-version-number"


async def test_what_came_in_plain_before_starttls_is_dropped(authority: Authority) -> None:
    context = authority.server(HOST)

    async def inject(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readline()
        writer.write(b"a1 OK begin TLS\r\na2 OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] injected\r\n")
        await writer.drain()
        await writer.start_tls(context)
        writer.write(b"within\r\n")
        await writer.drain()

    async with serving(inject) as port:
        stream = await NETWORK.connect(HOST, port)
        await stream.write(b"a1 STARTTLS\r\n", 5)
        assert await stream.read_line(5) == b"a1 OK begin TLS\r\n"
        await stream.start_tls(HOST, authority.pem, 5)
        assert await stream.read_line(5) == b"within\r\n"
        await stream.close()


async def test_a_closed_port_is_refused() -> None:
    with socket.socket() as held:
        held.bind((HOST, 0))
        with pytest.raises(Unreachable) as caught:
            await NETWORK.connect(HOST, held.getsockname()[1])
    assert caught.value.code == "tcp-refused"
    assert caught.value.facts["text"] == "[Errno 111] Connection refused"


async def test_an_unknown_name_is_a_matter_for_the_administrator() -> None:
    with pytest.raises(Misconfigured) as caught:
        await NETWORK.resolve("no..such.name")
    assert caught.value.code == "dns-host-not-found"
    assert caught.value.facts["host"] == "no..such.name"


async def test_forbidden_networks_are_not_connected_to() -> None:
    with pytest.raises(Misconfigured) as caught:
        await Network(forbidden=("127.0.0.0/8", "::1/128")).connect("localhost", 1)
    assert caught.value.code == "host-forbidden"


async def test_every_wait_has_its_deadline() -> None:
    async with serving(silence) as port:
        stream = await NETWORK.connect(HOST, port)
        for waiting in (stream.read_line(0.05), stream.read_some(0.05)):
            with pytest.raises(Unreachable, match="answer-timeout"):
                await waiting
        with pytest.raises(Unreachable, match="tls-timeout"):
            await stream.start_tls(HOST, "", 0.05)


async def test_a_peer_that_takes_nothing_does_not_hold_us() -> None:
    async def deaf(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.transport.pause_reading()  # type: ignore[attr-defined]
        await asyncio.sleep(2)

    async with serving(deaf) as port:
        stream = await NETWORK.connect(HOST, port)
        with pytest.raises(Unreachable, match="answer-timeout"):
            await stream.write(bytes(64 * 1024 * 1024), 0.2)
        await stream.close()


async def test_an_endless_line_ends_at_its_limit() -> None:
    async def endless(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            writer.write(b"x" * 65536)
            await writer.drain()

    async with serving(endless) as port:
        stream = await NETWORK.connect(HOST, port)
        with pytest.raises(ProtocolViolation, match="line-too-long"):
            await stream.read_line(5, limit=100_000)
        await stream.close()


async def test_a_closed_connection_is_told_from_a_line() -> None:
    async def leave(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"half a li")
        await writer.drain()

    async with serving(leave) as port:
        stream = await NETWORK.connect(HOST, port)
        with pytest.raises(Unreachable, match="connection-closed"):
            await stream.read_line(5)


async def test_a_flood_is_read_whole_and_the_buffer_stays_small() -> None:
    size = 24 * 1024 * 1024

    async def flood(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(bytes(size))
        await writer.drain()

    async with serving(flood) as port:
        stream = await NETWORK.connect(HOST, port)
        await asyncio.sleep(0.2)
        received = 0
        while chunk := await stream.read_some(5):
            received += len(chunk)
        assert received == size
