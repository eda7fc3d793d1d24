"""From a document to the installation: compare each thing with what is there, change what differs, say so."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict

from poststelle.mailroom import configure, journal
from poststelle.mailroom import persons as people
from poststelle.mailroom.apply.change import Change
from poststelle.mailroom.apply.connections import connection
from poststelle.mailroom.apply.document import AppEntry, Document, GrantEntry, MailboxEntry, PersonEntry
from poststelle.mailroom.configure import AppFields, NewMailbox
from poststelle.mailroom.parts import Parts
from poststelle.model.errors import Misconfigured
from poststelle.model.mailbox import AppRegistration, Mailbox
from poststelle.store import grants, mailboxes, persons, registrations, vault

NOT_COMPARED = ("id", "has_secret", "secret_expires")


async def apply(parts: Parts, document: Document) -> list[Change]:
    """Bring the installation to what the document says; a second time everything is kept."""
    await asyncio.to_thread(_known, document)
    done = [await asyncio.to_thread(_person, parts, entry) for entry in document.people]
    done += [await asyncio.to_thread(_app, parts, entry) for entry in document.apps]
    for entry in document.mailboxes:
        done.append(await _mailbox(parts, entry))
        done += [await _grant(parts, entry, grant) for grant in entry.grants]
    return done


def _known(document: Document) -> None:
    """Whoever is named in a grant and whatever app a mailbox names is in the file or here already."""
    named = {entry.address for entry in document.people}
    apps = {entry.name for entry in document.apps}
    for mailbox in document.mailboxes:
        if mailbox.app is not None and mailbox.app not in apps and registrations.by_name(mailbox.app) is None:
            raise Misconfigured("app-unknown", field=f"{mailbox.path}.app", app=mailbox.app)
        for grant in mailbox.grants:
            if grant.person not in named and persons.by_address(grant.person) is None:
                raise Misconfigured("person-unknown", field=f"{grant.path}.person", person=grant.person)


def _person(parts: Parts, entry: PersonEntry) -> Change:
    before = persons.by_address(entry.address)
    if before is None:
        with _at(entry.path):
            people.create(
                None,
                entry.name,
                entry.address,
                entry.password,
                administrator=bool(entry.administrator),
                language=entry.language or "",
            )
        journal.note(parts, "person-created", None, person=entry.address)
        return Change("person", entry.address, "created")
    wanted = {"name": entry.name, "administrator": entry.administrator, "language": entry.language}
    changed = [key for key, value in wanted.items() if value is not None and value != getattr(before, key)]
    if changed:
        persons.update(before.id, name=entry.name, administrator=entry.administrator, language=entry.language)
    if entry.password is not None and not persons.has_password(before.id, entry.password.reveal()):
        with _at(entry.path):
            people.set_password(None, before.id, entry.password)
        changed.append("password")
    return _compared("person", entry.address, changed)


def _app(parts: Parts, entry: AppEntry) -> Change:
    before = registrations.by_name(entry.name)
    values = {name: part for name, part in asdict(entry).items() if name not in {"path", "client_secret"}}
    fields = AppFields(
        **values,
        id=before.id if before else None,
        secret_expires=before.secret_expires if before else None,
    )
    changed = _differing(before, fields.registration()) if before else []
    if before and _new_secret(parts, before, entry):
        changed.append("client_secret")
    if before is None or changed:
        with _at(entry.path):
            secret = entry.client_secret if before is None or "client_secret" in changed else None
            configure.register(parts, None, fields, secret)
    return Change("app", entry.name, "created") if before is None else _compared("app", entry.name, changed)


def _new_secret(parts: Parts, before: AppRegistration, entry: AppEntry) -> bool:
    if entry.client_secret is None:
        return False
    kept = vault.get(parts.vault, registrations.OWNER, before.id, registrations.CLIENT_SECRET)
    return kept != entry.client_secret


async def _mailbox(parts: Parts, entry: MailboxEntry) -> Change:
    before = await asyncio.to_thread(mailboxes.by_address, entry.address)
    app = await asyncio.to_thread(registrations.by_name, entry.app) if entry.app else None
    if before is None:
        with _at(entry.path):
            name = entry.name or entry.address
            there = await configure.create(
                parts, None, NewMailbox(entry.address, name, entry.kind, app.id if app else None)
            )
    changed = await asyncio.to_thread(_settle, parts, entry, before or there, app)
    return _compared("mailbox", entry.address, changed) if before else Change("mailbox", entry.address, "created")


def _settle(parts: Parts, entry: MailboxEntry, there: Mailbox, app: AppRegistration | None) -> list[str]:
    """Name, kind, schedule, servers and password of a mailbox that is there; returns what differed."""
    provider = parts.providers[app.provider] if app else None
    app_id = app.id if app else there.app
    incoming = connection(entry.incoming, provider, has_app=app_id is not None) if entry.incoming else there.incoming
    outgoing = connection(entry.outgoing, provider, has_app=app_id is not None) if entry.outgoing else there.outgoing
    wanted = {
        "name": entry.name if entry.name is not None else there.name,
        "kind": entry.kind,
        "fetch_every_seconds": entry.fetch_every_seconds or there.fetch_every_seconds,
        "app": app_id,
        "incoming": incoming,
        "outgoing": outgoing,
    }
    changed = [key for key, value in wanted.items() if value != getattr(there, key)]
    if entry.password is not None:
        kept = vault.get(parts.vault, mailboxes.OWNER, there.id, mailboxes.PASSWORD)
        changed += ["password"] if kept != entry.password else []
    if {"app", "incoming", "outgoing", "password"} & set(changed):
        with _at(entry.path):
            configure.connect(parts, None, there.id, incoming, outgoing, app_id, entry.password)
    if {"name", "kind", "fetch_every_seconds"} & set(changed):
        mailboxes.update(there.id, name=entry.name, kind=entry.kind, fetch_every_seconds=entry.fetch_every_seconds)
    return changed


async def _grant(parts: Parts, entry: MailboxEntry, grant: GrantEntry) -> Change:
    mailbox = await asyncio.to_thread(mailboxes.by_address, entry.address)
    person = await asyncio.to_thread(persons.by_address, grant.person)
    assert mailbox is not None
    assert person is not None
    held = await asyncio.to_thread(grants.held, person.id, mailbox.id)
    missing = [right for right in grant.rights if right not in held]
    too_many = sorted(held - set(grant.rights))
    if missing:
        await configure.grant(parts, None, mailbox.id, [person.id], missing)
    if too_many:
        await configure.revoke(parts, None, mailbox.id, [person.id], too_many)
    name = f"{entry.address} {grant.person}"
    changed = tuple(str(right) for right in (*missing, *too_many))
    if not changed:
        return Change("grant", name, "kept")
    return Change("grant", name, "changed" if held else "created", changed)


def _differing(before: AppRegistration, after: AppRegistration) -> list[str]:
    old, new = asdict(before), asdict(after)
    return [name for name in old if name not in NOT_COMPARED and old[name] != new[name]]


def _compared(kind: str, name: str, changed: list[str]) -> Change:
    assert kind in {"person", "app", "mailbox"}
    return Change(kind, name, "changed" if changed else "kept", tuple(changed))  # type: ignore[arg-type]


@contextmanager
def _at(path: str) -> Iterator[None]:
    """Name the place in the file for what turns out wrong while applying."""
    try:
        yield
    except Misconfigured as error:
        facts = {**error.facts, "field": f"{path}.{error.facts.get('field', '')}".rstrip(".")}
        raise Misconfigured(error.code, **facts) from error
