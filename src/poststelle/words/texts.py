"""Choose the words: `explain` for codes, `term` for values of `model/`, in the language asked for."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from gettext import NullTranslations, translation
from pathlib import Path

from poststelle.model.rights import Right
from poststelle.words.codes import ENTRIES
from poststelle.words.events import EVENTS
from poststelle.words.terms import TERMS

LOCALE = Path(__file__).parent / "locale"
GAP = re.compile(r"\{([a-z_]+)\}")
SHOWN = 600  # characters of a peer's own words


@dataclass(frozen=True, slots=True)
class Explained:
    """`title` says what happened, `text` is what the peer said, as it came; `remedy` is what to do."""

    title: str
    text: str
    remedy: str


def explain(code: str, facts: Mapping[str, str], language: str) -> Explained:
    """The words for a code. A code nobody knows is shown as unknown, with the peer's words, never guessed."""
    entry = ENTRIES.get(code) or ENTRIES["unknown"]
    spoken = str(facts.get("text", ""))[:SHOWN]
    facts = {**facts, **_right(facts, language)}
    return Explained(
        title=fill(translate(entry.title, language), facts),
        text=spoken,
        remedy=fill(translate(entry.remedy, language), facts) if entry.remedy else "",
    )


def _right(facts: Mapping[str, str], language: str) -> dict[str, str]:
    """A right by its name for people."""
    right = facts.get("right", "")
    return {"right": term(Right(right), language)} if right in list(Right) else {}


def term(member: StrEnum, language: str) -> str:
    """The word for a step, status, right, state …"""
    return translate(TERMS[type(member), member.value], language)


def event(name: str, language: str) -> str:
    """The words for a line of the journal; an event without words is shown by its name."""
    return translate(EVENTS.get(name, name), language)


def known(code: str) -> bool:
    return code in ENTRIES


def translate(text: str, language: str) -> str:
    """An English text of this room in the language; English stays as it is."""
    return _catalogue(language).gettext(text) if text else ""


def fill(text: str, facts: Mapping[str, str]) -> str:
    """Set the facts into the gaps. Not `str.format`: facts come from outside and must not reach attributes."""
    return GAP.sub(lambda gap: str(facts.get(gap[1]) or "…"), text)


@cache
def _catalogue(language: str) -> NullTranslations:
    return translation("django", LOCALE, languages=[language[:2]], fallback=True)
