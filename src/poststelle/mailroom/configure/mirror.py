"""The provider's own directory, where it lets programs in; and the script an administrator runs where it does not."""

import asyncio
from dataclasses import dataclass

from poststelle.mailroom.app_tokens import app_only_token
from poststelle.mailroom.parts import Parts
from poststelle.mailroom.place import look_up, registered
from poststelle.model.address import Address
from poststelle.model.identifiers import AppId, MailboxId, PersonId
from poststelle.model.mailbox import AppRegistration, Kind, Mailbox
from poststelle.model.rights import Right
from poststelle.model.secret import Secret
from poststelle.providers.contract import Directory
from poststelle.store import accounts, grants, persons


@dataclass(frozen=True, slots=True)
class Access:
    """A directory with what it takes to enter."""

    directory: Directory
    app: AppRegistration
    token: Secret[str]


async def enter(parts: Parts, app: AppId | None) -> Access | None:
    """The directory behind an app registration; `None` where there is none, or no secret to sign on with."""
    if app is None:
        return None
    found, provider = await asyncio.to_thread(registered, parts, app)
    if provider.directory is None or not found.has_secret:
        return None
    return Access(provider.directory, found, await app_only_token(parts, app, provider.directory.scopes))


async def beside(parts: Parts, mailbox: Mailbox) -> Access | None:
    """The directory that keeps the mailbox's rights: those on a personal mailbox are ours alone."""
    return await enter(parts, mailbox.app) if mailbox.kind is Kind.SHARED else None


def address_at(app: AppId, person: PersonId) -> Address:
    """Under which address the provider knows the person: that of the account, or ours before the first sign-in."""
    account = accounts.of_person(person, app)
    return account.address if account else persons.find(person).address


def directory_script(parts: Parts, mailbox: MailboxId) -> str | None:
    """What an administrator of the provider runs, where programs may not; `None` where nothing is to be run."""
    place = look_up(parts, mailbox)
    if place.provider.script is None or place.app is None:
        return None
    holders: dict[Right, list[Address]] = {right: [] for right in Right}
    for grant in grants.of_mailbox(mailbox):
        holders[grant.right].append(address_at(place.app.id, grant.person))
    return place.provider.script(place.mailbox, holders)
