"""The copy in the mailbox's Sent folder, exactly once, and the search for a message of which nobody knows.

Some servers file the copy themselves, some do depending on a switch, most do not; and we may have been killed after
filing it. So we look by Message-ID, after the time the server needs for its own, and append only what is missing.
"""

import asyncio
from datetime import datetime, timedelta

from poststelle.mailroom.fetch.run import turns
from poststelle.mailroom.fetch.tree import list_folders
from poststelle.mailroom.parts import Parts
from poststelle.mailroom.place import Place, look_up
from poststelle.mailroom.sign_on import open_imap, reading_name
from poststelle.model.errors import NotPermitted, PoststelleError
from poststelle.model.mailbox import Protocol
from poststelle.model.message import Use
from poststelle.model.person import Account
from poststelle.model.submission import Event, State, Submission
from poststelle.protocols.imap.syntax import Atom
from poststelle.providers.contract import SentCopy
from poststelle.store import submissions as kept
from poststelle.transport.imap import ImapSession

SOON = timedelta(seconds=5)  # as long as somebody who pressed [Send] may be kept waiting
SENT_WHERE_NONE_IS = "Sent"
LOOKED_IN = (Use.SENT, Use.INBOX)


async def copy_soon(parts: Parts, submission: Submission) -> Submission:
    """File the copy now if that need not wait; trouble with it is no trouble with the sending."""
    if submission.state is not State.SENT:
        return submission
    place = await asyncio.to_thread(look_up, parts, submission.mailbox)
    if timedelta(seconds=place.provider.copy_after_seconds) > SOON:
        return submission
    try:
        return await file_copy(parts, submission, wait=True)
    except PoststelleError:
        return submission  # the outbox tries again


async def file_copy(parts: Parts, submission: Submission, *, wait: bool = False) -> Submission:
    """See to the copy of a sent message; unchanged when it is too early or nobody's key may file it."""
    place = await asyncio.to_thread(look_up, parts, submission.mailbox)
    if place.provider.sent_copy is SentCopy.SERVER:
        return await _advance(parts, submission, Event.COPIED, "by the server")
    if place.incoming.protocol is not Protocol.IMAP:
        return submission
    left = _left(place, submission, parts.now())
    if left > 0:
        if not wait:
            return submission
        await asyncio.sleep(left)
    account = await asyncio.to_thread(_reader, place, submission)
    async with await open_imap(parts, place, account) as session:
        folders = await list_folders(session, reading_name(place, account), place.mailbox.address)
        sent = next((one.path for one in folders if one.use is Use.SENT), None)
        if sent is not None and await _has(session, sent, submission.message_id):
            return await _advance(parts, submission, Event.COPIED, "found")
        await _append(parts, session, sent, submission)
    return await _advance(parts, submission, Event.COPIED, "filed")


def _left(place: Place, submission: Submission, now: datetime) -> float:
    """Seconds until the server's own copy would be there; a clock that was set back does not make it more."""
    sent = max((one.at for one in submission.attempts), default=submission.created)
    whole = place.provider.copy_after_seconds
    return min(whole, whole - (now - sent).total_seconds())


async def look_for(parts: Parts, submission: Submission) -> Submission:
    """Where is it? Found in the Sent folder or the inbox it was sent; otherwise it stays for a person to decide."""
    place = await asyncio.to_thread(look_up, parts, submission.mailbox)
    if place.incoming.protocol is not Protocol.IMAP:
        return submission
    try:
        account = await asyncio.to_thread(_reader, place, submission)
        async with await open_imap(parts, place, account) as session:
            for folder in await list_folders(session, reading_name(place, account), place.mailbox.address):
                if folder.use in LOOKED_IN and await _has(session, folder.path, submission.message_id):
                    return await _advance(parts, submission, Event.FOUND, folder.name)
    except PoststelleError:
        return submission  # the outbox looks again
    return submission


def _reader(place: Place, submission: Submission) -> Account | None:
    """The sender's own account where that person may read the mailbox, else that of a member who may."""
    ring = turns(place, None)
    if not ring:
        raise NotPermitted("no-key", mailbox=place.mailbox.address)
    return min(ring, key=lambda turn: turn.person.id != submission.person).account


async def _has(session: ImapSession, path: str, message_id: str) -> bool:
    await session.examine(path)
    return bool(await session.uid_search(Atom(b"HEADER"), "Message-ID", message_id))


async def _append(parts: Parts, session: ImapSession, sent: str | None, submission: Submission) -> None:
    if sent is None:
        sent = SENT_WHERE_NONE_IS
        await session.create(sent)
    octets = await asyncio.to_thread(kept.octets, parts.blobs, submission.id)
    await session.append(sent, octets, ("\\Seen",), parts.now())


async def _advance(parts: Parts, submission: Submission, event: Event, text: str) -> Submission:
    return await asyncio.to_thread(kept.advance, submission.id, event, parts.now(), None, text)
