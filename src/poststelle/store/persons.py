"""Who signs in to Poststelle."""

from typing import Any

from django.db import IntegrityError, transaction

from poststelle.model.address import Address
from poststelle.model.errors import Conflict, NotFound
from poststelle.model.identifiers import PersonId
from poststelle.model.person import Person
from poststelle.store import models


def value(row: models.Person) -> Person:
    return Person(PersonId(row.pk), row.name, Address(row.address), row.administrator, row.language)


def find(person: PersonId) -> Person:
    return value(_row(person))


def by_address(address: str) -> Person | None:
    row = models.Person.objects.filter(address=address.strip().lower()).first()
    return value(row) if row else None


def several(persons: list[PersonId]) -> dict[PersonId, Person]:
    return {PersonId(row.pk): value(row) for row in models.Person.objects.filter(pk__in=persons)}


def everyone() -> list[Person]:
    return [value(row) for row in models.Person.objects.order_by("name", "address")]


def count() -> int:
    return models.Person.objects.count()


def create(
    name: str, address: Address, password: str | None = None, *, administrator: bool = False, language: str = ""
) -> Person:
    """A new person; without a password nobody signs in to the pages as this one."""
    try:
        with transaction.atomic():
            row = models.Person.objects.create_user(
                address, password, name=name, administrator=administrator, language=language
            )
    except IntegrityError as error:
        raise Conflict("person-exists", person=address) from error
    return value(row)


def update(
    person: PersonId,
    *,
    name: str | None = None,
    address: Address | None = None,
    administrator: bool | None = None,
    language: str | None = None,
) -> Person:
    """Change what is given; `Conflict` when the address is somebody else's or nobody would administer any more."""
    given: dict[str, Any] = {"name": name, "address": address, "administrator": administrator, "language": language}
    try:
        with transaction.atomic():
            row = _row(person)
            for field, content in given.items():
                if content is not None:
                    setattr(row, field, content)
            row.save()
            if administrator is False and not models.Person.objects.filter(administrator=True).exists():
                raise Conflict("last-administrator", person=row.address)
    except IntegrityError as error:
        raise Conflict("person-exists", person=str(address)) from error
    return value(row)


def set_password(person: PersonId, password: str | None) -> None:
    row = _row(person)
    row.set_password(password)
    row.save(update_fields=["password"])


def has_password(person: PersonId, password: str) -> bool:
    """Whether this is the person's password."""
    return _row(person).check_password(password)


def _row(person: PersonId) -> models.Person:
    row = models.Person.objects.filter(pk=person).first()
    if row is None:
        raise NotFound("person-unknown", person=str(person))
    return row
