"""The sandbox as a process: pages, issuer and mail servers in one event loop, one home, one line when it is ready.

    main(Options(home=Path("…"), port=8902, mail_ports={"imaps": 9930, "submission": 5870}))

Ctrl-C and SIGTERM end it. Raises `Misconfigured("home-in-use")` and `Misconfigured("port-in-use")` before it has
started anything.
"""

import asyncio
import contextlib
import errno
import fcntl
import json
import os
import secrets
import signal
import socket
import sys
from collections.abc import AsyncIterator, Generator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

import uvicorn
import uvloop

from poststelle.model.errors import Misconfigured
from poststelle.sandbox import certificates, founding, site
from poststelle.sandbox.issuer.signing import Signer
from poststelle.sandbox.mail import servers
from poststelle.sandbox.organisation import Organisation
from poststelle.sandbox.parts import Parts
from poststelle.sandbox.registrations import App, Registrations
from poststelle.sandbox.state import State
from poststelle.sandbox.tickets import Tickets

MAIL_PORTS = {"imaps": 0, "imap": 0, "pop3s": 0, "pop3": 0, "submission": 0, "submissions": 0}
ENDING_SECONDS = 1


@dataclass(frozen=True, slots=True)
class Options:
    home: Path  # of the installation; the sandbox lives in its folder `sandbox`
    host: str = "127.0.0.1"
    port: int = 0  # of the pages; 0: the kernel chooses
    mail_ports: Mapping[str, int] = field(default_factory=lambda: dict(MAIL_PORTS))
    sample: bool = True  # people, shared mailboxes and rights, if there are none
    sample_mail: bool = True  # and mail in their mailboxes
    redirect_urls: tuple[str, ...] = ()  # of Poststelle's app registration
    ready_json: bool = True


def main(options: Options) -> int:
    with contextlib.suppress(KeyboardInterrupt), asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(run(options))
    return 0


async def run(options: Options) -> None:
    """Until SIGINT or SIGTERM."""
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with started(options) as ready:
        if options.ready_json:
            sys.stdout.write(json.dumps(ready, ensure_ascii=False) + "\n")
            sys.stdout.flush()
        await stop.wait()


@asynccontextmanager
async def started(options: Options) -> AsyncIterator[dict[str, object]]:
    """Everything is up inside; the value is the line for whoever waits."""
    home = options.home / "sandbox"
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (
        _alone(home),
        _listening(options) as listener,
        contextlib.closing(State(home / "organisation.sqlite3")) as state,
    ):
        host = f"[{options.host}]" if ":" in options.host else options.host
        base = f"http://{host}:{listener.getsockname()[1]}"
        parts = _parts(home, base, state)
        if options.sample:
            founding.found(parts.organisation)
        app = founding.register_poststelle(parts, home, options.redirect_urls)
        mail = await _mail_servers(parts, home, options)
        try:
            parts = replace(parts, mail=mail.store, mail_ports=mail.addresses)
            site.set_up(_secret_key(home), [host, "localhost", "127.0.0.1", "[::1]"])
            async with _serving(parts, listener):
                yield _ready(parts, app, home)
        finally:
            await mail.close()


def _parts(home: Path, base: str, state: State) -> Parts:
    organisation = Organisation.open(state, _now)
    tickets = Tickets(state, _now, _new_token)
    tickets.forget_expired()
    return Parts(
        organisation=organisation,
        registrations=Registrations(state, _now, _new_token),
        tickets=tickets,
        signer=Signer.open(home / "signing-key.pem", base, organisation.tenant),
        base=base,
        ca=certificates.ensure(home).ca,
        now=_now,
        below=secrets.randbelow,
    )


async def _mail_servers(parts: Parts, home: Path, options: Options) -> servers.MailServers:
    try:
        return await servers.start(
            parts.organisation,
            parts.signer.verify_access_token,
            home,
            options.host,
            options.mail_ports,
            certificates.server_context(certificates.ensure(home)),
            parts.now,
            options.sample and options.sample_mail,
        )
    except OSError as error:
        if error.errno not in (errno.EADDRINUSE, errno.EACCES):
            raise
        ports = ", ".join(str(port) for port in options.mail_ports.values() if port)
        raise Misconfigured("port-in-use", port=ports, host=options.host) from error


def _ready(parts: Parts, app: App, home: Path) -> dict[str, object]:
    tenant = f"{parts.base}/{parts.organisation.tenant}"
    return {
        "url": parts.base,
        "tenant": parts.organisation.tenant,
        "domain": parts.organisation.domain,
        "issuer": parts.signer.issuer,
        "discovery": f"{tenant}/v2.0/.well-known/openid-configuration",
        "admin_url": f"{parts.base}/admin",
        "admin_api": f"{parts.base}/admin/api",
        "ca_file": str(parts.ca),
        "app_file": str(home / founding.APP_FILE),
        "client_id": app.client_id,
        "people": [person.address for person in parts.organisation.people()],
        **parts.mail_ports,
    }


@contextmanager
def _alone(home: Path) -> Iterator[None]:
    """One process a home: two would hand out each other's codes."""
    with (home / "lock").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise Misconfigured("home-in-use", home=str(home)) from error
        yield


@contextmanager
def _listening(options: Options) -> Iterator[socket.socket]:
    with socket.socket(socket.AF_INET6 if ":" in options.host else socket.AF_INET) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((options.host, options.port))
        except OSError as error:
            raise Misconfigured("port-in-use", port=str(options.port), host=options.host) from error
        yield listener


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.ready.set()

    @contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        """`run` listens to the signals itself, for the mail servers as well."""
        yield


@asynccontextmanager
async def _serving(parts: Parts, listener: socket.socket) -> AsyncIterator[None]:
    config = uvicorn.Config(
        site.application(parts),
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=ENDING_SECONDS,
    )
    server = _Server(config)
    serving = asyncio.create_task(server.serve(sockets=[listener]))
    await server.ready.wait()
    try:
        yield
    finally:
        server.should_exit = True
        await serving


def _secret_key(home: Path) -> str:
    path = home / "secret-key"
    if not path.exists():
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
    return path.read_text()


def _now() -> datetime:
    return datetime.now(UTC)


def _new_token() -> str:
    return secrets.token_urlsafe(32)
