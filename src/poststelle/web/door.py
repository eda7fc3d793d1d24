"""The door of every page: who signed in, and which of the mailboxes that person may see.

A page that is not for everybody is decorated with one of these, and gets values of `model/`.
"""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase

from poststelle.mailroom import persons, postbox
from poststelle.model.errors import NotPermitted
from poststelle.model.identifiers import MailboxId, PersonId
from poststelle.model.mailbox import Mailbox
from poststelle.model.person import Person

P = ParamSpec("P")
KEPT = "_poststelle_person"


def signed_in(request: HttpRequest) -> Person:
    """The person of this request; looked up once."""
    kept: Person | None = getattr(request, KEPT, None)
    if kept is None:
        kept = persons.find(PersonId(request.user.pk or 0))
        setattr(request, KEPT, kept)
    return kept


def for_person(
    view: Callable[Concatenate[HttpRequest, Person, P], HttpResponseBase],
) -> Callable[..., HttpResponseBase]:
    @wraps(view)
    def page(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        return view(request, signed_in(request), *args, **kwargs)

    return login_required(page)


def for_administrator(
    view: Callable[Concatenate[HttpRequest, Person, P], HttpResponseBase],
) -> Callable[..., HttpResponseBase]:
    @wraps(view)
    def page(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        person = signed_in(request)
        if not person.administrator:
            raise NotPermitted("administrator-needed")
        return view(request, person, *args, **kwargs)

    return login_required(page)


def for_mailbox(
    view: Callable[Concatenate[HttpRequest, Person, Mailbox, P], HttpResponseBase],
) -> Callable[..., HttpResponseBase]:
    """The address names the mailbox by number; a person without any right on it learns only that there is none."""

    @wraps(view)
    def page(request: HttpRequest, mailbox: int, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        person = signed_in(request)
        return view(request, person, postbox.find(person, MailboxId(mailbox)), *args, **kwargs)

    return login_required(page)
