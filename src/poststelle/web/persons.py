"""Persons: an administrator adds, changes and gives new passwords."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from poststelle.mailroom import persons as people
from poststelle.model.address import Address
from poststelle.model.errors import Conflict, Misconfigured
from poststelle.model.identifiers import PersonId
from poststelle.model.person import Person
from poststelle.model.secret import Secret
from poststelle.web.door import for_administrator
from poststelle.web.mistakes import AddressField, show

LANGUAGES = [("", gettext_lazy("As the browser asks")), ("de", "Deutsch"), ("en", "English")]
PASSWORD = forms.PasswordInput(attrs={"autocomplete": "new-password"})


class PersonForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    address = AddressField(label=gettext_lazy("Mail address"))
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=LANGUAGES, required=False)
    administrator = forms.BooleanField(
        label=gettext_lazy("Administrator"),
        required=False,
        help_text=gettext_lazy("Adds persons, mailboxes and rights. Reads no mail without the right to it."),
    )


class PasswordForm(forms.Form):
    password = forms.CharField(
        label=gettext_lazy("New password"),
        min_length=people.MIN_PASSWORD,
        widget=PASSWORD,
        help_text=gettext_lazy("At least 8 characters. Tell it to the person, who can change it after signing in."),
    )


class NewPersonForm(PersonForm, PasswordForm):
    field_order = ("name", "address", "password", "language", "administrator")


@for_administrator
def persons(request: HttpRequest, person: Person) -> HttpResponse:
    return render(request, "pages/persons.html", {"section": "persons", "persons": people.everyone(person)})


@for_administrator
def add(request: HttpRequest, person: Person) -> HttpResponse:
    form = NewPersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _create(person, form):
        messages.success(request, _("%(name)s can sign in now.") % form.cleaned_data)
        return redirect("persons")
    return render(request, "pages/person_add.html", {"section": "persons", "form": form})


def _create(actor: Person, form: NewPersonForm) -> bool:
    given = form.cleaned_data
    try:
        people.create(
            actor,
            given["name"],
            given["address"],
            Secret(given["password"]),
            administrator=given["administrator"],
            language=given["language"],
        )
    except (Conflict, Misconfigured) as error:
        show(form, error, default="address")
        return False
    return True


@for_administrator
def edit(request: HttpRequest, person: Person, number: int) -> HttpResponse:
    edited = people.find(PersonId(number))
    form = PersonForm(request.POST or None, initial=_initial(edited))
    if request.method == "POST" and form.is_valid() and _update(person, edited, form):
        messages.success(request, _("Saved."))
        return redirect("persons")
    context = {"section": "persons", "edited": edited, "form": form, "password_form": PasswordForm()}
    return render(request, "pages/person.html", context)


@for_administrator
def password(request: HttpRequest, person: Person, number: int) -> HttpResponse:
    edited = people.find(PersonId(number))
    form = PasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        people.set_password(person, edited.id, Secret(form.cleaned_data["password"]))
        messages.success(request, _("%(name)s has a new password.") % {"name": edited.name or edited.address})
        return redirect("persons")
    context = {
        "section": "persons",
        "edited": edited,
        "form": PersonForm(initial=_initial(edited)),
        "password_form": form,
    }
    return render(request, "pages/person.html", context)


def _initial(edited: Person) -> dict[str, Any]:
    return {
        "name": edited.name,
        "address": edited.address,
        "language": edited.language,
        "administrator": edited.administrator,
    }


def _update(actor: Person, edited: Person, form: PersonForm) -> bool:
    given = form.cleaned_data
    try:
        people.update(
            actor,
            edited.id,
            name=given["name"],
            address=Address(given["address"]),
            administrator=given["administrator"],
            language=given["language"],
        )
    except Conflict as error:
        show(form, error, default="administrator" if error.code == "last-administrator" else "address")
        return False
    return True
