"""Users > Active users: the list, a new one, and one with licence, password and switches."""

from dataclasses import replace

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from poststelle.model.errors import Conflict
from poststelle.sandbox.admin.door import local
from poststelle.sandbox.admin.forms import PasswordForm, PersonChangeForm, PersonForm
from poststelle.sandbox.admin.words import RIGHT_WORDS
from poststelle.sandbox.organisation import Organisation, Person
from poststelle.sandbox.pages.access import parts_of

SMTP_AUTH = {"": None, "on": True, "off": False}


@local
def everyone(request: HttpRequest) -> HttpResponse:
    search = request.GET.get("q", "").strip().lower()
    people = [
        person
        for person in parts_of(request).organisation.people()
        if search in person.name.lower() or search in person.address
    ]
    return render(request, "sandbox/admin/people.html", {"people": people, "search": search})


@local
def new(request: HttpRequest) -> HttpResponse:
    organisation = parts_of(request).organisation
    form = PersonForm(request.POST or None, domain=organisation.domain, initial={"licensed": True})
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            person = organisation.add_person(
                values["name"],
                values["address"],
                values["password"],
                language=values["language"],
                licensed=values["licensed"],
            )
        except Conflict:
            form.add_error("address", _("This address is taken already."))
        else:
            messages.success(request, _("%(name)s has been added.") % {"name": person.name})
            return redirect("person", person.id)
    return render(request, "sandbox/admin/person_new.html", {"form": form})


@local
def one(request: HttpRequest, person: str) -> HttpResponse:
    organisation = parts_of(request).organisation
    found = organisation.person_by_id(person)
    if found is None:
        raise Http404(person)
    action = request.POST.get("action", "")
    form, password = PersonChangeForm(initial=_initial(found)), PasswordForm()
    if action == "change":
        form = PersonChangeForm(request.POST)
        if form.is_valid():
            return _changed(request, organisation, found, form.cleaned_data)
    elif action == "password":
        password = PasswordForm(request.POST)
        if password.is_valid():
            organisation.set_password(found, password.cleaned_data["password"])
            return _done(request, found, _("The password has been reset. Earlier sign-ins count no more."))
    elif action == "revoke":
        organisation.revoke_sign_ins(found)
        return _done(request, found, _("All sign-ins have been ended."))
    grants = [(grant, RIGHT_WORDS[grant.right][0]) for grant in organisation.grants_of(found.address)]
    facts = {"person": found, "form": form, "password_form": password, "grants": grants}
    return render(request, "sandbox/admin/person.html", facts)


def _initial(person: Person) -> dict[str, object]:
    names = ("name", "language", "licensed", "enabled", "administrator")
    smtp_auth = next(word for word, value in SMTP_AUTH.items() if value is person.smtp_auth)
    return {**{name: getattr(person, name) for name in names}, "smtp_auth": smtp_auth}


def _changed(
    request: HttpRequest, organisation: Organisation, person: Person, values: dict[str, object]
) -> HttpResponse:
    changed = replace(
        person,
        name=str(values["name"]),
        language=str(values["language"]),
        licensed=bool(values["licensed"]),
        enabled=bool(values["enabled"]),
        administrator=bool(values["administrator"]),
        smtp_auth=SMTP_AUTH[str(values["smtp_auth"])],
    )
    organisation.change_person(changed)
    return _done(request, person, _("The changes have been saved."))


def _done(request: HttpRequest, person: Person, text: str) -> HttpResponse:
    messages.success(request, text)
    return redirect("person", person.id)
