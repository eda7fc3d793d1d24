"""`/persons` and `/me`."""

from django.http import HttpRequest
from ninja import Router, Schema, Status

from poststelle.api.door import person_of
from poststelle.api.shapes import PersonOut
from poststelle.mailroom import persons, postbox, rights
from poststelle.model.address import Address
from poststelle.model.errors import Misconfigured, NotFound
from poststelle.model.identifiers import PersonId
from poststelle.model.person import Person
from poststelle.model.rights import Right
from poststelle.model.secret import Secret

router = Router(tags=["people"])


class PersonIn(Schema):
    name: str
    address: str
    password: str | None = None
    administrator: bool = False
    language: str = ""


class PasswordIn(Schema):
    password: str


class Seat(Schema):
    """A mailbox that the person sees, with the person's rights on it."""

    id: int
    address: str
    name: str
    rights: list[Right]


class Me(Schema):
    person: PersonOut
    mailboxes: list[Seat]


@router.get("/me", response=Me)
def me(request: HttpRequest) -> Me:
    """Whose token this is, and which rights it carries."""
    person = person_of(request)
    seats = [
        Seat(id=mailbox.id, address=mailbox.address, name=mailbox.name, rights=sorted(rights.mine(person, mailbox.id)))
        for mailbox in postbox.everyone(person)
    ]
    return Me(person=PersonOut.from_orm(person), mailboxes=seats)


@router.get("/persons", response=list[PersonOut])
def everyone(request: HttpRequest) -> list[Person]:
    """Everybody for an administrator, oneself for others."""
    return persons.everyone(person_of(request))


@router.post("/persons", response={201: PersonOut})
def create(request: HttpRequest, body: PersonIn) -> Status[Person]:
    """Add a person (administrators)."""
    made = persons.create(
        person_of(request),
        body.name,
        parsed(body.address),
        Secret(body.password) if body.password else None,
        administrator=body.administrator,
        language=body.language,
    )
    return Status(201, made)


@router.get("/persons/{person}", response=PersonOut)
def find(request: HttpRequest, person: int) -> Person:
    """One person; to others than administrators only oneself is there."""
    actor = person_of(request)
    if not actor.administrator and actor.id != person:
        raise NotFound("person-unknown", person=str(person))
    return persons.find(PersonId(person))


@router.put("/persons/{person}/password", response={204: None})
def set_password(request: HttpRequest, person: int, body: PasswordIn) -> Status[None]:
    """A new password: an administrator for anybody, everybody else for oneself."""
    persons.set_password(person_of(request), PersonId(person), Secret(body.password))
    return Status(204, None)


def parsed(text: str) -> Address:
    try:
        return Address.parse(text)
    except ValueError:
        raise Misconfigured("address-broken", field="address", address=text) from None
