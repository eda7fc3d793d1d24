"""The first page: what this is and where things are. And the pages for addresses that lead nowhere."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from poststelle.sandbox.pages.access import parts_of


def page(request: HttpRequest) -> HttpResponse:
    parts = parts_of(request)
    return render(request, "sandbox/front.html", {"parts": parts, "mail_ports": sorted(parts.mail_ports.items())})


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "sandbox/not_found.html", status=404)


def stale(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose cookie is gone, or that another site sent."""
    return render(request, "sandbox/stale.html", status=403)


def broken(request: HttpRequest) -> HttpResponse:
    return render(request, "sandbox/broken.html", status=500)
