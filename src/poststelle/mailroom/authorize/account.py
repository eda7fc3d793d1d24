"""The account a sign-in brought: kept with its tokens, and looked at for what will not work with it."""

import asyncio
from dataclasses import dataclass

from poststelle.mailroom.keyring import access_kind
from poststelle.mailroom.parts import Parts
from poststelle.mailroom.place import Place
from poststelle.model.address import Address
from poststelle.model.errors import Refused
from poststelle.model.finding import Finding, Responsible, Status, Step
from poststelle.model.mailbox import Authentication, Kind, Mailbox, Protocol
from poststelle.model.person import Account, Person
from poststelle.model.rights import Right
from poststelle.protocols.oauth.answer import TokenAnswer
from poststelle.protocols.oauth.id_token import IdToken
from poststelle.store import accounts, grants, journal

WITHOUT_RESOURCE = frozenset({"openid", "profile", "email", "offline_access"})


@dataclass(frozen=True, slots=True)
class SignedIn:
    """`warnings` are what the person should know before going on; none of them undoes the sign-in."""

    account: Account
    mailbox: Mailbox
    warnings: tuple[Finding, ...]


async def signed_in(parts: Parts, place: Place, person: Person, identity: IdToken, token: TokenAnswer) -> SignedIn:
    """Keep the account and its tokens."""
    asked = place.provider.scopes(place.registered, protocols_of(place.mailbox))
    account = await asyncio.to_thread(_keep, parts, place, person, identity, token)
    held = await asyncio.to_thread(grants.held, person.id, place.mailbox.id)
    found = warnings(place.mailbox, person, account, held, token.refresh_token is not None, asked)
    return SignedIn(account, place.mailbox, found)


def protocols_of(mailbox: Mailbox) -> frozenset[Protocol]:
    """Those that sign on with OAuth 2.0; no more is asked for than the mailbox uses."""
    both = (mailbox.incoming, mailbox.outgoing)
    return frozenset(one.protocol for one in both if one and one.authentication is Authentication.OAUTH2)


def _keep(parts: Parts, place: Place, person: Person, identity: IdToken, token: TokenAnswer) -> Account:
    app, mailbox = place.registered, place.mailbox
    account = accounts.keep(
        app=app.id,
        person=person.id,
        issuer=identity.issuer,
        subject=identity.subject,
        address=_address(identity),
        at=parts.now(),
        name=identity.name,
        tenant=identity.tenant,
        scopes=token.scopes,
    )
    for protocol in sorted(protocols_of(mailbox)) or list(Protocol):
        kind = access_kind(place.provider, app, protocol)
        accounts.renewed(parts.vault, account.id, token.access_token, token.expires, token.refresh_token, kind=kind)
    journal.note("signed-in", person.id, mailbox.id, parts.now(), account=account.address)
    return accounts.find(account.id)


def _address(identity: IdToken) -> Address:
    try:
        return Address.parse(identity.address)
    except ValueError as error:
        raise Refused("id-token-without-address", subject=identity.subject, text=identity.address) from error


def warnings(
    mailbox: Mailbox,
    person: Person,
    account: Account,
    held: frozenset[Right],
    with_refresh_token: bool,
    asked: tuple[str, ...],
) -> tuple[Finding, ...]:
    """What will not work, or is probably not meant. Pure."""
    facts: dict[str, str] = {"account": account.address, "mailbox": mailbox.address, "person": person.address}
    missing = _missing(asked, account.scopes)
    questions = (
        (mailbox.kind is Kind.SHARED and account.address == mailbox.address, "signed-in-as-shared-mailbox", facts),
        (not held, "no-right-on-mailbox", facts),
        (account.address not in (person.address, mailbox.address), "another-address-than-person", facts),
        (not with_refresh_token, "no-refresh-token", facts),
        (bool(missing), "scopes-missing", facts | {"scopes": " ".join(missing)}),
    )
    return tuple(_notice(code, more) for doubtful, code, more in questions if doubtful)


def _missing(asked: tuple[str, ...], granted: tuple[str, ...]) -> tuple[str, ...]:
    """Servers leave `scope` out when it is as asked (RFC 6749 section 5.1), and name resources in short or in full."""
    if not granted:
        return ()
    short = {_short(scope) for scope in granted}
    return tuple(scope for scope in asked if scope not in WITHOUT_RESOURCE and _short(scope) not in short)


def _short(scope: str) -> str:
    return scope.rstrip("/").rpartition("/")[2].lower()


def _notice(code: str, facts: dict[str, str]) -> Finding:
    return Finding(Step.TOKEN, Status.NOTICE, code, facts, responsible=Responsible.MEMBER)
