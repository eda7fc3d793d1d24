"""Scene 2: the three rights of a mailbox, who holds them, and how far each is known to work.

Members look; administrators add and remove. Both ask once more before anything changes.
"""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from poststelle.mailroom import configure
from poststelle.mailroom import persons as people
from poststelle.mailroom import rights as doors
from poststelle.model.identifiers import PersonId
from poststelle.model.mailbox import Mailbox
from poststelle.model.person import Person
from poststelle.model.rights import Right
from poststelle.web import place
from poststelle.web.door import for_mailbox
from poststelle.web.pages import number


@for_mailbox
def rights(request: HttpRequest, person: Person, mailbox: Mailbox) -> HttpResponse:
    overview = doors.overview(person, mailbox.id)
    context = _context(mailbox) | {
        "overview": [(right, overview.holders.get(right, [])) for right in Right],
        "mine": overview.mine,
        "script": configure.directory_script(place.parts(), mailbox.id)
        if mailbox.app and person.administrator
        else None,
    }
    return render(request, "pages/rights.html", context)


@for_mailbox
def right(request: HttpRequest, person: Person, mailbox: Mailbox, right: str) -> HttpResponse:
    wanted = _right(right)
    holders = doors.overview(person, mailbox.id).holders.get(wanted, [])
    return render(request, "pages/right.html", _context(mailbox) | {"right": wanted, "holders": holders})


@for_mailbox
def add(request: HttpRequest, person: Person, mailbox: Mailbox, right: str) -> HttpResponse:
    doors.administer(person)
    wanted = _right(right)
    holding = {holder.id for holder, _grant in doors.overview(person, mailbox.id).holders.get(wanted, [])}
    query = request.GET.get("q", "").strip().lower()
    others = [other for other in people.everyone(person) if other.id not in holding and _matches(other, query)]
    context = _context(mailbox) | {"right": wanted, "persons": others, "query": query, "adding": True}
    return _asked_first(request, context, others, lambda chosen: _grant(request, person, mailbox, wanted, chosen))


@for_mailbox
def remove(request: HttpRequest, person: Person, mailbox: Mailbox, right: str) -> HttpResponse:
    doors.administer(person)
    wanted = _right(right)
    holders = [holder for holder, _grant in doors.overview(person, mailbox.id).holders.get(wanted, [])]
    context = _context(mailbox) | {"right": wanted, "persons": holders, "query": "", "adding": False}
    return _asked_first(request, context, holders, lambda chosen: _revoke(request, person, mailbox, wanted, chosen))


def _asked_first(
    request: HttpRequest, context: dict[str, Any], among: list[Person], do: Callable[[list[Person]], None]
) -> HttpResponse:
    """Choose, then confirm, then do."""
    if request.method != "POST":
        return render(request, "pages/right_choose.html", context)
    chosen = _chosen(request, among)
    if not chosen:
        context["nobody"] = True
        return render(request, "pages/right_choose.html", context)
    if "confirmed" not in request.POST:
        return render(request, "pages/right_confirm.html", context | {"chosen": chosen})
    do(chosen)
    return redirect("right", context["mailbox"].id, context["right"].value)


def _chosen(request: HttpRequest, among: list[Person]) -> list[Person]:
    """Those with a tick; the box above the list stands for all that are shown."""
    if "everyone" in request.POST:
        return among
    numbers = {number(text) for text in request.POST.getlist("person")}
    return [person for person in among if person.id in numbers]


def _grant(request: HttpRequest, actor: Person, mailbox: Mailbox, right: Right, chosen: list[Person]) -> None:
    place.wait(configure.grant, place.parts(), actor, mailbox.id, _ids(chosen), [right])
    messages.success(request, ngettext("%d person added.", "%d persons added.", len(chosen)) % len(chosen))


def _revoke(request: HttpRequest, actor: Person, mailbox: Mailbox, right: Right, chosen: list[Person]) -> None:
    place.wait(configure.revoke, place.parts(), actor, mailbox.id, _ids(chosen), [right])
    messages.success(request, ngettext("%d person removed.", "%d persons removed.", len(chosen)) % len(chosen))


def _ids(chosen: list[Person]) -> list[PersonId]:
    return [person.id for person in chosen]


def _matches(person: Person, query: str) -> bool:
    return not query or query in person.name.lower() or query in person.address


def _right(text: str) -> Right:
    if text not in list(Right):
        raise Http404(_("There is no such right."))
    return Right(text)


def _context(mailbox: Mailbox) -> dict[str, Any]:
    return {"section": "mailboxes", "tab": "rights", "mailbox": mailbox}
