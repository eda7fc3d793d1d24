"""Words for codes and values, and facts that try to be more than words."""

import inspect
from enum import StrEnum

import pytest

from poststelle.model import finding, mailbox, message, person, rights, submission
from poststelle.words import texts
from poststelle.words.codes import ENTRIES
from poststelle.words.terms import TERMS

# Never shown by their own name: protocols are proper names, purposes and facts of the program.
UNSPOKEN = {"Protocol", "Purpose"}


def test_a_code_is_explained_in_both_languages() -> None:
    facts = {"host": "imap.example.test", "port": "993", "text": "[Errno 111] Connection refused"}

    english, german = texts.explain("tcp-refused", facts, "en"), texts.explain("tcp-refused", facts, "de")

    assert english.title == "Nothing answers on imap.example.test, port 993."
    assert german.title == "Auf imap.example.test, Port 993, antwortet nichts."
    assert english.text == german.text == "[Errno 111] Connection refused"


def test_what_nobody_knows_is_shown_as_it_came_and_never_guessed() -> None:
    told = texts.explain("never-heard-of", {"text": "NO strange"}, "de")

    assert told.title == "Die Gegenstelle hat etwas gesagt, das Poststelle noch nicht kennt."
    assert told.text == "NO strange"


def test_long_words_of_a_peer_are_cut() -> None:
    assert len(texts.explain("imap-refused", {"text": "x" * 100_000}, "en").text) == texts.SHOWN


@pytest.mark.parametrize("hostile", ["{host.__class__}", "{0}", "{host!r}", "%(host)s", "{}"])
def test_facts_fill_gaps_and_reach_nothing_else(hostile: str) -> None:
    assert texts.fill(hostile, {"host": "server"}) == hostile
    assert texts.fill("{host}", {"host": hostile}) == hostile


def test_a_gap_without_a_fact_does_not_break_the_text() -> None:
    assert texts.fill("on {host}", {}) == "on …"


@pytest.mark.parametrize("module", [finding, mailbox, message, person, rights, submission])
def test_every_value_has_its_word(module: object) -> None:
    enumerations = [
        one
        for _name, one in inspect.getmembers(module, inspect.isclass)
        if issubclass(one, StrEnum) and one is not StrEnum and one.__name__ not in UNSPOKEN
    ]

    for enumeration in enumerations:
        for member in enumeration:
            assert (enumeration, member.value) in TERMS
            assert texts.term(member, "de")


def test_titles_are_sentences() -> None:
    for code, entry in ENTRIES.items():
        assert entry.title[-1] in ".?…}" or "{" in entry.title, code
