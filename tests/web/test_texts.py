"""German is complete: every text of the pages is in the catalogue, translated, with the same gaps."""

import re
from pathlib import Path

import polib  # type: ignore[import-untyped]
import pytest

from poststelle.words.compile import compiled, entries
from tests.web.texts_in_use import texts_of

SOURCE = Path(__file__).parents[2] / "src" / "poststelle"
GAP = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w+\}")
ROOMS = ("web", "words")


@pytest.mark.parametrize("room", ROOMS)
def test_every_text_is_in_the_catalogue(room: str) -> None:
    known = {(entry.msgctxt, entry.msgid) for entry in _catalogue(room)}

    missing = [text for context, text, _plural in texts_of(SOURCE / room) if (context, text) not in known]

    assert missing == []


@pytest.mark.parametrize("room", ROOMS)
def test_no_text_of_the_catalogue_is_left_over(room: str) -> None:
    used = {(context, text) for context, text, _plural in texts_of(SOURCE / room)}

    left_over = [
        entry.msgid
        for entry in _catalogue(room)
        if (entry.msgctxt, entry.msgid) not in used and "in our words" not in entry.tcomment
    ]

    assert left_over == []


@pytest.mark.parametrize("room", ROOMS)
def test_every_translation_is_there_and_keeps_its_gaps(room: str) -> None:
    for entry in _catalogue(room):
        forms = list(entry.msgstr_plural.values()) or [entry.msgstr]
        assert all(forms), entry.msgid
        assert not entry.fuzzy, entry.msgid
        for form in forms:
            assert sorted(GAP.findall(form)) == sorted(GAP.findall(entry.msgid)), entry.msgid


def test_the_own_compiler_writes_what_polib_reads(tmp_path: Path) -> None:
    source = SOURCE / "web" / "locale" / "de" / "LC_MESSAGES" / "django.po"
    target = tmp_path / "django.mo"

    target.write_bytes(compiled(dict(entries(source.read_text(encoding="utf-8")))))

    read = {(entry.msgctxt, entry.msgid): entry.msgstr or entry.msgstr_plural for entry in polib.mofile(str(target))}
    written = {(entry.msgctxt, entry.msgid): entry.msgstr or entry.msgstr_plural for entry in _catalogue("web")}
    assert read == written


def _catalogue(room: str) -> polib.POFile:
    return polib.pofile(str(SOURCE / room / "locale" / "de" / "LC_MESSAGES" / "django.po"))
