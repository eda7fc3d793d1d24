"""`/authorizations`: signing in with the personal account on behalf of a mailbox (scene 4).

A program starts the round trip, shows the person the address, and hands back the parameters that came to the redirect
URL. With a device code the service waits itself, and the program asks how it stands.
"""

import asyncio
import threading
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from urllib.parse import parse_qs, parse_qsl, urlsplit

from asgiref.sync import async_to_sync
from django.db import connections
from django.http import HttpRequest
from ninja import Field, Router, Schema, Status

from poststelle.api.door import mailbox_of, person_of, session_of
from poststelle.api.place import parts
from poststelle.api.shapes import AccountOut, FindingOut
from poststelle.mailroom import authorize
from poststelle.model.errors import Misconfigured, NotFound, PoststelleError
from poststelle.model.identifiers import PersonId
from poststelle.model.person import Person

router = Router(tags=["authorizations"])
MOST_WAITING = 1000  # device codes waited for at once; the oldest is forgotten


class AuthorizationIn(Schema):
    method: Literal["browser", "device"] = "browser"
    redirect_url: str | None = None


class AuthorizationOut(Schema):
    """Where to sign in. Browser: `state` comes back with the answer. Device: type `user_code`, ask for `id`."""

    method: Literal["browser", "device"]
    url: str
    state: str | None = None
    id: str | None = None
    user_code: str | None = None
    expires: datetime | None = None


class FinishIn(Schema):
    """What came to the redirect URL: the whole address, or its parameters."""

    url: str | None = None
    parameters: dict[str, str] | None = None


class SignedInOut(Schema):
    account: AccountOut
    mailbox: str
    warnings: list[FindingOut]


class DeviceOut(Schema):
    status: Literal["waiting", "signed-in", "failed"]
    signed_in: SignedInOut | None = None
    code: str | None = None
    facts: dict[str, str] = Field(default_factory=dict)


@dataclass
class Waiting:
    person: PersonId
    outcome: DeviceOut


_waiting: OrderedDict[str, Waiting] = OrderedDict()


@router.post("/mailboxes/{mailbox}/authorizations", response={201: AuthorizationOut})
def begin(request: HttpRequest, mailbox: int, body: AuthorizationIn) -> Status[AuthorizationOut]:
    """Start a sign-in; the account will belong to the person of the token."""
    person, number = person_of(request), mailbox_of(request, mailbox).id
    if body.method == "device":
        return Status(201, _begin_device(person, async_to_sync(authorize.begin_device)(parts(), person, number)))
    url = async_to_sync(authorize.begin)(parts(), person, number, session_of(request), body.redirect_url)
    return Status(201, AuthorizationOut(method="browser", url=url, state=parse_qs(urlsplit(url).query)["state"][0]))


@router.post("/mailboxes/{mailbox}/authorizations/app-only", response={204: None})
def app_only(request: HttpRequest, mailbox: int) -> Status[None]:
    """Let the app itself open its mailboxes when no member's sign-in does (administrators); it is tried at once."""
    async_to_sync(authorize.app_only)(parts(), person_of(request), mailbox_of(request, mailbox).id)
    return Status(204, None)


@router.post("/authorizations/finish", response=SignedInOut)
def finish(request: HttpRequest, body: FinishIn) -> SignedInOut:
    """End a sign-in that the same token started."""
    came = dict(parse_qsl(urlsplit(body.url).query)) if body.url else body.parameters
    if not came:
        raise Misconfigured("callback-empty", field="url")
    return _signed_in(async_to_sync(authorize.finish)(parts(), session_of(request), came))


@router.get("/authorizations/{authorization}", response=DeviceOut)
def device(request: HttpRequest, authorization: str) -> DeviceOut:
    """How a sign-in by device code stands."""
    found = _waiting.get(authorization)
    if found is None or found.person != person_of(request).id:
        raise NotFound("authorization-unknown", authorization=authorization)
    return found.outcome


def _begin_device(person: Person, code: authorize.DeviceCode) -> AuthorizationOut:
    name = parts().new_token()
    while len(_waiting) >= MOST_WAITING:
        _waiting.popitem(last=False)
    _waiting[name] = Waiting(person.id, DeviceOut(status="waiting"))
    threading.Thread(target=_wait, args=(name, person, code), daemon=True).start()
    return AuthorizationOut(method="device", url=code.url, id=name, user_code=code.user_code, expires=code.expires)


def _wait(name: str, person: Person, code: authorize.DeviceCode) -> None:
    try:
        signed_in = asyncio.run(authorize.poll_device(parts(), person, code))
        outcome = DeviceOut(status="signed-in", signed_in=_signed_in(signed_in))
    except PoststelleError as error:
        outcome = DeviceOut(
            status="failed", code=error.code, facts={key: str(fact) for key, fact in error.facts.items()}
        )
    finally:
        connections.close_all()
    if name in _waiting:
        _waiting[name].outcome = outcome


def _signed_in(signed_in: authorize.SignedIn) -> SignedInOut:
    return SignedInOut(
        account=AccountOut.from_orm(signed_in.account),
        mailbox=signed_in.mailbox.address,
        warnings=[FindingOut.from_orm(warning) for warning in signed_in.warnings],
    )
