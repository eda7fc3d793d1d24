"""Tokens of the app registration itself: for a provider's directory, and as the last key of a mailbox."""

import asyncio
import zlib

from poststelle.mailroom.issuer.discovery import discover
from poststelle.mailroom.issuer.request import token as request_token
from poststelle.mailroom.parts import Parts
from poststelle.mailroom.place import registered
from poststelle.model.identifiers import AppId
from poststelle.model.secret import Secret
from poststelle.protocols.oauth import request
from poststelle.store import vault
from poststelle.store.registrations import OWNER

SPARE_SECONDS = 300
ALLOWED = "app-only"


async def app_only_token(parts: Parts, app: AppId, scopes: tuple[str, ...]) -> Secret[str]:
    """A token for these scopes, from the vault while it lives at least five minutes longer."""
    kind = f"app-only-{zlib.crc32(' '.join(scopes).encode()):08x}"
    kept = await asyncio.to_thread(vault.find, parts.vault, OWNER, app, kind)
    if kept and kept[1] is not None and (kept[1] - parts.now()).total_seconds() > SPARE_SECONDS:
        return kept[0]
    found, provider = await asyncio.to_thread(registered, parts, app)
    issuer = await discover(parts, found, provider)
    form = request.client_credentials_form(scopes)
    got = await request_token(parts, found, provider, issuer, form)
    await asyncio.to_thread(vault.put, parts.vault, OWNER, app, kind, got.access_token, got.expires)
    return got.access_token


def allow_app_only(parts: Parts, app: AppId) -> None:
    """From now on the app's own token may open mailboxes when no member's does."""
    vault.put(parts.vault, OWNER, app, ALLOWED, Secret("allowed"))


def app_only_allowed(app: AppId) -> bool:
    return vault.has(OWNER, app, ALLOWED)
