"""`/mailboxes/{id}/grants`: the three rights (scene 2)."""

from asgiref.sync import async_to_sync
from django.http import HttpRequest
from ninja import Router, Schema, Status

from poststelle.api.door import mailbox_of, person_of
from poststelle.api.people import parsed
from poststelle.api.place import parts
from poststelle.api.shapes import GrantOut
from poststelle.mailroom import configure, persons, rights
from poststelle.model.identifiers import MailboxId, PersonId
from poststelle.model.rights import Right

router = Router(tags=["rights"])


class Held(Schema):
    """A person, by address, and the rights that person holds or shall hold."""

    person: str
    rights: list[Right]


class GrantsIn(Schema):
    grants: list[Held]


class Missing(Schema):
    right: Right
    held: bool
    facts: dict[str, str]


@router.get("/mailboxes/{mailbox}/grants", response=list[GrantOut])
def everyone(request: HttpRequest, mailbox: int) -> list[GrantOut]:
    """Who holds which right."""
    return _grants(request, mailbox)


@router.put("/mailboxes/{mailbox}/grants", response=list[GrantOut])
def replace(request: HttpRequest, mailbox: int, body: GrantsIn) -> list[GrantOut]:
    """The whole list: who is not named loses the rights (administrators)."""
    actor = person_of(request)
    mailbox_of(request, mailbox)
    rights.administer(actor)
    wanted = {(_person(one.person), right) for one in body.grants for right in one.rights}
    holders = rights.overview(actor, MailboxId(mailbox)).holders
    there = {(person.id, right) for right, held in holders.items() for person, _grant in held}
    for person, right in sorted(there - wanted):
        async_to_sync(configure.revoke)(parts(), actor, MailboxId(mailbox), [person], [right])
    for person, right in sorted(wanted - there):
        async_to_sync(configure.grant)(parts(), actor, MailboxId(mailbox), [person], [right])
    return _grants(request, mailbox)


@router.post("/mailboxes/{mailbox}/grants", response=list[GrantOut])
def add(request: HttpRequest, mailbox: int, body: GrantsIn) -> list[GrantOut]:
    """Grant these rights beside those that are there (administrators)."""
    actor = person_of(request)
    mailbox_of(request, mailbox)
    rights.administer(actor)
    for one in body.grants:
        async_to_sync(configure.grant)(parts(), actor, MailboxId(mailbox), [_person(one.person)], one.rights)
    return _grants(request, mailbox)


@router.delete("/mailboxes/{mailbox}/grants/{person}/{right}", response={204: None})
def take(request: HttpRequest, mailbox: int, person: int, right: Right) -> Status[None]:
    """Revoke one right of one person (administrators)."""
    actor = person_of(request)
    mailbox_of(request, mailbox)
    rights.administer(actor)
    async_to_sync(configure.revoke)(parts(), actor, MailboxId(mailbox), [PersonId(person)], [right])
    return Status(204, None)


@router.get("/mailboxes/{mailbox}/rights", response=list[Missing])
def mine(request: HttpRequest, mailbox: int) -> list[Missing]:
    """One's own rights, and why one is missing or does not work yet."""
    actor, number = person_of(request), mailbox_of(request, mailbox).id
    held = rights.mine(actor, number)
    return [
        Missing(right=right, held=right in held, facts=dict(rights.why_not(actor, number, right))) for right in Right
    ]


def _person(address: str) -> PersonId:
    return persons.by_address(parsed(address)).id


def _grants(request: HttpRequest, mailbox: int) -> list[GrantOut]:
    mailbox_of(request, mailbox)
    holders = rights.overview(person_of(request), MailboxId(mailbox)).holders
    return [
        GrantOut(
            person=person.id,
            address=person.address,
            right=grant.right,
            source=grant.source,
            proof=grant.proof,
            evidence=grant.evidence,
            at=grant.at,
        )
        for held in holders.values()
        for person, grant in held
    ]
