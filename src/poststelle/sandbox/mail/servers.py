"""All mail servers of the sandbox: started together, stopped together.

servers = await start(organisation, verify, home, "127.0.0.1", {"imaps": 0, "submission": 0}, tls, now, sample=True)
servers.addresses["imaps"]
await servers.close()
"""

import asyncio
import ssl
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from weakref import WeakSet

from poststelle.sandbox.issuer.signing import Claims
from poststelle.sandbox.mail.imap.session import ImapSession
from poststelle.sandbox.mail.line import Line
from poststelle.sandbox.mail.outside import OUTSIDE
from poststelle.sandbox.mail.pop3.session import Pop3Session
from poststelle.sandbox.mail.signon import Door
from poststelle.sandbox.mail.store import MailStore
from poststelle.sandbox.mail.submission.handler import Handler
from poststelle.sandbox.mail.submission.server import SubmissionServer
from poststelle.sandbox.organisation import Organisation
from poststelle.sandbox.sample.filling import fill

BUFFER_OCTETS = 1 << 20
CLOSING_SECONDS = 0.5
HANDSHAKE_SECONDS = 20

Serve = Callable[[Line], Awaitable[None]]


@dataclass(slots=True)
class MailServers:
    store: MailStore
    addresses: dict[str, int] = field(default_factory=dict)
    _servers: list[asyncio.Server] = field(default_factory=list)
    _sessions: set[asyncio.Task[None]] = field(default_factory=set)
    _submissions: WeakSet[SubmissionServer] = field(default_factory=WeakSet)

    async def close(self) -> None:
        """End every session and free the ports."""
        for server in self._servers:
            server.close()
        for submission in list(self._submissions):
            if submission.transport:
                submission.transport.close()
        for session in self._sessions:
            session.cancel()
        if self._sessions:
            await asyncio.wait(self._sessions, timeout=CLOSING_SECONDS)
        self.store.close()


async def start(
    organisation: Organisation,
    verify: Callable[[str, datetime], Claims | None],
    home: Path,
    host: str,
    ports: Mapping[str, int],
    tls: ssl.SSLContext,
    now: Callable[[], datetime],
    sample: bool,
) -> MailServers:
    """A port of 0 is chosen by the kernel; a name that is missing is not served."""
    store = MailStore(home / "mail.sqlite3", now)
    store.open(OUTSIDE, "de")
    if sample:
        await asyncio.to_thread(fill, organisation, store, now())
    servers = MailServers(store)
    door = Door(organisation, verify, now)
    hostname = f"sandbox.{organisation.domain}"
    handler = Handler(door, store, hostname)
    try:
        for name, port in ports.items():
            server = await _listen(servers, name, host, port, tls, _protocol(name, door, store, handler, hostname))
            servers.addresses[name] = server.sockets[0].getsockname()[1]
            servers._servers.append(server)
    except BaseException:
        await servers.close()
        raise
    return servers


def _protocol(name: str, door: Door, store: MailStore, handler: Handler, hostname: str) -> Serve | Handler:
    if name in ("imap", "imaps"):
        return lambda line: ImapSession(line, door, store, hostname).run()
    if name in ("pop3", "pop3s"):
        return lambda line: Pop3Session(line, door, store, hostname).run()
    if name in ("submission", "submissions"):
        return handler
    raise ValueError(name)


async def _listen(
    servers: MailServers, name: str, host: str, port: int, tls: ssl.SSLContext, serve: Serve | Handler
) -> asyncio.Server:
    implicit = tls if name.endswith("s") else None
    later = None if implicit else tls
    handshake = HANDSHAKE_SECONDS if implicit else None
    if isinstance(serve, Handler):

        def submission() -> SubmissionServer:
            server = SubmissionServer(serve, serve.hostname, later)
            servers._submissions.add(server)
            return server

        return await asyncio.get_running_loop().create_server(
            submission, host, port, ssl=implicit, ssl_handshake_timeout=handshake
        )

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        if task:
            servers._sessions.add(task)
            task.add_done_callback(servers._sessions.discard)
        try:
            await serve(Line(reader, writer, later, encrypted=implicit is not None))
        except (ConnectionError, ssl.SSLError, asyncio.CancelledError):
            pass  # the client has gone, or the sandbox stops
        finally:
            writer.close()

    return await asyncio.start_server(
        connected, host, port, ssl=implicit, ssl_handshake_timeout=handshake, limit=BUFFER_OCTETS
    )
