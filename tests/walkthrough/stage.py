"""The stage of the walk-through: `poststelle demo` itself, in a home and on ports of its own."""

import json
import os
import signal
import socket
import subprocess
import sys
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

PAGES = 2  # Poststelle's port, and the one behind it for `poststelle authorize`
SANDBOX = 7  # the sandbox's pages and its six mail servers
START_SECONDS = 90
STOP_SECONDS = 20


@dataclass(frozen=True, eq=False)  # there is one of each
class Stage:
    """A running demo: where it is, whom it knows, and how its command line is called."""

    home: Path
    ready: dict[str, Any]
    process: "subprocess.Popen[str]" = field(repr=False)

    @property
    def url(self) -> str:
        return str(self.ready["url"])

    @property
    def sandbox(self) -> str:
        return str(self.ready["provider_url"]).removesuffix("/admin")

    @property
    def password(self) -> str:
        """Everybody's at Poststelle."""
        return str(self.ready["password"])

    @property
    def provider_password(self) -> str:
        return str(self.ready["provider_password"])

    @property
    def administrator(self) -> str:
        return str(self.ready["address"])

    @cached_property
    def app(self) -> dict[str, Any]:
        """The registration that the sandbox made for this Poststelle."""
        return dict(json.loads((self.home / "sandbox" / "poststelle-app.json").read_text()))

    def mail_port(self, place: int) -> int:
        """The sandbox's mail servers: 1 imaps, 2 imap, 3 pop3s, 4 pop3, 5 submission, 6 submissions."""
        return int(self.sandbox.rpartition(":")[2]) + place

    def stop(self) -> None:
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise


def start(home: Path, *options: str, ports: tuple[int, int] | None = None) -> Stage:
    """Up and ready; stop it again."""
    page, sandbox = ports or free_ports()
    words = home.parent / f"{home.name}.log"
    with words.open("w") as log:
        process = subprocess.Popen(
            command(home, "demo", "--json", "--port", str(page), "--sandbox-port", str(sandbox), *options),
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            env=surroundings(),
        )
    assert process.stdout is not None
    line = process.stdout.readline()
    if not line:
        process.wait(START_SECONDS)
        raise AssertionError(f"the demo did not start: {words.read_text()}")
    return Stage(home, json.loads(line), process)


def command(home: Path, *arguments: str) -> list[str]:
    return [sys.executable, "-m", "poststelle", "--home", str(home), *arguments]


def surroundings(**more: str) -> dict[str, str]:
    """The environment without anything that would lead to another installation."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("POSTSTELLE_", "DJANGO_"))}
    return {**kept, **more}


def free_ports() -> tuple[int, int]:
    """Ports in a row that nobody uses, away from those the kernel gives out by itself."""
    for first in range(20_000 + os.getpid() % 997 * 11, 32_000, PAGES + SANDBOX):
        if _all_free(first, PAGES + SANDBOX):
            return first, first + PAGES
    raise AssertionError("no free ports in a row")


def _all_free(first: int, count: int) -> bool:
    with ExitStack() as taken:
        try:
            for port in range(first, first + count):
                listener = taken.enter_context(socket.socket())
                listener.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
