"""Who acts when a command runs.

`--as` (or POSTSTELLE_PERSON) names a person, and then that person's rights alone count. Without it the command acts for
the owner of the home directory, who holds its key anyway: reading goes through the first holder of the right whose
sign-in works; arranging mailboxes, people and rights needs nobody's name.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from poststelle.mailroom import configure, keyring, persons, postbox, rights
from poststelle.mailroom.parts import Parts
from poststelle.model.address import Address
from poststelle.model.errors import NotFound, NotPermitted
from poststelle.model.identifiers import AppId
from poststelle.model.mailbox import Connection, Mailbox, Protocol
from poststelle.model.message import Folder
from poststelle.model.person import AccountState, Person
from poststelle.model.rights import NEEDED, Permit, Purpose


def admitted(person: Address | None, mailbox: Mailbox, purpose: Purpose) -> tuple[Person, Permit]:
    """The person who acts and the permit, or `NotPermitted` naming the missing right."""
    acting = persons.by_address(person) if person else holder(mailbox, purpose)
    return acting, _admit(acting, mailbox, purpose)


def _admit(acting: Person, mailbox: Mailbox, purpose: Purpose) -> Permit:
    """To strangers the mailbox is not there; who runs the command has named it, so the missing right is said."""
    try:
        return rights.admit(acting, mailbox.id, purpose)
    except NotFound:
        facts = {"right": NEEDED[purpose].value, "mailbox": str(mailbox.address), "person": str(acting.address)}
        raise NotPermitted("right-missing", **facts) from None


def holder(mailbox: Mailbox, purpose: Purpose) -> Person:
    """The first holder of the right, those with a working sign-in before the others."""
    holders = [person for person, _grant in rights.overview(None, mailbox.id).holders[NEEDED[purpose]]]
    if not holders:
        raise NotPermitted("nobody-holds-right", right=NEEDED[purpose], mailbox=mailbox.address)
    working = {key.person.id for key in keyring.keys(mailbox.id) if key.state is AccountState.VALID}
    return next((person for person in holders if person.id in working), holders[0])


def administrator(person: Address | None) -> Person | None:
    """The person given; `None` is the owner of the home directory, who may arrange everything in it."""
    return persons.by_address(person) if person else None


def mailbox_at(address: Address) -> Mailbox:
    return postbox.at(None, address)


def member(person: Address | None, mailbox: Mailbox) -> Person:
    """Somebody with any right on the mailbox, or an administrator: who may know how it is configured."""
    if person is None:
        return holder(mailbox, Purpose.READ)
    acting = persons.by_address(person)
    if not acting.administrator and not rights.mine(acting, mailbox.id):
        _admit(acting, mailbox, Purpose.READ)  # raises, naming the right
    return acting


def folder_named(folders: Sequence[Folder], wanted: str) -> Folder:
    """By special use, path or name, in this order; only the use and the name without regard to case."""
    tests: tuple[Callable[[Folder], bool], ...] = (
        lambda folder: folder.path == wanted,
        lambda folder: folder.use is not None and folder.use == wanted.lower(),
        lambda folder: folder.name.casefold() == wanted.casefold(),
    )
    for fits in tests:
        for folder in folders:
            if fits(folder):
                return folder
    raise NotFound("folder-name-unknown", folder=wanted, folders=", ".join(folder.name for folder in folders))


def app_named(acting: Person | None, name: str) -> AppId:
    for app in configure.apps(acting):
        if app.name == name:
            return app.id
    raise NotFound("app-unknown", app=name)


def app_name(app: AppId | None) -> str | None:
    """The name of a mailbox's app registration; app registrations are no secret to those who see the mailbox."""
    if app is None:
        return None
    return postbox.app(app).name


def presets(parts: Parts, acting: Person | None, app: AppId | None) -> Mapping[Protocol, Connection]:
    """What the provider of the app registration suggests; its extra trust anchor holds for its mail servers too."""
    if app is None:
        return {}
    registered = configure.app(acting, app)
    suggested = parts.providers[registered.provider].presets
    return {protocol: replace(one, ca_pem=one.ca_pem or registered.ca_pem) for protocol, one in suggested.items()}
