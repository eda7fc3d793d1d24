"""Signing in without a browser on this machine: a code is shown here and typed on another device.

The service asks the provider in a thread of its own until somebody typed the code; the page looks from time to time
whether that has happened. What is waited for lives in this process only: after a restart one begins anew.
"""

import asyncio
import threading
from collections import OrderedDict
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRefresh

from poststelle.mailroom import authorize as signing_in
from poststelle.mailroom.authorize import DeviceCode, SignedIn
from poststelle.model.errors import NotFound, PoststelleError
from poststelle.model.mailbox import Mailbox
from poststelle.model.person import Person
from poststelle.web import place
from poststelle.web.authorize import refused, remember
from poststelle.web.door import for_mailbox

MOST = 100  # waiting at a time; the oldest goes


@dataclass(slots=True)
class Waiting:
    device: DeviceCode
    person: Person
    done: SignedIn | None = None
    error: PoststelleError | None = None


WAITING: OrderedDict[str, Waiting] = OrderedDict()


@require_POST
@for_mailbox
def begin(request: HttpRequest, person: Person, mailbox: Mailbox) -> HttpResponse:
    try:
        device = place.wait(signing_in.begin_device, place.parts(), person, mailbox.id)
    except PoststelleError as error:
        return refused(request, mailbox, error)
    name = place.parts().new_token()
    WAITING[name] = Waiting(device, person)
    while len(WAITING) > MOST:
        WAITING.popitem(last=False)
    threading.Thread(target=_wait, args=(WAITING[name],), name="device-code", daemon=True).start()
    return redirect("device", mailbox.id, name)


@never_cache
@for_mailbox
def device(request: HttpRequest, person: Person, mailbox: Mailbox, name: str) -> HttpResponse:
    waiting = WAITING.get(name)
    if waiting is None or (waiting.person.id, waiting.device.mailbox) != (person.id, mailbox.id):
        raise NotFound("device-code-unknown")
    if request.headers.get("HX-Request") and (waiting.error or waiting.done):
        return HttpResponseClientRefresh()  # the page itself then says how it went
    if waiting.error:
        return refused(request, mailbox, waiting.error)
    if waiting.done:
        remember(request, waiting.done)
        return redirect("authorized", mailbox.id)
    context = {"section": "mailboxes", "tab": "authorize", "mailbox": mailbox, "device": waiting.device}
    return render(request, "pages/device.html", context)


def _wait(waiting: Waiting) -> None:
    try:
        waiting.done = asyncio.run(signing_in.poll_device(place.parts(), waiting.person, waiting.device))
    except PoststelleError as error:
        waiting.error = error
