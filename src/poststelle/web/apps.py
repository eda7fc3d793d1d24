"""App registrations: what the provider knows of this installation. For administrators."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from poststelle.mailroom import configure
from poststelle.model.errors import Conflict, Misconfigured
from poststelle.model.identifiers import AppId
from poststelle.model.mailbox import AppRegistration
from poststelle.model.person import Person
from poststelle.web import place
from poststelle.web.app_form import AppForm, initial
from poststelle.web.door import for_administrator
from poststelle.web.mistakes import show


@for_administrator
def apps(request: HttpRequest, person: Person) -> HttpResponse:
    labels = {name: _(provider.label) for name, provider in place.parts().providers.items()}
    lines = [(app, labels.get(app.provider, app.provider)) for app in configure.apps(person)]
    return render(request, "pages/apps.html", {"section": "apps", "lines": lines})


@for_administrator
def add(request: HttpRequest, person: Person) -> HttpResponse:
    return _page(request, person, None)


@for_administrator
def edit(request: HttpRequest, person: Person, number: int) -> HttpResponse:
    return _page(request, person, configure.app(person, AppId(number)))


@require_POST
@for_administrator
def remove(request: HttpRequest, person: Person, number: int) -> HttpResponse:
    configure.unregister(place.parts(), person, AppId(number))
    messages.success(request, _("The app registration is removed."))
    return redirect("apps")


def _page(request: HttpRequest, person: Person, app: AppRegistration | None) -> HttpResponse:
    form = AppForm(request.POST or None, app=app, initial=initial(app) if app else {"provider": "microsoft365"})
    if request.method == "POST" and form.is_valid() and _save(person, form):
        messages.success(request, _("Saved."))
        return redirect("apps")
    context = {"section": "apps", "app": app, "form": form, "redirect_url": place.redirect_url()}
    return render(request, "pages/app.html", context)


def _save(person: Person, form: AppForm) -> bool:
    try:
        configure.register(place.parts(), person, form.entered(), form.secret())
    except (Conflict, Misconfigured) as error:
        show(form, error, default="name")
        return False
    return True
