"""The program in this process, through click's runner: fast, and with the database of the test."""

import json
from dataclasses import dataclass
from typing import Any

from click.testing import CliRunner

from poststelle.cli.program import program


@dataclass(frozen=True)
class Ended:
    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines() if line.strip()]


def poststelle(*words: str, stdin: str = "", language: str = "en", **environment: str) -> Ended:
    kept = {"POSTSTELLE_LANGUAGE": language, "POSTSTELLE_DEBUG": None, "POSTSTELLE_PERSON": None, "LC_ALL": None}
    ended = CliRunner(env={**kept, **environment}).invoke(program, list(words), input=stdin, prog_name="poststelle")
    return Ended(ended.exit_code, ended.stdout, ended.stderr)
