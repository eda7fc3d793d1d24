"""Mistakes of a form, from below or our own, shown in words at the field they concern."""

from typing import Any

from django import forms
from django.utils.translation import get_language

from poststelle.model.address import Address
from poststelle.model.errors import PoststelleError
from poststelle.words import texts


def in_words(code: str, facts: Any) -> str:
    """What is wrong and what to do, as one text."""
    told = texts.explain(code, facts, get_language() or "en")
    return f"{told.title} {told.remedy}".strip()


def show(form: forms.Form, error: PoststelleError, default: str | None = None) -> None:
    """Put the error at the field its facts name, else at `default`, else above the form."""
    named = error.facts.get("field", "")
    place = named if named in form.fields else default
    form.add_error(place, in_words(error.code, error.facts))


class AddressField(forms.CharField):
    """A mail address; its value is an `Address`."""

    widget = forms.EmailInput

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"max_length": 254, **options})

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        try:
            return Address.parse(text)
        except ValueError as error:
            raise forms.ValidationError(in_words("address-broken", {})) from error
