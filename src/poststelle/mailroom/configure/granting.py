"""Scene 2: the three rights. What a directory took is pending until the check proves it; elsewhere it is wanted."""

import asyncio
from collections.abc import Collection, Mapping

from poststelle.mailroom import journal, rights
from poststelle.mailroom.configure import mirror
from poststelle.mailroom.parts import Parts
from poststelle.model.address import Address
from poststelle.model.identifiers import MailboxId, PersonId
from poststelle.model.person import Person
from poststelle.model.rights import Grant, Proof, Right, Source
from poststelle.store import grants, mailboxes, persons


async def grant(
    parts: Parts, actor: Person | None, mailbox: MailboxId, people: Collection[PersonId], wanted: Collection[Right]
) -> list[Grant]:
    """Give these people these rights, each at the provider first; what is done when one is refused stays done."""
    if actor is not None:
        rights.administer(actor)
    found = await asyncio.to_thread(mailboxes.find, mailbox)
    access = await mirror.beside(parts, found)
    done = []
    for person in people:
        for right in wanted:
            if access:
                address = await asyncio.to_thread(mirror.address_at, access.app.id, person)
                await access.directory.grant(parts.network, access.app, access.token, found.address, address, right)
            done.append(await asyncio.to_thread(_keep, parts, actor, mailbox, person, right, access is not None))
    return done


def take_over(
    parts: Parts, actor: Person | None, mailbox: MailboxId, held: Mapping[Right, Collection[Address]]
) -> None:
    """Note what a directory already knows; holders who are nobody here are left to it."""
    for right, holders in held.items():
        for person in filter(None, map(persons.by_address, holders)):
            _keep(parts, actor, mailbox, person.id, right, in_directory=True)


async def revoke(
    parts: Parts, actor: Person | None, mailbox: MailboxId, people: Collection[PersonId], unwanted: Collection[Right]
) -> list[Grant]:
    """Take these rights away and return what is left. Our own door shuts first, then the provider's."""
    if actor is not None:
        rights.administer(actor)
    found = await asyncio.to_thread(mailboxes.find, mailbox)
    for person in people:
        for right in unwanted:
            await asyncio.to_thread(_forget, parts, actor, mailbox, person, right)
    if access := await mirror.beside(parts, found):
        for person in people:
            address = await asyncio.to_thread(mirror.address_at, access.app.id, person)
            for right in unwanted:
                await access.directory.revoke(parts.network, access.app, access.token, found.address, address, right)
    return await asyncio.to_thread(grants.of_mailbox, mailbox)


def _keep(
    parts: Parts, actor: Person | None, mailbox: MailboxId, person: PersonId, right: Right, in_directory: bool
) -> Grant:
    known = persons.find(person)
    there = right in grants.held(person, mailbox)
    source, proof = (Source.DIRECTORY, Proof.PENDING) if in_directory else (Source.ENTERED, Proof.WANTED)
    kept = grants.put(Grant(mailbox, person, right, source, proof, at=parts.now()))
    if not there:
        journal.note(parts, "right-granted", actor, mailbox, right=right, person=known.address)
    return kept


def _forget(parts: Parts, actor: Person | None, mailbox: MailboxId, person: PersonId, right: Right) -> None:
    known = persons.find(person)
    if grants.remove(mailbox, person, right):
        journal.note(parts, "right-revoked", actor, mailbox, right=right, person=known.address)
