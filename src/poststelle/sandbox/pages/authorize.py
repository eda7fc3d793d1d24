"""The authorize page: who are you, do you consent, back to the app."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from poststelle.sandbox.issuer import authorize, tenants
from poststelle.sandbox.issuer.authorize import AuthorizeRequest, Reply
from poststelle.sandbox.issuer.refusals import Refusal, Report
from poststelle.sandbox.pages import accounts, refusal
from poststelle.sandbox.pages.access import parts_of, plain
from poststelle.sandbox.pages.accounts import Identity
from poststelle.sandbox.pages.consent import ask_approval, ask_consent, record
from poststelle.sandbox.pages.signin import Wish, identify


def page(request: HttpRequest, tenant: str) -> HttpResponse:
    parts = parts_of(request)
    query = plain(request.GET)
    try:
        to = authorize.return_address(parts, tenants.find(parts.organisation, tenant), query)
    except Refusal as no:
        return refusal.page(request, no)
    try:
        asked = authorize.read(to, query)
        return _silently(request, asked) if "none" in asked.prompts else _with_pages(request, asked)
    except Refusal as no:
        return _send(request, to.refuse(Report.of(no, parts.now()), parts.base))


def _silently(request: HttpRequest, asked: AuthorizeRequest) -> HttpResponse:
    known = accounts.signed_in(request)
    if asked.login_hint:
        known = [identity for identity in known if identity.address == asked.login_hint.lower()]
    if not known:
        raise Refusal(50058)
    if len(known) > 1:
        raise Refusal(16000)
    if authorize.missing_consent(parts_of(request), asked, known[0]):
        raise Refusal(65001, error="consent_required", client_id=asked.app.client_id, app=asked.app.name)
    return _send(request, authorize.grant_code(parts_of(request), asked, known[0]))


def _with_pages(request: HttpRequest, asked: AuthorizeRequest) -> HttpResponse:
    try:
        who = identify(request, Wish(asked.app, asked.prompts, asked.login_hint))
    except Refusal as no:
        return refusal.page(request, no)
    return who if isinstance(who, HttpResponse) else _consenting(request, asked, who)


def _consenting(request: HttpRequest, asked: AuthorizeRequest, who: Identity) -> HttpResponse:
    parts = parts_of(request)
    missing = authorize.missing_consent(parts, asked, who)
    decision = request.POST.get("decision", "")
    if missing and authorize.needs_administrator(parts, missing) and not getattr(who, "administrator", False):
        if decision == "leave":
            raise Refusal(90094, organisation=parts.organisation.name, app=asked.app.name)
        return ask_approval(request, asked.app, who, missing)
    if decision == "cancel":
        raise Refusal(65004)
    if decision == "accept":
        record(request, asked.app, who, asked.permissions)
    elif missing or "consent" in asked.prompts:
        return ask_consent(request, asked.app, who, asked.permissions)
    return _send(request, authorize.grant_code(parts, asked, who))


def _send(request: HttpRequest, reply: Reply) -> HttpResponse:
    if reply.mode == "form_post":
        return render(request, "sandbox/form_post.html", {"action": reply.redirect_uri, "fields": reply.fields})
    answer = HttpResponseRedirect("/")
    # An app of the desktop may have a scheme of its own, which Django's redirect refuses.
    answer.headers["Location"] = reply.location
    return answer
