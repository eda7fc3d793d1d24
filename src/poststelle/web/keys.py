"""The keyboard shortcuts, so that they can be found."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from poststelle.model.person import Person
from poststelle.web.door import for_person


@for_person
def keys(request: HttpRequest, person: Person) -> HttpResponse:
    return render(request, "pages/keys.html")
