"""One client's connection: bytes in, bytes out, and TLS when the client asks for it."""

import asyncio
import ssl
from dataclasses import dataclass

PIECE_OCTETS = 256 * 1024


@dataclass(slots=True)
class Line:
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    starttls: ssl.SSLContext | None  # offered while the line is in the clear
    encrypted: bool

    async def read(self, timeout_seconds: float | None) -> bytes:
        """What has come, b"" at the end; `TimeoutError` when nothing came in time."""
        return await asyncio.wait_for(self.reader.read(PIECE_OCTETS), timeout_seconds)

    async def write(self, data: bytes) -> None:
        self.writer.write(data)
        await self.writer.drain()

    async def start_tls(self) -> None:
        """The caller drops what the client sent in the clear behind its command (RFC 9051, section 6.2.1)."""
        if self.starttls is None:
            raise ValueError("TLS is not offered here")
        await self.writer.start_tls(self.starttls)
        self.encrypted = True

    @property
    def offers_tls(self) -> bool:
        return self.starttls is not None and not self.encrypted
