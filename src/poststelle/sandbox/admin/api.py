"""The admin API for programs: people, shared mailboxes, rights. JSON; problems as in RFC 9457.

The token is one of the app itself (client credentials) for Exchange with the role
`Exchange.ManageAsApp`; people have the pages.
"""

import json
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from poststelle.model.address import Address
from poststelle.model.errors import Conflict, Misconfigured, NotFound, PoststelleError
from poststelle.model.rights import Right
from poststelle.sandbox.organisation import Grant, Organisation, SharedMailbox
from poststelle.sandbox.pages.access import parts_of

ROLE = "Exchange.ManageAsApp"
STATUS: dict[type[PoststelleError], int] = {NotFound: 404, Conflict: 409, Misconfigured: 400}
NO_FACTS: Mapping[str, str] = {}
P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def _for_apps(*methods: str) -> Callable[[View[P]], View[P]]:
    def wrap(view: View[P]) -> View[P]:
        @csrf_exempt  # asked by programs, which have no cookies
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if request.method not in methods:
                return _problem(405, "method-not-allowed", headers={"Allow": ", ".join(methods)})
            refused = _refused(request)
            if refused is not None:
                return refused
            try:
                return view(request, *args, **kwargs)
            except (NotFound, Conflict, Misconfigured) as error:
                return _problem(STATUS[type(error)], error.code, error.facts)

        return guarded

    return wrap


def _refused(request: HttpRequest) -> HttpResponse | None:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    parts = parts_of(request)
    claims = parts.signer.verify_access_token(token.strip(), parts.now()) if scheme.lower() == "bearer" else None
    if claims is None or not claims.for_exchange:
        error = ' error="invalid_token"' if token else ""
        return _problem(401, "token-invalid", headers={"WWW-Authenticate": f"Bearer{error}"})
    if not claims.app_only or ROLE not in claims.roles:
        return _problem(403, "role-missing", {"role": ROLE})
    return None


@_for_apps("GET")
def people(request: HttpRequest) -> HttpResponse:
    found = [
        {
            "id": person.id,
            "name": person.name,
            "address": person.address,
            "licensed": person.licensed,
            "enabled": person.enabled,
            "language": person.language,
        }
        for person in parts_of(request).organisation.people()
    ]
    return JsonResponse({"people": found})


@_for_apps("GET", "POST")
def mailboxes(request: HttpRequest) -> HttpResponse:
    organisation = parts_of(request).organisation
    if request.method == "GET":
        return JsonResponse({"mailboxes": [_mailbox(organisation, box) for box in organisation.mailboxes()]})
    name, address = _new_mailbox(request, organisation)
    return JsonResponse(_mailbox(organisation, organisation.add_mailbox(name, address)), status=201)


@_for_apps("GET")
def grants(request: HttpRequest, mailbox: str) -> HttpResponse:
    organisation = parts_of(request).organisation
    _known(organisation, mailbox)
    return JsonResponse({"grants": [_grant(grant) for grant in organisation.grants(mailbox)]})


@_for_apps("PUT", "DELETE")
def grant(request: HttpRequest, mailbox: str, person: str, right: str) -> HttpResponse:
    organisation = parts_of(request).organisation
    which = _right(right)
    _known(organisation, mailbox)
    if request.method == "DELETE":
        organisation.revoke(mailbox, person, which)
        return HttpResponse(status=204)
    before = any(held.right is which and held.mailbox == mailbox.lower() for held in organisation.grants_of(person))
    return JsonResponse(_grant(organisation.grant(mailbox, person, which)), status=200 if before else 201)


def _new_mailbox(request: HttpRequest, organisation: Organisation) -> tuple[str, Address]:
    try:
        body = json.loads(request.body)
        name, address = str(body["name"]).strip(), Address.parse(str(body["address"]))
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise Misconfigured("body-broken", field="name, address") from error
    if not name:
        raise Misconfigured("name-missing", field="name")
    if address.domain != organisation.domain:
        raise Misconfigured("domain-foreign", field="address", domain=organisation.domain)
    return name, address


def _known(organisation: Organisation, mailbox: str) -> None:
    if organisation.mailbox(mailbox) is None:
        raise NotFound("mailbox-unknown", mailbox=mailbox)


def _right(text: str) -> Right:
    try:
        return Right(text)
    except ValueError as error:
        raise NotFound("right-unknown", right=text) from error


def _mailbox(organisation: Organisation, box: SharedMailbox) -> dict[str, object]:
    held = [grant.right for grant in organisation.grants(box.address)]
    counts = {right.value: held.count(right) for right in Right}
    return {"id": box.id, "name": box.name, "address": box.address, "counts": counts}


def _grant(grant: Grant) -> dict[str, object]:
    return {
        "person": grant.person,
        "right": grant.right.value,
        "granted_at": grant.granted_at.isoformat(),
        "effective_at": grant.effective_at.isoformat(),
    }


def _problem(
    status: int, code: str, facts: Mapping[str, str] = NO_FACTS, headers: dict[str, str] | None = None
) -> HttpResponse:
    body = {"type": "about:blank", "title": code, "status": status, "code": code, **facts}
    return JsonResponse(body, status=status, content_type="application/problem+json", headers=headers)
