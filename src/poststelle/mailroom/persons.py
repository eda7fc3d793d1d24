"""The people of an installation: who they are, and who may add another.

An actor of `None` is the owner of the installation: whoever holds its home directory holds its key, so the command
line needs no administrator to create the first one.
"""

from poststelle.mailroom import rights
from poststelle.model.address import Address
from poststelle.model.errors import Conflict, Misconfigured, NotFound
from poststelle.model.identifiers import PersonId
from poststelle.model.person import Person
from poststelle.model.secret import Secret
from poststelle.store import persons

MIN_PASSWORD = 8  # NIST SP 800-63B section 5.1.1.1


def find(person: PersonId) -> Person:
    return persons.find(person)


def by_address(text: str) -> Person:
    """The person who signs in with this address."""
    person = persons.by_address(text.strip().lower())
    if person is None:
        raise NotFound("person-unknown", person=text)
    return person


def everyone(actor: Person | None) -> list[Person]:
    """All people for an administrator; oneself for everybody else."""
    if actor is None or actor.administrator:
        return persons.everyone()
    return [actor]


def first_administrator() -> Person | None:
    return next((person for person in persons.everyone() if person.administrator), None)


def create(
    actor: Person | None,
    name: str,
    address: Address,
    password: Secret[str] | None,
    *,
    administrator: bool = False,
    language: str = "",
) -> Person:
    """Add a person; without a password they can act through the command line and tokens only."""
    if actor is not None:
        rights.administer(actor)
    if persons.by_address(address) is not None:
        raise Conflict("person-exists", person=address)
    if password is not None and len(password.reveal()) < MIN_PASSWORD:
        raise Misconfigured("password-too-short", field="password", least=str(MIN_PASSWORD))
    return persons.create(
        name, address, password.reveal() if password else None, administrator=administrator, language=language
    )


def set_password(actor: Person | None, person: PersonId, password: Secret[str]) -> None:
    """Give a person a new password: an administrator anybody, everybody else oneself."""
    if actor is not None and actor.id != person:
        rights.administer(actor)
    if len(password.reveal()) < MIN_PASSWORD:
        raise Misconfigured("password-too-short", field="password", least=str(MIN_PASSWORD))
    persons.set_password(person, password.reveal())


def update(
    actor: Person, person: PersonId, *, name: str, address: Address, administrator: bool, language: str
) -> Person:
    """Change a person, as an administrator; `Conflict` when nobody would administer any more."""
    rights.administer(actor)
    return persons.update(person, name=name, address=address, administrator=administrator, language=language)


def speak(person: Person, language: str) -> Person:
    """Choose one's own language."""
    return persons.update(person.id, language=language)
