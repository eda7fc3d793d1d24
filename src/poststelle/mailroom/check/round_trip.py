"""Does the test message arrive? It is found by its Message-ID, and removed again, here and from the Sent folder."""

import asyncio

from poststelle.mailroom.check.context import Context, not_needed, notice, ok
from poststelle.mailroom.fetch.tree import list_folders
from poststelle.mailroom.sign_on import open_imap, reading_name
from poststelle.model.errors import Unreachable
from poststelle.model.finding import Finding, Step
from poststelle.model.mailbox import Protocol
from poststelle.model.message import Use
from poststelle.protocols.imap.syntax import Atom
from poststelle.transport.imap import ImapSession

PATIENCE_SECONDS = 30.0
LOOK_EVERY_SECONDS = 0.5


async def run(context: Context) -> Finding:
    if not context.test_id:
        return not_needed(Step.ROUND_TRIP, "on-request")
    if context.place.incoming.protocol is Protocol.POP3:
        return notice(Step.ROUND_TRIP, "round-trip-needs-imap")
    began = asyncio.get_running_loop().time()
    async with await open_imap(context.parts, context.place, context.account) as session:
        await _wait(context, session)
        seconds = asyncio.get_running_loop().time() - began
        removed = await _remove(context, session)
    return ok(Step.ROUND_TRIP, seconds=f"{seconds:.1f}", removed=str(removed))


async def _wait(context: Context, session: ImapSession) -> None:
    loop = asyncio.get_running_loop()
    until = loop.time() + PATIENCE_SECONDS
    while not await _find(session, context.inbox, context.test_id):
        if loop.time() > until:
            raise Unreachable("test-message-not-arrived", seconds=str(round(PATIENCE_SECONDS)))
        await asyncio.sleep(LOOK_EVERY_SECONDS)


async def _find(session: ImapSession, path: str, message_id: str) -> list[int]:
    await session.examine(path)
    return await session.uid_search(Atom(b"HEADER"), "Message-ID", message_id)


async def _remove(context: Context, session: ImapSession) -> int:
    """Only what bears our Message-ID goes; without UIDPLUS it stays, for EXPUNGE would take others' with it."""
    if not session.can("UIDPLUS"):
        return 0
    name = reading_name(context.place, context.account)
    listed = await list_folders(session, name, context.place.mailbox.address)
    removed = 0
    for folder in listed:
        if folder.use in (Use.INBOX, Use.SENT):
            removed += await _remove_from(session, folder.path, context.test_id)
    return removed


async def _remove_from(session: ImapSession, path: str, message_id: str) -> int:
    if not (uids := await _find(session, path, message_id)):
        return 0
    await session.select(path)
    await session.uid_store(uids, "+FLAGS.SILENT", ("\\Deleted",))
    await session.uid_expunge(uids)
    return len(uids)
