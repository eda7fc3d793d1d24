"""The start page: the mailboxes with their state, and what to do next with each."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from poststelle.mailroom import postbox, standing
from poststelle.mailroom.standing import Standing
from poststelle.model.person import Person
from poststelle.model.rights import Right
from poststelle.web.door import for_person


@dataclass(frozen=True, slots=True)
class Todo:
    """One step of the way; `state` is done, next or later."""

    title: str | Promise
    why: str | Promise
    route: str
    state: str


STEPS = (
    (_("Create the shared mailbox"), _("Name and address."), "mailbox"),
    (_("Grant the rights"), _("Who reads and manages, who sends as, who sends on behalf."), "rights"),
    (_("Configure the connection"), _("Incoming and outgoing server, OAuth 2.0."), "configuration"),
    (_("Sign in with a personal account"), _("A member opens the mailbox with an own account."), "authorize"),
    (_("Check the configuration"), _("Each step gets a dot and a word."), "check"),
    (_("Fetch and send"), _("The first messages arrive."), "inbox"),
)


@for_person
def start(request: HttpRequest, person: Person) -> HttpResponse:
    stands = [standing.of(person, mailbox) for mailbox in postbox.everyone(person)]
    unfinished = next((stand for stand in stands if not _finished(stand)), None)
    context = {
        "section": "start",
        "stands": stands,
        "unfinished": unfinished,
        "path": way(unfinished) if unfinished else [],
    }
    return render(request, "pages/start.html", context)


def way(stand: Standing) -> list[Todo]:
    """The how-to's order for one mailbox; the first step that is not done is the next."""
    reached = [(*step, done) for step, done in zip(STEPS, _done(stand), strict=True)]
    upcoming = next((index for index, (*_step, done) in enumerate(reached) if not done), len(reached))
    return [
        Todo(title, why, route, "done" if done else "next" if index == upcoming else "later")
        for index, (title, why, route, done) in enumerate(reached)
    ]


def _done(stand: Standing) -> tuple[bool, ...]:
    return (
        True,
        _granted(stand),
        stand.configured,
        stand.valid_keys > 0,
        _checked(stand),
        stand.fetched.code == "ok",
    )


def _granted(stand: Standing) -> bool:
    return stand.counts[Right.READ_AND_MANAGE] > 0


def _checked(stand: Standing) -> bool:
    return stand.check is not None and stand.check.green


def _finished(stand: Standing) -> bool:
    return _granted(stand) and stand.configured and stand.fetched.code == "ok"
