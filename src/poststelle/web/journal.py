"""Who did what with which right, newest first; for administrators."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from poststelle.mailroom import journal as book
from poststelle.model.person import Person
from poststelle.web.door import for_administrator
from poststelle.web.pages import number


@for_administrator
def journal(request: HttpRequest, person: Person) -> HttpResponse:
    entries = book.page(person, number(request.GET.get("before")), book.PAGE)
    context = {"section": "journal", "entries": entries, "older": entries[-1].id if len(entries) == book.PAGE else None}
    return render(request, "pages/journal.html", context)
