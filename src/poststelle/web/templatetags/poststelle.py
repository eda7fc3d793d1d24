"""Words, dots and fields in templates."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from django import template
from django.forms import BoundField, CheckboxInput
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from poststelle.model.errors import PoststelleError
from poststelle.model.finding import Finding, Status
from poststelle.model.message import Party
from poststelle.model.rights import Proof, Right
from poststelle.model.submission import State
from poststelle.words import texts
from poststelle.words.texts import Explained

register = template.Library()

# One colour a meaning; the word always stands beside it.
TONES: dict[type[StrEnum], Mapping[str, str]] = {
    Status: {status.value: status.value for status in Status},
    Proof: {"wanted": "none", "pending": "waiting", "proved": "ok", "refused": "failed"},
    State: {
        "queued": "waiting",
        "sending": "running",
        "sent": "ok",
        "filed": "ok",
        "failed": "failed",
        "ambiguous": "notice",
        "canceled": "none",
    },
}


@register.filter
def term(member: StrEnum) -> str:
    return texts.term(member, get_language() or "en")


@register.filter
def tone(member: StrEnum) -> str:
    return TONES[type(member)][member.value]


@register.filter
def explained(told: Finding | PoststelleError) -> Explained:
    """The words for a finding or an error; a finding may name another text for its remedy."""
    language = get_language() or "en"
    words = texts.explain(told.code, told.facts, language)
    other = told.remedy if isinstance(told, Finding) else ""
    if other and texts.known(other):
        return replace(words, remedy=texts.explain(other, told.facts, language).remedy)
    return words


@register.filter
def event(name: str) -> str:
    return texts.event(name, get_language() or "en")


@register.simple_tag
def explain(code: str, facts: Mapping[str, str] | None = None) -> Explained:
    return texts.explain(code, facts or {}, get_language() or "en")


@register.filter
def day(at: datetime | date) -> str:
    return date_format(at, _("j M Y"), use_l10n=False)


@register.filter
def clock(at: datetime) -> str:
    return date_format(localtime(at), "H:i", use_l10n=False)


@register.filter
def moment(at: datetime) -> str:
    return f"{day(localtime(at))}, {clock(at)}"


@register.filter
def lately(at: datetime) -> str:
    """For lists: the time today, the day this year, else the whole date."""
    here, now = localtime(at), localtime()
    if here.date() == now.date():
        return clock(at)
    return date_format(here, _("j M"), use_l10n=False) if here.year == now.year else day(here)


@register.filter
def details(facts: Mapping[str, str]) -> str:
    """The facts of a journal's line; a right and a manner by their names for people."""
    return " · ".join(str(term(Right(value)) if value in list(Right) else value) for value in facts.values() if value)


@register.filter
def initials(name: str) -> str:
    """Two letters for a name or an address."""
    words = [word for word in name.replace("@", " ").replace(".", " ").split() if word[:1].isalnum()]
    return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)).upper() or "?"


@register.filter
def shown(party: Party) -> str:
    return party.name or party.address


@register.inclusion_tag("parts/field.html")
def field(bound: BoundField, **options: Any) -> dict[str, Any]:
    """A labelled field with its help and its mistake. `bare=True` leaves out that it may stay empty."""
    bound.field.widget.attrs.pop("placeholder", None)  # allauth repeats the label there
    return {"field": bound, "is_choice": isinstance(bound.field.widget, CheckboxInput), **options}


@register.inclusion_tag("parts/copy.html")
def copyable(value: str, label: str, **options: Any) -> dict[str, Any]:
    """A value to be pasted elsewhere, with a copy button where JavaScript runs."""
    return {"value": value, "label": label, **options}
