"""The browser's way back to the command line: one request on the registered loopback address (RFC 8252 section 7.3).

The listener answers the registered path alone, and counts only an answer that carries the `state` of this sign-in:
whatever else comes to the port (a favicon, a scan, another page) leaves the sign-in waiting.
"""

import asyncio
import errno
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlsplit

from poststelle.cli.landing import Page, page
from poststelle.model.errors import Conflict, Misconfigured

LOOPBACK = ("127.0.0.1", "::1", "localhost")
REQUEST_LIMIT = 16_384  # octets of request line and headers
REQUEST_SECONDS = 10.0

Finish = Callable[[Mapping[str, str], str], Awaitable[Page]]


@dataclass
class Listener:
    path: str
    state: str = ""
    finish: Finish | None = None
    done: bool = False
    sent: asyncio.Event = field(default_factory=asyncio.Event)  # the last page is with the browser

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            answer = await self._answer(await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), REQUEST_SECONDS))
            writer.write(answer)
            await writer.drain()
        except (asyncio.IncompleteReadError, asyncio.LimitOverrunError, TimeoutError, ConnectionError):
            pass  # not a browser; the sign-in goes on waiting
        finally:
            writer.close()
            if self.done:
                self.sent.set()

    async def _answer(self, head: bytes) -> bytes:
        request, *lines = head.decode("latin-1").split("\r\n")
        method, _, target = request.partition(" ")
        address = urlsplit(target.partition(" ")[0])
        language = _language(lines)
        if method != "GET" or address.path != self.path:
            return page("nothing-here", language).http()
        parameters = dict(parse_qsl(address.query))
        if not self.state or parameters.get("state") != self.state or self.done or self.finish is None:
            return page("other-sign-in", language).http()
        self.done = True
        return (await self.finish(parameters, language)).http()


@asynccontextmanager
async def listening(redirect_url: str) -> AsyncIterator[Listener]:
    """Hold the port of the redirect address; `Conflict("port-taken")` when somebody else has it."""
    address = urlsplit(redirect_url)
    if address.scheme != "http" or address.hostname not in LOOPBACK:
        raise Misconfigured("redirect-not-loopback", field="redirect_url", url=redirect_url)
    port = address.port or 80
    listener = Listener(address.path or "/")
    try:
        server = await asyncio.start_server(listener.serve, address.hostname, port, limit=REQUEST_LIMIT)
    except OSError as error:
        raise _taken(error, address.hostname, port) from error
    async with server:
        yield listener


def _taken(error: OSError, host: str, port: int) -> Exception:
    if error.errno in (errno.EADDRINUSE, errno.EACCES):
        return Conflict("redirect-port-taken", port=str(port), host=host)
    return error


def _language(lines: list[str]) -> str:
    for line in lines:
        name, _, value = line.partition(":")
        if name.lower() == "accept-language":
            return "de" if value.strip().lower().startswith("de") else "en"
    return ""
