"""The keys of a mailbox: the accounts that open it, each with tokens that are renewed in time.

Every member signs in once. Reading takes the first key that works, sending the sender's own; a key that the
provider refuses is put aside with the reason, and nobody else is disturbed. A refresh token may count only once
(rotation), so one renewal runs at a time, across processes, and what it brought is kept in one transaction.
"""

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta

from poststelle.mailroom.app_tokens import app_only_token
from poststelle.mailroom.issuer.discovery import discover
from poststelle.mailroom.issuer.request import token as request_token
from poststelle.mailroom.parts import Parts
from poststelle.mailroom.place import Place, registered
from poststelle.model.errors import Misconfigured, Refused, Unreachable
from poststelle.model.identifiers import AccountId, MailboxId
from poststelle.model.mailbox import AppRegistration, Authentication, Connection, Protocol
from poststelle.model.person import Account, AccountState, Person
from poststelle.model.rights import Right
from poststelle.model.secret import Secret
from poststelle.protocols.oauth import request
from poststelle.providers.causes import known
from poststelle.providers.contract import Provider
from poststelle.store import accounts, grants, leases, mailboxes, persons, vault

__all__ = ["Key", "SignOn", "access_kind", "access_token", "app_only_token", "keys", "reading_keys", "sign_on"]

SPARE = timedelta(minutes=5)  # a token with less left is renewed before it is used
LEASE = timedelta(seconds=45)
TURN_SECONDS = 0.05
PATIENCE_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Key:
    account: Account
    person: Person

    @property
    def state(self) -> AccountState:
        return self.account.state


@dataclass(frozen=True, slots=True)
class SignOn:
    """What is said to a server: whose name, and the secret behind it."""

    username: str
    secret: Secret[str]
    mechanisms: tuple[str, ...]

    @property
    def by_password(self) -> bool:
        return "PLAIN" in self.mechanisms


def keys(mailbox: MailboxId) -> list[Key]:
    """The accounts of those who hold a right on the mailbox, working ones first."""
    found = mailboxes.find(mailbox)
    if found.app is None:
        return []
    members = {grant.person for grant in grants.of_mailbox(mailbox)}
    theirs = [one for one in accounts.of_app(found.app) if one.person in members]
    people = persons.several([one.person for one in theirs])
    return [Key(one, people[one.person]) for one in theirs]


def reading_keys(mailbox: MailboxId) -> list[Key]:
    """Those that may fetch, without the refused ones."""
    readers = {grant.person for grant in grants.of_mailbox(mailbox) if grant.right is Right.READ_AND_MANAGE}
    return [key for key in keys(mailbox) if key.person.id in readers and key.state is AccountState.VALID]


def access_kind(provider: Provider, app: AppRegistration, protocol: Protocol) -> str:
    """Where the vault keeps the token: one a protocol, unless the provider's token serves all."""
    return f"access-{protocol}" if provider.token_scopes(app, protocol) else "access-token"


async def sign_on(parts: Parts, place: Place, connection: Connection, account: Account | None) -> SignOn:
    """Name and secret for this server; without an account the mailbox's password, or the app's own token."""
    if connection.authentication is Authentication.PASSWORD:
        return await asyncio.to_thread(_by_password, parts, place, connection)
    if account is None:
        scopes = place.provider.app_only_scopes(place.registered, connection.protocol)
        access = await app_only_token(parts, place.registered.id, scopes)
        name = place.provider.identity(connection, place.mailbox, place.mailbox.address)
        return SignOn(name, access, place.provider.mechanisms)
    access = await access_token(parts, account.id, connection.protocol)
    name = place.provider.identity(connection, place.mailbox, account.address)
    return SignOn(name, access, place.provider.mechanisms)


def _by_password(parts: Parts, place: Place, connection: Connection) -> SignOn:
    password = vault.get(parts.vault, "mailbox", place.mailbox.id, "password")
    if password is None:
        raise Misconfigured("password-missing", field="password", mailbox=place.mailbox.address)
    name = place.provider.identity(connection, place.mailbox, place.mailbox.address)
    return SignOn(name, password, ("PLAIN", "LOGIN"))


async def access_token(
    parts: Parts, account: AccountId, protocol: Protocol, *, renew: bool = False, spare: timedelta = SPARE
) -> Secret[str]:
    """A token for servers of this protocol that lives at least `spare` longer; `renew` asks the provider in any case.

    `Refused` when the provider no longer takes the account's grant; the account is marked then.
    """
    begun = parts.now()
    if not renew and (kept := await asyncio.to_thread(_kept, parts, account, protocol, begun + spare)):
        return kept
    name, holder = f"renew-{account}", parts.new_token()[:64]
    await _take_turn(parts, name, holder)
    try:
        if not renew and (kept := await asyncio.to_thread(_kept, parts, account, protocol, begun + spare)):
            return kept
        return await _renewed(parts, account, protocol)
    finally:
        await asyncio.to_thread(leases.give_back, name, holder)


def _kept(parts: Parts, account: AccountId, protocol: Protocol, until: datetime) -> Secret[str] | None:
    found = accounts.find(account)
    if found.state is AccountState.REFUSED:
        raise Refused(found.reason or "sign-in-again", account=found.address, sign_in_again="yes")
    app, provider = registered(parts, found.app)
    kept = vault.find(parts.vault, accounts.OWNER, account, access_kind(provider, app, protocol))
    return kept[0] if kept and kept[1] is not None and kept[1] > until else None


async def _take_turn(parts: Parts, name: str, holder: str) -> None:
    """Wait until nobody else renews this account; the lease outlives a request, so a dead holder does not block."""
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not await asyncio.to_thread(leases.take, name, holder, parts.now(), parts.now() + LEASE):  # noqa: ASYNC110
                await asyncio.sleep(TURN_SECONDS)
    except TimeoutError as error:
        raise Unreachable("provider-unavailable", text="an earlier renewal has not ended") from error


async def _renewed(parts: Parts, account: AccountId, protocol: Protocol) -> Secret[str]:
    refresh = await asyncio.to_thread(_refresh_token, parts, account)
    try:
        return await _renew(parts, account, protocol, refresh)
    except Refused as error:
        if not await asyncio.to_thread(_is_dead, parts, account, error):
            raise
        # somebody without our lease may have rotated it: an older release, a restored copy of the database
        other = await asyncio.to_thread(_refresh_token, parts, account)
        if other.reveal() != refresh.reveal():
            return await _renew(parts, account, protocol, other)
        await asyncio.to_thread(accounts.refuse, account, error.code)
        raise


def _refresh_token(parts: Parts, account: AccountId) -> Secret[str]:
    found = vault.get(parts.vault, accounts.OWNER, account, accounts.REFRESH_TOKEN)
    if found is None:
        raise Refused("no-refresh-token", account=accounts.find(account).address, sign_in_again="yes")
    return found


async def _renew(parts: Parts, account: AccountId, protocol: Protocol, refresh: Secret[str]) -> Secret[str]:
    found = await asyncio.to_thread(accounts.find, account)
    app, provider = await asyncio.to_thread(registered, parts, found.app)
    issuer = await discover(parts, app, provider)
    form = request.refresh_form(refresh.reveal(), provider.token_scopes(app, protocol))
    got = await request_token(parts, app, provider, issuer, form)
    kind = access_kind(provider, app, protocol)
    await asyncio.to_thread(
        accounts.renewed,
        parts.vault,
        account,
        got.access_token,
        got.expires,
        got.refresh_token,
        kind=kind,
        at=parts.now(),
    )
    return got.access_token


def _is_dead(parts: Parts, account: AccountId, error: Refused) -> bool:
    """Whether the grant is over, rather than the app registration wrong or the service tired."""
    _, provider = registered(parts, accounts.find(account).app)
    cause = known(provider, error.code)
    return error.facts.get("said") == "invalid_grant" or bool(cause and cause.sign_in_again)
