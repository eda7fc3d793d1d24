"""Handing a message to the outgoing server with its sender's own key, once.

The server's answer decides: taken, refused (5xx, a person must act), or not yet (4xx, or the line was lost before the
final dot). Lost after it, nobody knows: the submission is ambiguous, and is looked for before anything else is done.
That the dot is due is noted first; so the same is known of a message whose process was killed.
"""

import asyncio
from contextlib import AsyncExitStack

from poststelle.mailroom import rights
from poststelle.mailroom.explain import explained
from poststelle.mailroom.parts import Parts
from poststelle.mailroom.place import Place, look_up
from poststelle.mailroom.send.copying import copy_soon, look_for
from poststelle.mailroom.send.submit import PURPOSES
from poststelle.mailroom.send.turn import Turn, turn
from poststelle.mailroom.sign_on import open_smtp
from poststelle.model.address import Address
from poststelle.model.errors import Conflict, NotFound, NotPermitted, PoststelleError, Refused, Unreachable
from poststelle.model.finding import Step
from poststelle.model.identifiers import SubmissionId
from poststelle.model.mailbox import Authentication
from poststelle.model.person import Account
from poststelle.model.rights import NEEDED, Proof
from poststelle.model.submission import Event, State, Submission
from poststelle.store import accounts, grants, journal, persons
from poststelle.store import submissions as kept
from poststelle.transport.smtp import Accepted, Session

AFTER_DOT = "smtp-lost-after-dot"


async def deliver(parts: Parts, submission: SubmissionId) -> Submission:
    """One step onwards: a queued message is handed over, an ambiguous one looked for. Others stay as they are."""
    mine = turn(parts, submission)
    if not await mine.take():
        return await asyncio.to_thread(kept.find, submission)  # somebody is at it
    try:
        found = await asyncio.to_thread(kept.find, submission)
        if found.state is State.SENDING:  # its process died
            found = await _advance(parts, found, found.interruption, text="interrupted")
        if found.state is State.AMBIGUOUS:
            found = await look_for(parts, found)
        if found.state is State.QUEUED:
            found = await _hand_over(parts, mine, found)
        return await copy_soon(parts, found)
    finally:
        await mine.give_back()


async def _hand_over(parts: Parts, mine: Turn, submission: Submission) -> Submission:
    """What the server said is written down before the goodbye and before anything else hangs on it."""
    submission = await _advance(parts, submission, Event.STARTED)
    place = None
    async with AsyncExitStack() as until_noted:
        try:
            place = await asyncio.to_thread(look_up, parts, submission.mailbox)
            session, octets = await _signed_on(parts, place, submission)
            await until_noted.enter_async_context(session)
            accepted = await session.send(place.mailbox.address, submission.recipients, octets, mine.before_dot)
        except Conflict:
            return await asyncio.to_thread(kept.find, submission.id)  # another process went on with it
        except Unreachable as error:
            event = Event.LOST if error.code == AFTER_DOT else Event.DEFERRED
            return await _advance(parts, submission, event, _code(error), _words(error))
        except PoststelleError as error:
            return await _refused(parts, place, submission, error)
        done = await _accepted(parts, submission, accepted)
        await session.quit()
    return done


async def _accepted(parts: Parts, submission: Submission, accepted: Accepted) -> Submission:
    refused = [(Address(address), code, text) for address, code, text in accepted.refused]
    done = await asyncio.to_thread(
        kept.advance, submission.id, Event.ACCEPTED, parts.now(), accepted.code, accepted.text, refused
    )
    await asyncio.to_thread(_note_success, parts, submission)
    return done


async def _refused(parts: Parts, place: Place | None, submission: Submission, error: PoststelleError) -> Submission:
    done = await _advance(parts, submission, Event.REFUSED, _code(error), _words(error))
    shown = explained(place.provider, Step.SEND, error) if place else error
    await asyncio.to_thread(_note_refusal, parts, submission, shown)
    return done


async def _signed_on(parts: Parts, place: Place, submission: Submission) -> tuple[Session, bytes]:
    """The sender's right is asked for again: it may have been taken away while the message waited."""
    person = await asyncio.to_thread(persons.find, submission.person)
    await asyncio.to_thread(rights.admit, person, submission.mailbox, PURPOSES[submission.manner])
    account = await asyncio.to_thread(sender_account, place, submission)
    octets = await asyncio.to_thread(kept.octets, parts.blobs, submission.id)
    return await open_smtp(parts, place, account), octets


def sender_account(place: Place, submission: Submission) -> Account | None:
    """The sender's own account; `None` where the outgoing server wants the mailbox's password."""
    if place.outgoing.authentication is Authentication.PASSWORD:
        return None
    account = accounts.of_person(submission.person, place.registered.id)
    if account is None:
        raise Refused("not-signed-in", mailbox=place.mailbox.address, text="")
    return account


def _code(error: PoststelleError) -> int | None:
    status = error.facts.get("status", "")
    if isinstance(error, Refused) and error.status is not None:
        return error.status
    return int(status) if status.isdigit() else None


def _words(error: PoststelleError) -> str:
    """What the server said; our own code where nobody said anything."""
    return error.facts.get("text") or error.code


async def _advance(
    parts: Parts, submission: Submission, event: Event, code: int | None = None, text: str = ""
) -> Submission:
    return await asyncio.to_thread(kept.advance, submission.id, event, parts.now(), code, text)


def _note_success(parts: Parts, submission: Submission) -> None:
    _prove(parts, submission, Proof.PROVED, "sent")
    journal.note("sent", submission.person, submission.mailbox, parts.now(), manner=submission.manner)


def _note_refusal(parts: Parts, submission: Submission, error: PoststelleError) -> None:
    if error.code in ("send-as-denied", "send-on-behalf-denied"):
        _prove(parts, submission, Proof.REFUSED, error.facts.get("text", error.code))
    journal.note("send-refused", submission.person, submission.mailbox, parts.now(), code=error.code)


def _prove(parts: Parts, submission: Submission, proof: Proof, evidence: str) -> None:
    right = NEEDED[PURPOSES[submission.manner]]
    try:
        grants.prove(submission.mailbox, submission.person, right, proof, evidence, parts.now())
    except (NotFound, NotPermitted):
        return  # taken away meanwhile
