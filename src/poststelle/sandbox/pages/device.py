"""The page where somebody types the code that a machine without a browser shows."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from poststelle.sandbox.issuer.authorize import needs_administrator
from poststelle.sandbox.issuer.permissions import read_scope
from poststelle.sandbox.issuer.refusals import Refusal
from poststelle.sandbox.pages import refusal
from poststelle.sandbox.pages.access import parts_of
from poststelle.sandbox.pages.accounts import Identity
from poststelle.sandbox.pages.consent import ask_approval, ask_consent, record
from poststelle.sandbox.pages.signin import Wish, identify
from poststelle.sandbox.registrations import App
from poststelle.sandbox.tickets import DeviceCode, Outcome


def page(request: HttpRequest) -> HttpResponse:
    """The code stands in the address once it is typed, so that the sign-in pages carry it along."""
    typed = request.GET.get("code", "")
    if not typed:
        return render(request, "sandbox/device.html")
    code = parts_of(request).tickets.device_code_of(typed)
    if code is None or code.outcome is not Outcome.PENDING or code.expires <= parts_of(request).now():
        error = _("This code is not right, or it has expired.")
        return render(request, "sandbox/device.html", {"typed": typed, "error": error, "refusal": Refusal(70018)})
    app = parts_of(request).registrations.app(code.client_id)
    if app is None:
        return refusal.page(request, Refusal(700016, client_id=code.client_id))
    return _sign_in(request, app, code)


def _sign_in(request: HttpRequest, app: App, code: DeviceCode) -> HttpResponse:
    try:
        # Somebody else may have sent the code: so never in silence, always with the account in view.
        who = identify(request, Wish(app, frozenset({"select_account"})))
    except Refusal as no:
        return refusal.page(request, no)
    return who if isinstance(who, HttpResponse) else _decide(request, app, code, who)


def _decide(request: HttpRequest, app: App, code: DeviceCode, who: Identity) -> HttpResponse:
    parts = parts_of(request)
    permissions = frozenset(asked.name for asked in read_scope(code.scope, app.name))
    decision = request.POST.get("decision", "")
    missing = permissions - parts.registrations.consented(app.client_id, who.id)
    if decision in {"cancel", "leave"}:
        parts.tickets.settle_device(code.user_code, Outcome.PENDING, Outcome.DECLINED, who.id)
        return render(request, "sandbox/device_done.html", {"app": app, "declined": True})
    if missing and needs_administrator(parts, missing) and not getattr(who, "administrator", False):
        return ask_approval(request, app, who, missing)
    if decision != "accept":
        return ask_consent(request, app, who, permissions)
    record(request, app, who, permissions)
    parts.tickets.settle_device(code.user_code, Outcome.PENDING, Outcome.APPROVED, who.id)
    return render(request, "sandbox/device_done.html", {"app": app, "who": who})
