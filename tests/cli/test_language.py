"""Every word of the command line exists in English and German, and the right one is chosen before anything fails."""

import subprocess
import sys
import time

import pytest

from poststelle.cli import language
from poststelle.words.compile import entries
from tests.cli.running import poststelle
from tests.cli.spoken import texts

CATALOGUE = language.LOCALE / "de" / "LC_MESSAGES" / "django.po"


def test_every_text_has_a_german_one() -> None:
    known = {key for key, _ in entries(CATALOGUE.read_text())}

    assert texts() - known == set()


def test_every_german_text_fills_the_same_gaps() -> None:
    for english, german in entries(CATALOGUE.read_text()):
        for one in german.split("\0"):
            for gap in ("{address}", "{person}", "{mailbox}", "{url}", "{home}", "{message}", "{port}", "{count}"):
                assert (gap in one) == (gap in english), english


@pytest.mark.parametrize(
    ("arguments", "environment", "chosen"),
    [
        ([], {}, "en"),
        ([], {"LANG": "de_DE.UTF-8"}, "de"),
        ([], {"LANG": "fr_FR.UTF-8"}, "en"),
        ([], {"LANG": "de_DE.UTF-8", "LC_ALL": "C.UTF-8"}, "en"),
        ([], {"LANG": "de_DE.UTF-8", "POSTSTELLE_LANGUAGE": "en"}, "en"),
        (["--language", "de"], {"POSTSTELLE_LANGUAGE": "en"}, "de"),
        (["fetch", "--language=de"], {}, "de"),
        (["--", "--language=de"], {}, "en"),
    ],
)
def test_the_option_wins_over_the_variable_and_the_variable_over_the_locale(
    arguments: list[str], environment: dict[str, str], chosen: str
) -> None:
    assert language.choose(arguments, environment) == chosen


def test_wrong_usage_is_said_in_the_language() -> None:
    assert "Es fehlt das Argument" in poststelle("fetch", language="de").err
    assert "Missing argument" in poststelle("fetch", language="en").err


def test_help_is_translated_and_english_comes_back() -> None:
    assert "Neues in einem Postfach abrufen." in poststelle("fetch", "--help", language="de").out
    assert "Fetch what is new in a mailbox." in poststelle("fetch", "--help", language="en").out


def test_help_answers_at_once() -> None:
    started = time.perf_counter()
    subprocess.run([sys.executable, "-m", "poststelle", "--help"], check=True, capture_output=True)

    assert time.perf_counter() - started < 1.0, "0.1 s on a quiet machine; a slow one gets room"


def test_help_brings_neither_django_nor_rich_in() -> None:
    code = (
        "import sys\nfrom poststelle.cli.program import program\n"
        "try: program.main(['--help'])\nexcept SystemExit: pass\n"
        "sys.exit(any(name in sys.modules for name in ('django', 'rich', 'pydantic', 'poststelle.mailroom')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False, capture_output=True).returncode == 0
