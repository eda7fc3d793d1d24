"""The installed command, run as a user runs it: a process of its own, a home, standard input and output."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2


@dataclass(frozen=True)
class Ended:
    code: int
    out: bytes
    err: str

    @property
    def text(self) -> str:
        return self.out.decode()

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def lines(self) -> list[Any]:
        return [json.loads(line) for line in self.out.splitlines() if line.strip()]


@dataclass(frozen=True)
class Command:
    home: Path

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("POSTSTELLE_", "DJANGO_"))}
        return {**kept, "POSTSTELLE_HOME": str(self.home), "POSTSTELLE_LANGUAGE": "en", "PYTHONUNBUFFERED": "1"}

    def __call__(self, *words: str, stdin: bytes = b"", expect: int | None = 0, timeout: float = 90) -> Ended:
        """Run to the end; `expect` is the exit code that must come, `None` takes any."""
        ended = subprocess.run(
            [sys.executable, "-m", "poststelle", *words],
            input=stdin,
            capture_output=True,
            env=self.environment,
            timeout=timeout,
            check=False,
        )
        result = Ended(ended.returncode, ended.stdout, ended.stderr.decode())
        if expect is not None and result.code != expect:
            raise AssertionError(
                f"poststelle {' '.join(words)}: exit {result.code}\n{result.text[-3000:]}\n{result.err}"
            )
        return result

    @contextmanager
    def running(self, *words: str) -> Iterator[subprocess.Popen[bytes]]:
        child = subprocess.Popen(
            [sys.executable, "-m", "poststelle", *words],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=self.environment,
        )
        try:
            yield child
        finally:
            if child.poll() is None:
                child.kill()
            child.communicate(timeout=10)


@dataclass(frozen=True)
class SignedIn:
    code: int
    page: httpx2.Response | None
    out: str
    err: str


def authorize(command: Command, address: str, person: str, walk: Any, *options: str) -> SignedIn:
    """`poststelle authorize`, with `walk(url) -> redirect address` in the place of the person and the browser."""
    with command.running("authorize", address, "--as", person, "--no-browser", *options) as child:
        assert child.stdout is not None
        url = child.stdout.readline().decode().strip()
        page = None
        if url.startswith("http"):
            page = httpx2.get(walk(url), timeout=20)
        out, err = child.communicate(timeout=30)
        return SignedIn(child.returncode, page, url + "\n" + out.decode(), err.decode())
