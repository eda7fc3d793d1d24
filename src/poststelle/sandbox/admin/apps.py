"""App registrations: IDs, redirect URIs, secrets (the value once), permissions and consent."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from poststelle.sandbox.admin.door import local
from poststelle.sandbox.admin.forms import NameForm, RedirectForm, SecretForm
from poststelle.sandbox.issuer.permissions import MAIL, OPENID, PERMISSIONS, Kind
from poststelle.sandbox.pages.access import parts_of
from poststelle.sandbox.pages.words import PERMISSION_WORDS
from poststelle.sandbox.registrations import EVERYBODY, App, Platform, RedirectUri

DAYS = 180


@local
def everyone(request: HttpRequest) -> HttpResponse:
    return render(request, "sandbox/admin/apps.html", {"apps": parts_of(request).registrations.apps()})


@local
def new(request: HttpRequest) -> HttpResponse:
    form = NameForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        app = parts_of(request).registrations.register(form.cleaned_data["name"], (), (*OPENID, *MAIL))
        messages.success(request, _("The app has been registered."))
        return redirect("app", app.client_id)
    return render(request, "sandbox/admin/app_new.html", {"form": form})


@local
def one(request: HttpRequest, client_id: str) -> HttpResponse:
    app = parts_of(request).registrations.app(client_id)
    if app is None:
        raise Http404(client_id)
    if request.method == "POST":
        action = ACTIONS.get(request.POST.get("action", ""))
        if action is None:
            raise Http404
        return action(request, app)
    return _page(request, app)


def _page(request: HttpRequest, app: App, **more: object) -> HttpResponse:
    parts = parts_of(request)
    consents = parts.registrations.consents(app.client_id)
    by_person: dict[str, list[str]] = {}
    for consent in consents:
        by_person.setdefault(consent.person, []).append(consent.permission)
    facts = {
        "app": app,
        "secrets": [(secret, secret.expired(parts.now())) for secret in parts.registrations.secrets(app.client_id)],
        "permissions": _permissions(app, by_person.get(EVERYBODY, [])),
        "consents": [
            (identity, names)
            for who, names in by_person.items()
            if (identity := parts.organisation.identity(who)) is not None
        ],
        "redirect_form": RedirectForm(),
        "secret_form": SecretForm(initial={"days": DAYS}),
        "issuer": parts.signer.issuer,
    }
    return render(request, "sandbox/admin/app.html", facts | more)


def _permissions(app: App, consented: list[str]) -> list[dict[str, object]]:
    return [
        {
            "name": name,
            "words": PERMISSION_WORDS[name][0],
            "role": permission.kind is Kind.ROLE,
            "registered": name in app.permissions,
            "consented": name in consented,
        }
        for name, permission in PERMISSIONS.items()
    ]


def _add_redirect(request: HttpRequest, app: App) -> HttpResponse:
    form = RedirectForm(request.POST)
    if not form.is_valid():
        return _page(request, app, redirect_form=form)
    uri = RedirectUri(form.cleaned_data["uri"], Platform(form.cleaned_data["platform"]))
    others = tuple(known for known in app.redirects if known.uri != uri.uri)
    return _keep(request, replace(app, redirects=(*others, uri)), _("The redirect URI has been added."))


def _remove_redirect(request: HttpRequest, app: App) -> HttpResponse:
    others = tuple(known for known in app.redirects if known.uri != request.POST.get("uri"))
    return _keep(request, replace(app, redirects=others), _("The redirect URI has been removed."))


def _new_secret(request: HttpRequest, app: App) -> HttpResponse:
    """The only page that ever shows the value; it is therefore the answer to the form, without a redirect."""
    form = SecretForm(request.POST)
    if not form.is_valid():
        return _page(request, app, secret_form=form)
    parts = parts_of(request)
    expires = parts.now() + timedelta(days=form.cleaned_data["days"])
    description = form.cleaned_data["description"] or app.name
    secret, value = parts.registrations.new_secret(app.client_id, description, expires)
    return _page(request, app, fresh=secret, fresh_value=value.reveal())


def _remove_secret(request: HttpRequest, app: App) -> HttpResponse:
    parts_of(request).registrations.remove_secret(app.client_id, request.POST.get("secret", ""))
    return _done(request, app, _("The client secret has been deleted."))


def _set_permissions(request: HttpRequest, app: App) -> HttpResponse:
    chosen = frozenset(request.POST.getlist("permission")) & PERMISSIONS.keys()
    return _keep(request, replace(app, permissions=frozenset(chosen)), _("The permissions have been saved."))


def _consent(request: HttpRequest, app: App) -> HttpResponse:
    parts_of(request).registrations.consent(app.client_id, EVERYBODY, app.permissions)
    return _done(request, app, _("Administrator consent has been granted for the organisation."))


def _withdraw(request: HttpRequest, app: App) -> HttpResponse:
    parts_of(request).registrations.withdraw(app.client_id, request.POST.get("person") or EVERYBODY)
    return _done(request, app, _("The consent has been withdrawn."))


def _flags(request: HttpRequest, app: App) -> HttpResponse:
    sent = request.POST
    changed = replace(app, public="public" in sent, multitenant="multitenant" in sent, enabled="enabled" in sent)
    return _keep(request, changed, _("The changes have been saved."))


ACTIONS: dict[str, Callable[[HttpRequest, App], HttpResponse]] = {
    "add-redirect": _add_redirect,
    "remove-redirect": _remove_redirect,
    "new-secret": _new_secret,
    "remove-secret": _remove_secret,
    "permissions": _set_permissions,
    "consent": _consent,
    "withdraw": _withdraw,
    "flags": _flags,
}


def _keep(request: HttpRequest, app: App, text: str) -> HttpResponse:
    parts_of(request).registrations.keep(app)
    return _done(request, app, text)


def _done(request: HttpRequest, app: App, text: str) -> HttpResponse:
    messages.success(request, text)
    return redirect("app", app.client_id)
