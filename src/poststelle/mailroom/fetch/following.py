"""Fetching again and again: as soon as the server has news (IDLE, RFC 2177), and on schedule in any case.

IDLE watches the inbox alone, so the schedule goes on beside it; that also keeps each IDLE far below the 29 minutes
after which it must be said again, and below the life of the token it was opened with.
"""

import asyncio
from collections.abc import AsyncIterator

from poststelle.mailroom.fetch.run import fetch, turns
from poststelle.mailroom.parts import Parts
from poststelle.mailroom.place import Place, look_up
from poststelle.mailroom.sign_on import open_imap
from poststelle.model.errors import PoststelleError, Unreachable
from poststelle.model.identifiers import MailboxId
from poststelle.model.mailbox import Protocol
from poststelle.model.message import FetchResult, Use
from poststelle.model.person import Person
from poststelle.store import folders

LONGEST_IDLE_SECONDS = 28 * 60.0
FIRST_PAUSE_SECONDS = 5.0
INBOX = "INBOX"


async def follow(parts: Parts, person: Person, mailbox: MailboxId) -> AsyncIterator[FetchResult]:
    """One result a fetch, until canceled. An error ends it: whoever follows decides when to begin again."""
    while True:
        yield await fetch(parts, person, mailbox)
        await wait_for_news(parts, person, mailbox)


async def wait_for_news(parts: Parts, person: Person | None, mailbox: MailboxId, losses: int = 0) -> bool:
    """Until the server has something new in the inbox, or it is time to look again.

    `True` when the line to the server was lost: then it is looked again soon, with every loss in a row later, but
    never later than the schedule says.
    """
    place = await asyncio.to_thread(look_up, parts, mailbox)
    seconds = min(float(place.mailbox.fetch_every_seconds), LONGEST_IDLE_SECONDS)
    if place.incoming.protocol is not Protocol.IMAP:
        await asyncio.sleep(seconds)
        return False
    began, lost = asyncio.get_running_loop().time(), False
    try:
        if await _idle(parts, place, person, seconds):
            return False
    except PoststelleError as error:
        lost = isinstance(error, Unreachable)  # other trouble the next fetch meets and tells; the schedule holds
    left = seconds - (asyncio.get_running_loop().time() - began)
    pause = FIRST_PAUSE_SECONDS * 2 ** min(losses, 10) if lost else left
    await asyncio.sleep(max(0.0, min(left, pause)))
    return lost


async def _idle(parts: Parts, place: Place, person: Person | None, seconds: float) -> bool:
    """Whether there was news; `False` at once where the server does not offer IDLE."""
    ring = await asyncio.to_thread(turns, place, person)
    if not ring:
        return False
    async with await open_imap(parts, place, ring[0].account) as session:
        if "IDLE" not in session.capabilities:
            return False
        opened = await session.examine(INBOX)
        if opened.uid_next > await asyncio.to_thread(_fetched_up_to, place.mailbox.id) + 1:
            return True  # it came between the fetch and now
        async for _ in session.idle(seconds):
            return True
        return False


def _fetched_up_to(mailbox: MailboxId) -> int:
    inbox = next((one for one in folders.of_mailbox(mailbox) if one.use is Use.INBOX), None)
    return folders.watermark(inbox.id).uid if inbox else 0
