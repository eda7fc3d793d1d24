"""The door of every route: whose token it is, and which mailboxes that person sees."""

from typing import Any, cast

from django.http import HttpRequest
from ninja.security import HttpBearer

from poststelle.mailroom import postbox, rights, tokens
from poststelle.model.identifiers import MailboxId
from poststelle.model.mailbox import Mailbox
from poststelle.model.person import Person
from poststelle.model.rights import Permit, Purpose
from poststelle.model.secret import Secret


class PersonToken(HttpBearer):
    openapi_description = "A token of a person, made with `poststelle token create` or on the person's page."

    def authenticate(self, request: HttpRequest, token: str) -> Person | None:
        request.bearer = token  # type: ignore[attr-defined]
        return tokens.person_of(Secret(token))


def person_of(request: HttpRequest) -> Person:
    """Whose token came with the request."""
    return cast(Person, cast(Any, request).auth)


def session_of(request: HttpRequest) -> str:
    """What a sign-in is bound to: the token that started it, so that no other can finish it."""
    return f"api:{cast(Any, request).bearer}"


def mailbox_of(request: HttpRequest, mailbox: int) -> Mailbox:
    """The mailbox, if the person has any right on it or administers; `NotFound` otherwise."""
    return postbox.find(person_of(request), MailboxId(mailbox))


def permit_of(request: HttpRequest, mailbox: int, purpose: Purpose) -> Permit:
    return rights.admit(person_of(request), MailboxId(mailbox), purpose)
