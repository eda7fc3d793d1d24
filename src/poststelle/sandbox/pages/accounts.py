"""Who is signed in in this browser: several accounts side by side, in the signed cookie."""

from datetime import datetime

from django.http import HttpRequest

from poststelle.sandbox.organisation import Person, SharedMailbox
from poststelle.sandbox.pages.access import parts_of

Identity = Person | SharedMailbox
KEY = "accounts"


def signed_in(request: HttpRequest) -> list[Identity]:
    """The accounts whose sign-in still counts, the latest first."""
    organisation = parts_of(request).organisation
    found: list[Identity] = []
    for who, at in request.session.get(KEY, []):
        identity = organisation.identity(who)
        if identity is not None and identity.enabled and not _ended(identity, datetime.fromisoformat(at)):
            found.append(identity)
    return found


def remember(request: HttpRequest, identity: Identity) -> None:
    others = [entry for entry in request.session.get(KEY, []) if entry[0] != identity.id]
    request.session[KEY] = [[identity.id, parts_of(request).now().isoformat()], *others]


def forget(request: HttpRequest) -> None:
    request.session.pop(KEY, None)


def _ended(identity: Identity, at: datetime) -> bool:
    return identity.grants_valid_from is not None and at < identity.grants_valid_from
