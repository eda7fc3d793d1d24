"""The consent page: which permissions, in words, and whose consent it is."""

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from poststelle.sandbox.issuer.permissions import PERMISSIONS
from poststelle.sandbox.issuer.refusals import Refusal
from poststelle.sandbox.pages.access import parts_of
from poststelle.sandbox.pages.accounts import Identity
from poststelle.sandbox.pages.signin import progress_of
from poststelle.sandbox.pages.words import PERMISSION_WORDS
from poststelle.sandbox.registrations import EVERYBODY, App


def ask_consent(
    request: HttpRequest, app: App, who: Identity, permissions: Iterable[str], *, organisation_wide: bool = False
) -> HttpResponse:
    facts = {
        "app": app,
        "who": who,
        "permissions": in_words(permissions),
        "progress": progress_of(request, who),
        "organisation_wide": organisation_wide,
        "may_consent_for_all": getattr(who, "administrator", False) and not organisation_wide,
    }
    return render(request, "sandbox/consent.html", facts)


def ask_approval(request: HttpRequest, app: App, who: Identity, permissions: Iterable[str]) -> HttpResponse:
    organisation = parts_of(request).organisation
    administrators = [person for person in organisation.people() if person.administrator and person.enabled]
    facts = {
        "app": app,
        "who": who,
        "permissions": in_words(permissions),
        "administrators": administrators,
        "refusal": Refusal(90094, organisation=organisation.name, app=app.name),
        "progress": progress_of(request, who),
    }
    return render(request, "sandbox/approval.html", facts)


def record(request: HttpRequest, app: App, who: Identity, permissions: Iterable[str]) -> None:
    for_all = bool(request.POST.get("for_all")) and getattr(who, "administrator", False)
    parts_of(request).registrations.consent(app.client_id, EVERYBODY if for_all else who.id, permissions)


def in_words(permissions: Iterable[str]) -> list[tuple[str, object, object]]:
    """Name, title and explanation of each, in the order of the table."""
    wanted = set(permissions)
    return [(name, *PERMISSION_WORDS[name]) for name in PERMISSIONS if name in wanted]
