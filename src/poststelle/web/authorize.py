"""Scene 4: sign in with the personal account, on the provider's page, and come back."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from poststelle.mailroom import authorize as signing_in
from poststelle.mailroom import keyring, postbox
from poststelle.mailroom import rights as doors
from poststelle.mailroom.authorize import SignedIn
from poststelle.model.errors import PoststelleError
from poststelle.model.finding import Finding, Status, Step
from poststelle.model.mailbox import Mailbox
from poststelle.model.person import Person
from poststelle.web import place, problems
from poststelle.web.door import for_mailbox, for_person
from poststelle.web.policy import HEADER, LEADS_AWAY

MAILBOX = "authorizing"  # in the session: where to go on after a refusal
RESULT = "signed-in"


@for_mailbox
def authorize(request: HttpRequest, person: Person, mailbox: Mailbox) -> HttpResponse:
    """Who has signed in, and the button that leads to the provider."""
    context = {
        "section": "mailboxes",
        "tab": "authorize",
        "mailbox": mailbox,
        "keys": keyring.keys(mailbox.id),
        "mine": doors.mine(person, mailbox.id),
        "redirect_url": place.redirect_url(),
    }
    response = render(request, "pages/authorize.html", context)
    response.headers[HEADER] = LEADS_AWAY
    return response


@require_POST
@for_mailbox
def begin(request: HttpRequest, person: Person, mailbox: Mailbox) -> HttpResponse:
    request.session[MAILBOX] = mailbox.id
    try:
        url = place.wait(signing_in.begin, place.parts(), person, mailbox.id, _session(request), place.redirect_url())
    except PoststelleError as error:
        return refused(request, mailbox, error)
    response = HttpResponseRedirect(url)
    response.headers[HEADER] = LEADS_AWAY
    return response


@never_cache
@for_person
def callback(request: HttpRequest, person: Person) -> HttpResponse:
    """The way back. The result is kept in the session, so that reloading its page does not use the answer twice."""
    try:
        done = place.wait(signing_in.finish, place.parts(), _session(request), request.GET.dict())
    except PoststelleError as error:
        began = request.session.get(MAILBOX)
        return refused(request, postbox.find(person, began), error) if began else problems.page(request, error)
    remember(request, done)
    return redirect("authorized", done.mailbox.id)


@for_mailbox
def authorized(request: HttpRequest, person: Person, mailbox: Mailbox) -> HttpResponse:
    result = request.session.get(RESULT, {})
    if result.get("mailbox") != mailbox.id:
        return redirect("authorize", mailbox.id)
    warnings = [Finding(Step.TOKEN, Status.NOTICE, code, facts) for code, facts in result["warnings"]]
    context = {
        "section": "mailboxes",
        "tab": "authorize",
        "mailbox": mailbox,
        "account": result["account"],
        "account_name": result["name"],
        "warnings": warnings,
    }
    return render(request, "pages/authorized.html", context)


def refused(request: HttpRequest, mailbox: Mailbox, error: PoststelleError) -> HttpResponse:
    """What went wrong, with which registration, and the way back to the beginning."""
    app = postbox.app(mailbox.app) if mailbox.app else None
    return problems.page(request, error, retry=reverse("authorize", args=[mailbox.id]), app=app)


def remember(request: HttpRequest, done: SignedIn) -> None:
    request.session[RESULT] = {
        "mailbox": done.mailbox.id,
        "account": str(done.account.address),
        "name": done.account.name,
        "warnings": [(warning.code, dict(warning.facts)) for warning in done.warnings],
    }


def _session(request: HttpRequest) -> str:
    """The name of the browser session that began the round trip and alone may end it."""
    if not request.session.session_key:
        request.session.save()
    return request.session.session_key or ""
