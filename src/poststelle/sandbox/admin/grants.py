"""Who holds one of the three rights: list, search, adding several at once, removing; each with a confirmation."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from poststelle.model.rights import Right
from poststelle.sandbox.admin.door import local
from poststelle.sandbox.admin.mailboxes import find
from poststelle.sandbox.admin.words import RIGHT_WORDS
from poststelle.sandbox.organisation import Grant, Organisation, Person, SharedMailbox
from poststelle.sandbox.pages.access import parts_of


@dataclass(frozen=True, slots=True)
class Row:
    person: Person
    grant: Grant | None
    waiting: bool = False


@local
def holders(request: HttpRequest, mailbox: str, right: str) -> HttpResponse:
    organisation, box, which = _found(request, mailbox, right)
    now = parts_of(request).now()
    rows = [
        Row(person, grant, not grant.effective(now))
        for grant in organisation.grants(box.address)
        if grant.right is which and (person := organisation.person(grant.person)) and _matches(request, person)
    ]
    if request.method == "POST":
        return _change(request, box, which, adding=False)
    return render(request, "sandbox/admin/holders.html", _facts(request, box, which, rows))


@local
def add(request: HttpRequest, mailbox: str, right: str) -> HttpResponse:
    organisation, box, which = _found(request, mailbox, right)
    held = {grant.person for grant in organisation.grants(box.address) if grant.right is which}
    people = [person for person in organisation.people() if person.licensed and person.address not in held]
    rows = [Row(person, None) for person in people if _matches(request, person)]
    if request.method == "POST":
        return _change(request, box, which, adding=True)
    return render(request, "sandbox/admin/holders_add.html", _facts(request, box, which, rows))


def _change(request: HttpRequest, box: SharedMailbox, which: Right, *, adding: bool) -> HttpResponse:
    """First the names once more, then the deed."""
    organisation = parts_of(request).organisation
    chosen = [person for who in request.POST.getlist("person") if (person := organisation.person_by_id(who))]
    here = "grants-add" if adding else "grants"
    if not chosen:
        messages.warning(request, _("Nobody was selected."))
        return redirect(here, box.address, which.value)
    if not request.POST.get("confirmed"):
        facts = {**_facts(request, box, which, []), "chosen": chosen, "adding": adding}
        return render(request, "sandbox/admin/holders_confirm.html", facts)
    _apply(organisation, box, which, chosen, adding=adding)
    messages.success(request, _said(len(chosen), adding=adding))
    return redirect("grants", box.address, which.value)


def _apply(organisation: Organisation, box: SharedMailbox, which: Right, chosen: list[Person], *, adding: bool) -> None:
    for person in chosen:
        if adding:
            organisation.grant(box.address, person.address, which)
        else:
            organisation.revoke(box.address, person.address, which)


def _said(count: int, *, adding: bool) -> str:
    if adding:
        text = ngettext("%(count)s permission has been added.", "%(count)s permissions have been added.", count)
    else:
        text = ngettext("%(count)s permission has been removed.", "%(count)s permissions have been removed.", count)
    return text % {"count": count}


def _found(request: HttpRequest, mailbox: str, right: str) -> tuple[Organisation, SharedMailbox, Right]:
    organisation = parts_of(request).organisation
    try:
        return organisation, find(organisation, mailbox), Right(right)
    except ValueError as error:
        raise Http404(right) from error


def _facts(request: HttpRequest, box: SharedMailbox, which: Right, rows: list[Row]) -> dict[str, object]:
    title, explanation = RIGHT_WORDS[which]
    return {
        "mailbox": box,
        "right": which,
        "title": title,
        "explanation": explanation,
        "rows": rows,
        "search": request.GET.get("q", "").strip(),
        "all": "all" in request.GET,
        "delay": parts_of(request).organisation.switches().grant_delay_seconds,
    }


def _matches(request: HttpRequest, person: Person) -> bool:
    search = request.GET.get("q", "").strip().lower()
    return search in person.name.lower() or search in person.address
