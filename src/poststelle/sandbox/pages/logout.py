"""The end of the session in this browser."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from poststelle.sandbox.issuer import tenants
from poststelle.sandbox.issuer.refusals import Refusal
from poststelle.sandbox.pages import accounts, refusal
from poststelle.sandbox.pages.access import parts_of


def page(request: HttpRequest, tenant: str) -> HttpResponse:
    parts = parts_of(request)
    try:
        tenants.find(parts.organisation, tenant)
    except Refusal as no:
        return refusal.page(request, no)
    accounts.forget(request)
    back = request.GET.get("post_logout_redirect_uri", "")
    if back and any(back == redirect.uri for app in parts.registrations.apps() for redirect in app.redirects):
        return HttpResponseRedirect(back)
    return render(request, "sandbox/signed_out.html")
