"""Fetching over IMAP: read-only, by UID, folder by folder, a batch safe before the next is asked for.

The watermark is UIDVALIDITY and UID. When the server numbers anew (RFC 3501 section 2.3.1.1), messages that come
again are recognised by their octets. A message that vanished between the list and the fetch is no fault.
"""

import asyncio
from collections.abc import Mapping

from poststelle.mailroom.fetch.plan import Marks, batches, between, plan, windows
from poststelle.mailroom.fetch.tally import Tally
from poststelle.mailroom.fetch.tree import list_folders
from poststelle.mailroom.parts import Parts
from poststelle.model.address import Address
from poststelle.model.errors import Refused
from poststelle.model.identifiers import FolderId
from poststelle.model.message import Folder, Use
from poststelle.model.rights import Permit
from poststelle.protocols.imap.fetching import Fetched
from poststelle.protocols.imap.selecting import Selected
from poststelle.store import folders, messages
from poststelle.store.messages import Flags, Incoming
from poststelle.transport.imap import FLAGS, WHOLE, ImapSession

OVERVIEW = ("UID", "FLAGS", "RFC822.SIZE")
BATCH_MESSAGES = 50
BATCH_OCTETS = 8 * 1024 * 1024
WINDOW = 1000
WINDOWS = 4
TURN_SECONDS = 300
NOT_OURS = frozenset({Use.JUNK, Use.TRASH})  # fetched last: what people wait for comes first


async def fetch_all(
    parts: Parts, session: ImapSession, permit: Permit, tally: Tally, username: str, mailbox: Address
) -> None:
    listed = await list_folders(session, username, mailbox)
    found = await asyncio.to_thread(folders.sync, permit.mailbox, listed)
    for folder in sorted(found, key=lambda folder: folder.use in NOT_OURS):
        await fetch_folder(parts, session, permit, tally, folder)
        tally.folders += 1


async def fetch_folder(parts: Parts, session: ImapSession, permit: Permit, tally: Tally, folder: Folder) -> None:
    opened = await session.examine(folder.path)
    await asyncio.to_thread(folders.restart, permit, folder.id, opened.uid_validity)
    mark = await asyncio.to_thread(folders.watermark, folder.id)
    known = await asyncio.to_thread(messages.known, permit, folder.id, opened.uid_validity)
    fresh = await _fresh(session, opened, mark.uid)
    seen, looked_at = await _look_again(parts, session, known, mark.uid)
    listed = seen | {uid: one.flags or frozenset() for uid, one in fresh.items()}
    todo = plan({uid: _marks(flags) for uid, flags in known.items()}, listed, looked_at | set(fresh))
    await _bring(parts, session, permit, tally, folder.id, opened.uid_validity, todo.fetch, fresh)
    wanted = {uid: _flags(marks) for uid, marks in todo.changed.items()}
    tally.changed += await asyncio.to_thread(messages.flags, permit, folder.id, opened.uid_validity, wanted)
    tally.gone += await asyncio.to_thread(messages.gone, permit, folder.id, opened.uid_validity, todo.gone)


async def _fresh(session: ImapSession, opened: Selected, watermark: int) -> dict[int, Fetched]:
    """What lies above the watermark; `n:*` names the last message even when it lies below n."""
    if not opened.exists or (opened.uid_next and opened.uid_next <= watermark + 1):
        return {}
    found = session.uid_fetch(f"{watermark + 1}:*", OVERVIEW)
    return {one.uid: one async for one in found if one.uid > watermark and one.flags is not None}


async def _look_again(
    parts: Parts, session: ImapSession, known: Mapping[int, Flags], watermark: int
) -> tuple[dict[int, Marks], frozenset[int]]:
    """The flags of what we know, in windows; ranges, so that a message hidden until now turns up."""
    listed: dict[int, Marks] = {}
    looked_at: set[int] = set()
    uids = sorted(known)
    turn = int(parts.now().timestamp()) // TURN_SECONDS
    for window in windows(uids, WINDOW, WINDOWS, turn) or ([[]] if watermark else []):
        first, last = between(uids, window, watermark)
        async for one in session.uid_fetch(f"{first}:{last}", FLAGS):
            if one.flags is not None and 0 < one.uid <= watermark:
                listed[one.uid] = one.flags
        looked_at.update(window)
    return listed, frozenset(looked_at)


async def _bring(
    parts: Parts,
    session: ImapSession,
    permit: Permit,
    tally: Tally,
    folder: FolderId,
    uid_validity: int,
    uids: tuple[int, ...],
    fresh: Mapping[int, Fetched],
) -> None:
    sizes = {uid: one.size_octets or 0 for uid, one in fresh.items()}
    for batch in batches(uids, sizes, BATCH_MESSAGES, BATCH_OCTETS):
        arrived = await _whole(parts, session, batch)
        tally.new += await asyncio.to_thread(
            messages.keep, permit, parts.blobs, folder, uid_validity, arrived, watermark=batch[-1]
        )
        tally.octets += sum(len(message.octets) for message in arrived)


async def _whole(parts: Parts, session: ImapSession, batch: list[int]) -> list[Incoming]:
    """The messages of a batch; one that the server cannot give does not keep the others away."""
    try:
        return [_incoming(parts, one) async for one in session.uid_fetch(batch, WHOLE) if _is_whole(one, batch)]
    except Refused:
        if len(batch) == 1:
            return []
    singly = [await _whole(parts, session, [uid]) for uid in batch]
    return [message for one in singly for message in one]


def _is_whole(one: Fetched, batch: list[int]) -> bool:
    """Changes of flags that nobody asked for come in between."""
    return one.uid in batch and one.body is not None


def _incoming(parts: Parts, one: Fetched) -> Incoming:
    return Incoming(one.uid, one.body or b"", one.internal_date or parts.now(), _flags(one.flags or frozenset()))


def _marks(flags: Flags) -> Marks:
    named = {"\\seen": flags.seen, "\\answered": flags.answered, "\\flagged": flags.flagged, "\\draft": flags.draft}
    return frozenset(mark for mark, is_set in named.items() if is_set)


def _flags(marks: Marks) -> Flags:
    low = {mark.lower() for mark in marks}
    return Flags("\\seen" in low, "\\answered" in low, "\\flagged" in low, "\\draft" in low)
