"""Client credentials: the installation speaks for itself, with permissions that an administrator of the tenant gave."""

import asyncio

from poststelle.mailroom import rights
from poststelle.mailroom.app_tokens import allow_app_only, app_only_token
from poststelle.mailroom.authorize.account import protocols_of
from poststelle.mailroom.parts import Parts
from poststelle.mailroom.place import look_up
from poststelle.model.errors import Misconfigured
from poststelle.model.identifiers import MailboxId
from poststelle.model.person import Person
from poststelle.store import journal


async def app_only(parts: Parts, person: Person, mailbox: MailboxId) -> None:
    """Try it now; from then on it is the last key of every mailbox of this app."""
    await asyncio.to_thread(rights.administer, person)
    place = await asyncio.to_thread(look_up, parts, mailbox)
    app = place.registered
    for protocol in sorted(protocols_of(place.mailbox)):
        scopes = place.provider.app_only_scopes(app, protocol)
        if not scopes:
            raise Misconfigured("app-only-not-offered", field="app", provider=place.provider.label)
        await app_only_token(parts, app.id, scopes)
    await asyncio.to_thread(allow_app_only, parts, app.id)
    await asyncio.to_thread(journal.note, "app-only-allowed", person.id, mailbox, parts.now(), app=app.name)
