"""What the mailbox sends: the submissions with their state, and what a person may decide about them."""

from dataclasses import replace
from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from poststelle.mailroom import persons, send
from poststelle.model.errors import NotFound
from poststelle.model.finding import Finding
from poststelle.model.identifiers import SubmissionId
from poststelle.model.mailbox import Mailbox
from poststelle.model.person import Person
from poststelle.model.submission import State, Submission
from poststelle.web import place
from poststelle.web.door import for_mailbox

MOVING = {State.QUEUED, State.SENDING}
FILING = timedelta(minutes=1)  # so long after it was written a sent message may still be filed


@for_mailbox
def submissions(request: HttpRequest, person: Person, mailbox: Mailbox) -> HttpResponse:
    found = send.submissions(person, mailbox.id)
    context = {
        "section": "mailboxes",
        "tab": "submissions",
        "mailbox": mailbox,
        "submissions": found,
        "moving": any(_moving(one) for one in found),
    }
    return render(request, "pages/submissions.html", context)


@for_mailbox
def submission(request: HttpRequest, person: Person, mailbox: Mailbox, number: int) -> HttpResponse:
    found = _find(person, mailbox, number)
    context = {
        "section": "mailboxes",
        "tab": "submissions",
        "mailbox": mailbox,
        "submission": found,
        "moving": _moving(found),
        "may_cancel": found.state in (State.QUEUED, State.AMBIGUOUS),
        "may_repeat": found.state is State.AMBIGUOUS,
        "trouble": _trouble(mailbox, found),
    }
    return render(request, "pages/submission.html", context)


@require_POST
@for_mailbox
def cancel(request: HttpRequest, person: Person, mailbox: Mailbox, number: int) -> HttpResponse:
    send.cancel(place.parts(), person, _find(person, mailbox, number).id)
    messages.success(request, _("The message is canceled."))
    return redirect("submission", mailbox.id, number)


@require_POST
@for_mailbox
def again(request: HttpRequest, person: Person, mailbox: Mailbox, number: int) -> HttpResponse:
    send.again(place.parts(), person, _find(person, mailbox, number).id)
    messages.success(request, _("The message will be sent again."))
    return redirect("submission", mailbox.id, number)


def _moving(submission: Submission) -> bool:
    """Whether the page should look again: something is about to change."""
    fresh = place.parts().now() - submission.created < FILING
    return submission.state in MOVING or (submission.state is State.SENT and fresh)


def _trouble(mailbox: Mailbox, submission: Submission) -> Finding | None:
    """What holds it up, with the names that the texts speak of."""
    found = send.trouble(place.parts(), submission)
    if found is None:
        return None
    names = {"mailbox": mailbox.address, "account": persons.find(submission.person).address}
    return replace(found, facts={**names, **found.facts})


def _find(person: Person, mailbox: Mailbox, number: int) -> Submission:
    found = next((one for one in send.submissions(person, mailbox.id) if one.id == SubmissionId(number)), None)
    if found is None:
        raise NotFound("submission-unknown", submission=str(number))
    return found
