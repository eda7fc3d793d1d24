"""One connection, read by pulling: TCP first, TLS when asked for, every wait with a deadline.

Runs on uvloop and on the stock loop. All streams of a thread share one receive buffer (`BufferedProtocol`),
so an idle connection costs no buffer of its own. A `deadline` is the seconds that this call may take.

`start_tls` serves both manners. Before anything was read it is implicit TLS; text that is already there then
shows a server that starts in plain. After that it is STARTTLS, and what was received in plain is dropped: an
attacker could have put it there to be taken for an answer within TLS (CVE-2011-0411).
"""

import asyncio
import ssl
import threading
from typing import cast

from poststelle.model.errors import By, Misconfigured, ProtocolViolation, Unreachable
from poststelle.transport import failures, trust

RECEIVE_OCTETS = 256 * 1024
PAUSE_ABOVE_OCTETS = 1024 * 1024
LINE_OCTETS = 64 * 1024
CLOSE_SECONDS = 2.0


class SharedBuffer(threading.local):
    """The loop fills it and hands it over in one go, so that a thread's connections never meet in it."""

    def __init__(self) -> None:
        self.octets = bytearray(RECEIVE_OCTETS)


SHARED = SharedBuffer()


class Receiver(asyncio.BufferedProtocol):
    """Keeps what arrived until somebody pulls it, and stops the peer when that takes too long."""

    def __init__(self) -> None:
        self.pending = bytearray()
        self.ended = False
        self.error: OSError | None = None
        self.transport: asyncio.Transport | None = None
        self.news = asyncio.Event()
        self.writable = asyncio.Event()
        self.writable.set()
        self.paused = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)  # uvloop's is none by inheritance

    def get_buffer(self, sizehint: int) -> memoryview:
        # a view, because the stock loop's TLS goes on reading into a slice of it, and that of a bytearray is a copy
        return memoryview(SHARED.octets)

    def buffer_updated(self, nbytes: int) -> None:
        self.pending += memoryview(SHARED.octets)[:nbytes]
        if len(self.pending) > PAUSE_ABOVE_OCTETS and not self.paused and self.transport is not None:
            self.transport.pause_reading()
            self.paused = True
        self.news.set()

    def eof_received(self) -> bool:
        self.ended = True
        self.news.set()
        return False

    def connection_lost(self, exc: Exception | None) -> None:
        self.ended = True
        if isinstance(exc, OSError):
            self.error = exc
        self.news.set()
        self.writable.set()

    def pause_writing(self) -> None:
        self.writable.clear()

    def resume_writing(self) -> None:
        self.writable.set()

    def take(self, octets: int) -> bytes:
        if octets >= len(self.pending):
            taken = bytes(self.pending)
            self.pending.clear()
        else:
            taken = bytes(memoryview(self.pending)[:octets])
            del self.pending[:octets]
        if self.paused and self.transport is not None and not self.ended:
            self.transport.resume_reading()
            self.paused = False
        return taken


class Stream:
    """Made by `Network.connect`."""

    def __init__(
        self, receiver: Receiver, transport: asyncio.Transport, host: str, port: int, default_ca_pem: str = ""
    ) -> None:
        self._receiver = receiver
        self._transport = transport
        self._default_ca_pem = default_ca_pem
        self._was_read = False
        self.host = host
        self.port = port
        self.encrypted = False

    @property
    def address(self) -> str:
        """The peer's IP address."""
        peer = self._transport.get_extra_info("peername")
        return str(peer[0]) if peer else ""

    @property
    def certificate(self) -> trust.Certificate | None:
        tls = self._transport.get_extra_info("ssl_object")
        return trust.certificate(tls.getpeercert()) if tls else None

    @property
    def tls_version(self) -> str:
        """ "TLSv1.3", or "" in plain text."""
        tls = self._transport.get_extra_info("ssl_object")
        return (tls.version() or "") if tls else ""

    async def start_tls(self, server_name: str, ca_pem: str, deadline: float) -> None:
        """Encrypt from here on, or raise `Misconfigured("tls-…")`; the connection is closed then."""
        if self._receiver.pending and not self._was_read:
            await self.close()
            raise Misconfigured("tls-wrong-version-number", field="encryption", **self._where(failures.WRONG_VERSION))
        self._receiver.pending.clear()
        if self._receiver.ended:
            raise self._gone()
        context = trust.context(ca_pem, self._default_ca_pem)
        try:
            async with asyncio.timeout(deadline):
                upgraded = await asyncio.get_running_loop().start_tls(
                    self._transport,
                    self._receiver,
                    context,
                    server_hostname=server_name,
                    ssl_handshake_timeout=deadline + 1,
                )
        except TimeoutError as error:
            self._transport.abort()
            raise Unreachable("tls-timeout", **self._where("timed out")) from error
        except ssl.SSLError as error:
            self._transport.abort()
            raise failures.of_tls(error, self.host, self.port) from error
        except OSError as error:
            self._transport.abort()
            raise failures.of_connection(error, self.host, self.port) from error
        assert upgraded is not None
        self._transport = self._receiver.transport = upgraded
        self.encrypted = True

    async def read_some(self, deadline: float, octets: int = RECEIVE_OCTETS) -> bytes:
        """What is there, at least one octet; b"" when the peer has closed."""
        receiver = self._receiver
        while not receiver.pending:
            if receiver.error is not None:
                raise failures.of_connection(receiver.error, self.host, self.port)
            if receiver.ended:
                return b""
            await self._news(deadline)
        self._was_read = True
        return receiver.take(octets)

    async def read_line(self, deadline: float, limit: int = LINE_OCTETS) -> bytes:
        """One line with its end; `Unreachable` when the peer closes before, `ProtocolViolation` when it is too long."""
        receiver, searched = self._receiver, 0
        async with self._until(deadline):
            while (end := receiver.pending.find(b"\n", searched, limit)) < 0:
                searched = len(receiver.pending)
                if searched >= limit:
                    raise ProtocolViolation("line-too-long", by=By.THEM, **self._where(""))
                if receiver.ended:
                    raise self._gone()
                receiver.news.clear()
                await receiver.news.wait()
        self._was_read = True
        return receiver.take(end + 1)

    async def write(self, data: bytes, deadline: float) -> None:
        """Hand the octets to the system; waits while the peer does not take them."""
        if self._receiver.ended:
            raise self._gone()
        self._transport.write(data)
        async with self._until(deadline):
            await self._receiver.writable.wait()
        if self._receiver.error is not None:
            raise failures.of_connection(self._receiver.error, self.host, self.port)

    async def close(self) -> None:
        """Let go; a peer that does not answer the goodbye is not waited for."""
        if self._receiver.ended or self._transport.is_closing():
            self._transport.abort()
            return
        self._transport.close()
        try:
            async with asyncio.timeout(CLOSE_SECONDS):
                while not self._receiver.ended:
                    self._receiver.news.clear()
                    await self._receiver.news.wait()
        except TimeoutError:
            self._transport.abort()

    async def _news(self, deadline: float) -> None:
        async with self._until(deadline):
            self._receiver.news.clear()
            await self._receiver.news.wait()

    def _until(self, deadline: float) -> "Limit":
        return Limit(self, deadline)

    def _gone(self) -> Exception:
        if self._receiver.error is not None:
            return failures.of_connection(self._receiver.error, self.host, self.port)
        return Unreachable("connection-closed", **self._where("the server closed the connection"))

    def _where(self, text: str) -> dict[str, str]:
        return {"host": self.host, "port": str(self.port), "text": text}


class Limit:
    """`asyncio.timeout` that speaks our errors: `Unreachable("answer-timeout")`."""

    def __init__(self, stream: Stream, seconds: float) -> None:
        self._stream = stream
        self._timeout = asyncio.timeout(seconds)

    async def __aenter__(self) -> None:
        await self._timeout.__aenter__()

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        try:
            await self._timeout.__aexit__(kind, error, trace)  # type: ignore[arg-type]
        except TimeoutError as late:
            raise Unreachable(
                "answer-timeout", host=self._stream.host, port=str(self._stream.port), text="timed out"
            ) from late
