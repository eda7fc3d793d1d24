"""What programs read is written down, in both languages, and nothing else is."""

import re
from pathlib import Path

import pytest

from poststelle.cli.frame import Command
from tests.cli.commands import every_command

DOCS = Path(__file__).parents[2] / "docs"


def documented(language: str) -> dict[str, tuple[str, ...]]:
    """The fields of each command as the handbook lists them."""
    text = (DOCS / language / "cli.md").read_text()
    chapters = re.split(r"^### poststelle ", text, flags=re.MULTILINE)[1:]
    return {
        chapter.partition("\n")[0]: tuple(re.findall(r"^\| `(\w+)` \| \S", chapter, re.MULTILINE))
        for chapter in chapters
    }


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_handbook_lists_the_fields_of_every_command(language: str) -> None:
    promised = {name: command.fields for name, command in every_command().items() if isinstance(command, Command)}

    assert documented(language) == promised


def test_every_command_takes_json_home_and_language() -> None:
    for name, command in every_command().items():
        options = {option for parameter in command.params for option in parameter.opts}
        assert {"--json", "--home", "--language"} <= options, name
