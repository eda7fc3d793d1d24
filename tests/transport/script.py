"""A server that plays a dialogue from a text.

S: 220 ready              is sent
C: EHLO *                 must come; * stands for any rest
-: reset                  reset, close or silence
"""

import asyncio
import fnmatch
import socket
import struct
from collections.abc import Awaitable, Callable

Handler = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


class Script:
    """`missed` tells what came instead of what should have; `received` is everything that came."""

    def __init__(self, text: str) -> None:
        lines = [line.strip() for line in text.splitlines()]
        self.steps = [(line[0], line[2:].removeprefix(" ")) for line in lines if line]
        self.missed = ""
        self.received = b""

    async def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for by, what in self.steps:
            if by == "S":
                writer.write(what.encode().decode("unicode_escape").encode("latin-1") + b"\r\n")
                await writer.drain()
            elif by == "C":
                if not await self._expect(reader, what):
                    return
            else:
                await self._end(what, writer)
                return

    async def _expect(self, reader: asyncio.StreamReader, pattern: str) -> bool:
        line = (await reader.readline()).decode("latin-1")
        self.received += line.encode("latin-1")
        if not fnmatch.fnmatchcase(line.removesuffix("\r\n"), pattern):
            self.missed = f"{pattern!r}, but there came {line!r}"
            return False
        return True

    async def _end(self, how: str, writer: asyncio.StreamWriter) -> None:
        if how == "silence":
            await asyncio.sleep(30)
        if how == "reset":
            connection = writer.get_extra_info("socket")
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            writer.transport.abort()
