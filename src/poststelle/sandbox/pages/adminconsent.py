"""Consent for the whole organisation, given by an administrator on request of an app."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from poststelle.sandbox.issuer import authorize, tenants
from poststelle.sandbox.issuer.authorize import ReturnAddress
from poststelle.sandbox.issuer.permissions import DEFAULT, read_scope
from poststelle.sandbox.issuer.refusals import Refusal, Report
from poststelle.sandbox.pages import refusal
from poststelle.sandbox.pages.access import parts_of, plain
from poststelle.sandbox.pages.accounts import Identity
from poststelle.sandbox.pages.consent import ask_approval, ask_consent
from poststelle.sandbox.pages.signin import Wish, identify
from poststelle.sandbox.registrations import EVERYBODY


def page(request: HttpRequest, tenant: str) -> HttpResponse:
    parts = parts_of(request)
    query = plain(request.GET)
    try:
        to = authorize.return_address(parts, tenants.find(parts.organisation, tenant), query)
        permissions = _permissions(to, query.get("scope", DEFAULT))
        who = identify(request, Wish(to.app, login_hint=query.get("login_hint", "")))
    except Refusal as no:
        return refusal.page(request, no)
    return who if isinstance(who, HttpResponse) else _decide(request, to, who, permissions)


def _permissions(to: ReturnAddress, scope: str) -> frozenset[str]:
    """`.default`, or nothing, is everything that the registration names: the app's own roles as well."""
    asked = scope.split()
    singles = [word for word in asked if not word.endswith(DEFAULT)]
    named = frozenset(word.name for word in read_scope(" ".join(singles), to.app.name)) if singles else frozenset()
    return named if len(singles) == len(asked) else named | to.app.permissions


def _decide(request: HttpRequest, to: ReturnAddress, who: Identity, permissions: frozenset[str]) -> HttpResponse:
    parts = parts_of(request)
    if not getattr(who, "administrator", False):
        return ask_approval(request, to.app, who, permissions)
    decision = request.POST.get("decision", "")
    if decision == "cancel":
        report = Report.of(Refusal(65004, error="permission_denied"), parts.now())
        return HttpResponseRedirect(to.refuse(report, parts.base).location)
    if decision != "accept":
        return ask_consent(request, to.app, who, permissions, organisation_wide=True)
    parts.registrations.consent(to.app.client_id, EVERYBODY, permissions)
    reply = to.reply(admin_consent="True", tenant=parts.organisation.tenant, scope=" ".join(sorted(permissions)))
    return HttpResponseRedirect(reply.location)
