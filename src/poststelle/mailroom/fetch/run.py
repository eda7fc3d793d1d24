"""One fetch of a mailbox with the first key that works.

What a key is refused is tried with the next one, in the same run; a server that cannot be reached is not asked again
with another key. Each batch was safe before the next was asked for, so an interrupted fetch loses nothing: the error
says how much is kept, and the next fetch goes on from there.
"""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass

from poststelle.mailroom import keyring, rights
from poststelle.mailroom.app_tokens import app_only_allowed
from poststelle.mailroom.explain import cause_of, explained
from poststelle.mailroom.fetch import imap, pop3
from poststelle.mailroom.fetch.tally import Tally
from poststelle.mailroom.parts import Parts
from poststelle.mailroom.place import Place, look_up
from poststelle.mailroom.sign_on import open_imap, open_pop3, reading_name
from poststelle.model.errors import NotPermitted, PoststelleError, Refused, Unreachable
from poststelle.model.finding import Step
from poststelle.model.identifiers import MailboxId
from poststelle.model.mailbox import Authentication, Protocol
from poststelle.model.message import FetchResult
from poststelle.model.person import Account, Person
from poststelle.model.rights import Permit, Proof, Purpose, Right
from poststelle.store import grants, journal, mailboxes, persons

OK = "ok"
TOKEN_RAN_OUT = "token-expired-in-session"  # noqa: S105


@dataclass(frozen=True, slots=True)
class Turn:
    """A key and the person whose right it is used by; without an account it is the mailbox's or the app's own."""

    account: Account | None
    person: Person


async def fetch(parts: Parts, person: Person, mailbox: MailboxId) -> FetchResult:
    """Fetch now, for a person who may read the mailbox; that person's own key comes first."""
    await asyncio.to_thread(rights.admit, person, mailbox, Purpose.FETCH)
    return await _fetch(parts, mailbox, person)


async def fetch_for_members(parts: Parts, mailbox: MailboxId) -> FetchResult:
    """Fetch for those who may read: the worker has no right of its own and goes in as the owner of the key it uses."""
    return await _fetch(parts, mailbox, None)


async def _fetch(parts: Parts, mailbox: MailboxId, person: Person | None) -> FetchResult:
    begun, tally = time.monotonic(), Tally()
    try:
        place = await asyncio.to_thread(look_up, parts, mailbox)
        await _with_first_working(parts, place, await asyncio.to_thread(turns, place, person), tally)
    except PoststelleError as error:
        error.facts = {**error.facts, "kept": str(tally.new)}
        await asyncio.to_thread(mailboxes.note_fetch, mailbox, error.code, error.facts, parts.now())
        raise
    result = tally.result(time.monotonic() - begun)
    facts = {"new": str(result.new), "changed": str(result.changed), "gone": str(result.gone)}
    await asyncio.to_thread(mailboxes.note_fetch, mailbox, OK, facts, parts.now())
    return result


def turns(place: Place, person: Person | None) -> list[Turn]:
    """The keys in the order in which they are tried."""
    readers = [grant.person for grant in grants.of_mailbox(place.mailbox.id) if grant.right is Right.READ_AND_MANAGE]
    first = person or (persons.find(readers[0]) if readers else None)
    if first is None:
        raise NotPermitted("nobody-holds-right", right=Right.READ_AND_MANAGE, mailbox=place.mailbox.address)
    if place.incoming.authentication is Authentication.PASSWORD:
        return [Turn(None, first)]
    ring = sorted(keyring.reading_keys(place.mailbox.id), key=lambda key: key.person.id != first.id)
    found = [Turn(key.account, key.person) for key in ring]
    if place.app is not None and app_only_allowed(place.app.id):
        found.append(Turn(None, first))
    return found


async def _with_first_working(parts: Parts, place: Place, ring: Sequence[Turn], tally: Tally) -> None:
    if not ring:
        raise Refused("no-key", mailbox=place.mailbox.address, text="")
    refused: Refused | None = None
    for turn in ring:
        try:
            return await _with(parts, place, turn, tally)
        except Refused as error:
            refused = refused or error
            await asyncio.to_thread(_note_refusal, parts, place, turn, error)
    assert refused is not None
    raise refused


async def _with(parts: Parts, place: Place, turn: Turn, tally: Tally) -> None:
    permit = await asyncio.to_thread(rights.admit, turn.person, place.mailbox.id, Purpose.FETCH)
    try:
        await _bring_all(parts, place, turn.account, permit, tally)
    except Refused as error:
        raise explained(place.provider, Step.MAILBOX, error) from error
    await asyncio.to_thread(_note_success, parts, place, turn)


async def _bring_all(parts: Parts, place: Place, account: Account | None, permit: Permit, tally: Tally) -> None:
    """A long fetch outlives its token; the server ends the session then, and the next one goes on from there."""
    brought = -1
    while True:
        try:
            return await _bring(parts, place, account, permit, tally)
        except (Refused, Unreachable) as error:
            cause = cause_of(place.provider, Step.MAILBOX, error)
            if cause is None or cause.code != TOKEN_RAN_OUT or tally.new == brought:
                raise
        brought, tally.folders = tally.new, 0


async def _bring(parts: Parts, place: Place, account: Account | None, permit: Permit, tally: Tally) -> None:
    if place.incoming.protocol is Protocol.POP3:
        async with await open_pop3(parts, place, account) as over_pop3:
            await pop3.fetch_all(parts, over_pop3, permit, tally)
        return
    async with await open_imap(parts, place, account) as over_imap:
        await imap.fetch_all(parts, over_imap, permit, tally, reading_name(place, account), place.mailbox.address)


def _note_refusal(parts: Parts, place: Place, turn: Turn, error: Refused) -> None:
    """Whoever's key was refused is asked to act; the others notice nothing."""
    account = turn.account.address if turn.account else place.mailbox.address
    journal.note("key-refused", turn.person.id, place.mailbox.id, parts.now(), account=account, code=error.code)
    if turn.account is not None and error.code in ("full-access-missing", "folder-no-permission"):
        _prove(parts, place, turn, Proof.REFUSED, error.facts.get("text", error.code))


def _note_success(parts: Parts, place: Place, turn: Turn) -> None:
    if turn.account is not None:
        _prove(parts, place, turn, Proof.PROVED, "fetched")


def _prove(parts: Parts, place: Place, turn: Turn, proof: Proof, evidence: str) -> None:
    """A grant taken away meanwhile needs no proof."""
    if Right.READ_AND_MANAGE in grants.held(turn.person.id, place.mailbox.id):
        grants.prove(place.mailbox.id, turn.person.id, Right.READ_AND_MANAGE, proof, evidence, parts.now())
