"""Fetching over POP3: the inbox alone, told apart by UIDL (RFC 1939 section 7). Nothing is deleted at the server."""

import asyncio

from poststelle.mailroom.fetch.plan import batches, plan
from poststelle.mailroom.fetch.tally import Tally
from poststelle.mailroom.parts import Parts
from poststelle.model.message import Folder, Use
from poststelle.model.rights import Permit
from poststelle.store import folders, messages
from poststelle.store.messages import Incoming
from poststelle.transport.pop3 import Session

INBOX = folders.Listed("INBOX", "INBOX", "/", Use.INBOX)
NO_MARKS: frozenset[str] = frozenset()
NUMBERED_ONCE = 1  # POP3 has no UIDVALIDITY: a UIDL never changes its meaning
BATCH_MESSAGES = 50
BATCH_OCTETS = 8 * 1024 * 1024


async def fetch_all(parts: Parts, session: Session, permit: Permit, tally: Tally) -> None:
    """Bring the kept inbox to what the server lists; each batch is safe before the next is asked for."""
    inbox = await asyncio.to_thread(_inbox, permit)
    numbers = {uidl: number for number, uidl in (await session.uidl()).items()}
    known = await asyncio.to_thread(messages.known_uidls, permit, inbox.id)
    todo = plan(dict.fromkeys(known, NO_MARKS), dict.fromkeys(numbers, NO_MARKS))
    sizes = await session.sizes() if todo.fetch else {}
    in_order = sorted(todo.fetch, key=lambda uidl: numbers[uidl])
    for batch in batches(
        in_order, {uidl: sizes.get(numbers[uidl], 0) for uidl in in_order}, BATCH_MESSAGES, BATCH_OCTETS
    ):
        arrived = [Incoming(0, await session.retrieve(numbers[uidl]), parts.now(), uidl=uidl) for uidl in batch]
        tally.new += await asyncio.to_thread(
            messages.keep, permit, parts.blobs, inbox.id, NUMBERED_ONCE, arrived, watermark=0
        )
        tally.octets += sum(len(message.octets) for message in arrived)
    tally.gone += await asyncio.to_thread(messages.gone_uidls, permit, inbox.id, todo.gone)
    tally.folders += 1


def _inbox(permit: Permit) -> Folder:
    return next(folder for folder in folders.sync(permit.mailbox, [INBOX]) if folder.path == INBOX.path)
