"""Every English text of the command line, read from its source."""

import ast
from collections.abc import Iterator
from pathlib import Path

import click

from poststelle.cli.program import program
from tests.cli.commands import every_command

SOURCE = Path(__file__).parents[2] / "src" / "poststelle" / "cli"


def texts() -> set[str]:
    marked = {text for file in SOURCE.glob("*.py") for text in _marked(ast.parse(file.read_text()))}
    return marked | set(_help_texts())


def _marked(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("_", "N_"):
            argument = node.args[0]
            if isinstance(argument, ast.Constant):
                yield str(argument.value)


def _help_texts() -> Iterator[str]:
    commands: list[click.Command] = [program, *every_command().values()]
    for command in commands:
        for paragraph in (command.help or "").strip().split("\n\n"):
            yield " ".join(paragraph.split())
