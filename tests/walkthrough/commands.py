"""The command line as people and scripts use it: a process of its own, its words and its exit code."""

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.walkthrough.stage import command, surroundings


@dataclass(frozen=True)
class Said:
    code: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        """The last line of `--json`."""
        return dict(json.loads(self.out.splitlines()[-1]))

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]


@dataclass(frozen=True)
class CommandLine:
    home: Path
    language: str

    def __call__(self, *arguments: str, text: str = "", code: int = 0, json: bool = True) -> Said:
        done = subprocess.run(
            self._line(arguments, json=json),
            input=text.encode(),
            capture_output=True,
            timeout=120,
            env=surroundings(),
            check=False,
        )
        said = Said(done.returncode, done.stdout.decode(), done.stderr.decode())
        assert said.code == code, (arguments, said)
        return said

    def begin(self, *arguments: str) -> "subprocess.Popen[str]":
        """A command that waits for something; its output is read by the caller."""
        return subprocess.Popen(
            self._line(arguments, json=False),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=surroundings(),
        )

    def _line(self, arguments: tuple[str, ...], *, json: bool) -> list[str]:
        return command(self.home, "--language", self.language, *(["--json"] if json else []), *arguments)
