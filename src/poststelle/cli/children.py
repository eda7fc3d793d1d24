"""The processes of the demo: started together, ended together; when one dies by itself, its last words are shown."""

import json
import queue
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from gettext import gettext as _
from pathlib import Path
from types import FrameType, TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

import click

from poststelle.cli.output import safe

START_SECONDS = 60.0
STOP_SECONDS = 6.0
TICK_SECONDS = 0.05
ENDING = (signal.SIGTERM, signal.SIGHUP)  # a stop by others, or the terminal was closed: as good as Ctrl-C
LAST_WORDS = 12  # lines


@dataclass
class Child:
    name: str
    process: "subprocess.Popen[str]"
    log: Path
    lines: "queue.Queue[str | None]" = field(default_factory=queue.Queue)

    def ready(self) -> dict[str, Any]:
        """The JSON line that the sandbox prints when it answers."""
        try:
            line = self.lines.get(timeout=START_SECONDS)
        except queue.Empty:
            line = None
        if line is None:
            raise self.died()
        told: dict[str, Any] = json.loads(line)
        return told

    def died(self) -> click.ClickException:
        words = self.log.read_text("utf-8", "replace").splitlines()[-LAST_WORDS:] if self.log.exists() else []
        text = _("The process “{name}” ended by itself. Its last words (all in {log}):").format(
            name=self.name, log=self.log
        )
        return click.ClickException("\n".join([text, *(f"    {safe(line)}" for line in words)]))


class Children:
    """A context: whatever is started in it has ended behind it."""

    def __init__(self, home: Path) -> None:
        self.logs = home / "logs"
        self.all: list[Child] = []

    def __enter__(self) -> Self:
        self.logs.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._before = {one: signal.signal(one, _as_interrupt) for one in ENDING}
        return self

    def __exit__(
        self, kind: type[BaseException] | None, failure: BaseException | None, at: TracebackType | None
    ) -> None:
        for one, before in self._before.items():
            signal.signal(one, before)
        for child in reversed(self.all):
            child.process.terminate()
        deadline = time.monotonic() + STOP_SECONDS
        for child in reversed(self.all):
            _end(child, deadline)

    def start(self, name: str, *arguments: str) -> Child:
        log = self.logs / f"{name}.log"
        with log.open("w") as words:
            process = subprocess.Popen(  # noqa: S603 - our own program
                [sys.executable, "-m", "poststelle", name, *arguments],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE if name == "sandbox" else words,
                stderr=words,
                text=True,
                start_new_session=True,  # Ctrl-C comes to us alone, and we end them in order
            )
        child = Child(name, process, log)
        self.all.append(child)
        return child

    def start_sandbox(self, arguments: list[str]) -> Child:
        child = self.start("sandbox", *arguments)
        threading.Thread(target=_listen, args=(child,), daemon=True).start()
        return child

    def wait_for_page(self, url: str) -> None:
        """Until the first page comes without a fault of the server."""
        import http.client

        address = urlsplit(url)
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            self._all_live()
            connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=START_SECONDS)
            try:
                connection.request("GET", "/")
                if connection.getresponse().status < 500:
                    return
            except ConnectionRefusedError:
                pass
            finally:
                connection.close()
            time.sleep(TICK_SECONDS)
        raise click.ClickException(_("Poststelle does not answer; see {log}.").format(log=self.logs))

    def watch(self) -> None:
        """Until Ctrl-C, or until one of them ends by itself."""
        while True:
            self._all_live()
            time.sleep(0.5)

    def _all_live(self) -> None:
        for child in self.all:
            if child.process.poll() is not None:
                raise child.died()


def _listen(child: Child) -> None:
    assert child.process.stdout is not None
    for line in child.process.stdout:
        child.lines.put(line)
    child.lines.put(None)


def _end(child: Child, deadline: float) -> None:
    try:
        child.process.wait(max(0.1, deadline - time.monotonic()))
    except subprocess.TimeoutExpired:
        child.process.kill()
        child.process.wait()


def _as_interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
