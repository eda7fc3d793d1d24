"""A refusal shown as a page: to the person, because there is no app that could be told."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from poststelle.sandbox.issuer.refusals import SORTS, Refusal, Report
from poststelle.sandbox.pages.access import parts_of


def page(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    report = Report.of(refusal, parts_of(request).now())
    return render(request, "sandbox/refusal.html", {"report": report, "refusal": refusal}, status=400)


def explain(request: HttpRequest) -> HttpResponse:
    """The page behind `error_uri`."""
    code = request.GET.get("code", "")
    if not (code.isascii() and code.isdigit() and int(code) in SORTS):
        raise Http404(code)
    return render(request, "sandbox/explain.html", {"refusal": Refusal(int(code))})
