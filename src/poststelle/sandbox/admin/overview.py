"""The admin centre's first page: what there is, and where its servers listen."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from poststelle.sandbox.admin.door import local
from poststelle.sandbox.founding import PASSWORD
from poststelle.sandbox.pages.access import parts_of


@local
def page(request: HttpRequest) -> HttpResponse:
    parts = parts_of(request)
    facts = {
        "parts": parts,
        "people": parts.organisation.people(),
        "mailboxes": parts.organisation.mailboxes(),
        "apps": parts.registrations.apps(),
        "mail_ports": sorted(parts.mail_ports.items()),
        "password": PASSWORD,
    }
    return render(request, "sandbox/admin/overview.html", facts)
