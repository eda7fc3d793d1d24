"""What every page shows around its own content: who is signed in, the mailboxes of the menu, theme and language."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from poststelle.mailroom import postbox, rights
from poststelle.model.mailbox import Mailbox
from poststelle.model.person import Person
from poststelle.web.door import signed_in
from poststelle.web.language import LANGUAGES, language_of
from poststelle.web.theme import theme_of


def page(request: HttpRequest) -> dict[str, Any]:
    shared: dict[str, Any] = {
        "theme": theme_of(request),
        "language": language_of(request) if hasattr(request, "user") else "en",
        "languages": [(code, {"de": "Deutsch", "en": "English"}[code]) for code in LANGUAGES],
    }
    if hasattr(request, "user") and request.user.is_authenticated:
        shared["me"] = SimpleLazyObject(lambda: signed_in(request))
        shared["menu"] = SimpleLazyObject(lambda: menu(signed_in(request)))
    return shared


def menu(person: Person) -> list[dict[str, Any]]:
    """The mailboxes the person may see; those whose mail may be read lead to it, the others to their settings."""
    readable = rights.readable(person).mailboxes
    return [_line(mailbox, mailbox.id in readable) for mailbox in postbox.everyone(person)]


def _line(mailbox: Mailbox, readable: bool) -> dict[str, Any]:
    return {"mailbox": mailbox, "readable": readable, "name": mailbox.name or mailbox.address}
