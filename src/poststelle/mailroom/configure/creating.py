"""Scene 1: a mailbox gets its name and address, and is made at the provider where that is possible."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

from poststelle.mailroom import journal, rights
from poststelle.mailroom.configure import mirror
from poststelle.mailroom.configure.granting import take_over
from poststelle.mailroom.parts import Parts
from poststelle.model.address import Address
from poststelle.model.errors import Conflict, Misconfigured
from poststelle.model.identifiers import AppId, MailboxId
from poststelle.model.mailbox import Kind, Mailbox
from poststelle.model.person import Person
from poststelle.model.rights import Right
from poststelle.store import mailboxes, registrations

MAX_NAME = 200


@dataclass(frozen=True, slots=True)
class NewMailbox:
    address: str
    name: str
    kind: Kind = Kind.SHARED
    app: AppId | None = None
    fetch_every_seconds: int = 300


async def create(parts: Parts, actor: Person | None, wanted: NewMailbox) -> Mailbox:
    """Create a mailbox here and in the provider's directory; one that is there is taken over with its rights."""
    if actor is not None:
        rights.administer(actor)
    address = parsed(wanted.address)
    name = _name(wanted.name or address)
    if await asyncio.to_thread(mailboxes.by_address, address):
        raise Conflict("mailbox-exists", mailbox=address)
    held: Mapping[Right, list[Address]] = {}
    if wanted.kind is Kind.SHARED and (access := await mirror.enter(parts, wanted.app)):
        try:
            await access.directory.create(parts.network, access.app, access.token, address, name)
        except Conflict:  # somebody made it in the provider's own pages
            held = await access.directory.grants(parts.network, access.app, access.token, address)
    made = await asyncio.to_thread(_keep, parts, actor, wanted, address, name)
    await asyncio.to_thread(take_over, parts, actor, made.id, held)
    return made


def rename(parts: Parts, actor: Person | None, mailbox: MailboxId, name: str) -> Mailbox:
    if actor is not None:
        rights.administer(actor)
    changed = mailboxes.update(mailbox, name=_name(name))
    journal.note(parts, "mailbox-renamed", actor, mailbox, name=changed.name)
    return changed


def remove(parts: Parts, actor: Person | None, mailbox: MailboxId) -> None:
    """Forget the mailbox with all that was fetched; at the provider it stays."""
    if actor is not None:
        rights.administer(actor)
    address = mailboxes.find(mailbox).address
    mailboxes.remove(mailbox)
    journal.note(parts, "mailbox-removed", actor, None, address=address)


def parsed(text: str) -> Address:
    try:
        return Address.parse(text)
    except ValueError as error:
        raise Misconfigured("address-malformed", field="address", text=text) from error


def _name(text: str) -> str:
    name = " ".join(text.split())
    if not name or len(name) > MAX_NAME or not name.isprintable():
        raise Misconfigured("name-malformed", field="name", text=name[:MAX_NAME])
    return name


def _keep(parts: Parts, actor: Person | None, wanted: NewMailbox, address: Address, name: str) -> Mailbox:
    if wanted.app is not None:
        registrations.find(wanted.app)
    made = mailboxes.create(address, name, wanted.kind, wanted.app, wanted.fetch_every_seconds)
    journal.note(parts, "mailbox-created", actor, made.id, kind=made.kind)
    return made
