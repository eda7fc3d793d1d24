"""The commands about messages of the selected folder, but for FETCH and STORE: SEARCH, COPY, MOVE, EXPUNGE, IDLE."""

import asyncio
from functools import partial
from typing import Any

from poststelle.protocols.imap import syntax
from poststelle.protocols.imap.server import Command, Done, Mistake, Request
from poststelle.protocols.imap.sets import print_set
from poststelle.protocols.imap.syntax import Atom
from poststelle.sandbox.mail.imap import search as searching
from poststelle.sandbox.mail.imap import texts
from poststelle.sandbox.mail.imap.folders import name_of
from poststelle.sandbox.mail.imap.selected import Selected
from poststelle.sandbox.mail.imap.talk import Talk

DELETED = "\\Deleted"


async def search(talk: Talk, selected: Selected, command: Command, *, by_uid: bool) -> None:
    arguments = list(command.arguments)
    if arguments and syntax.word(arguments[0] if isinstance(arguments[0], bytes) else b"") == "CHARSET":
        charset = syntax.word(arguments[1])
        arguments = arguments[2:]
        if charset != "US-ASCII":
            text = "The specified charset is not supported."
            talk.imap.complete(command, "NO", text, "BADCHARSET", [Atom(b"US-ASCII")])
            return
    last_uid = selected.uids[-1] if selected.uids else 0
    test = searching.read(arguments, len(selected.uids), last_uid)
    found = await asyncio.to_thread(_found, talk, selected, test)
    talk.imap.data("SEARCH", *(uid if by_uid else selected.number(uid) for uid in found))
    talk.imap.complete(command, "OK", "SEARCH completed.")


async def copy(talk: Talk, mailbox: str, selected: Selected, command: Command, *, by_uid: bool) -> None:
    which, name = command.arguments
    verb = command.name.removeprefix("UID ")
    moving = verb == "MOVE"
    uids = selected.named(syntax.string(which), by_uid=by_uid)
    target = talk.store.folder(mailbox, name_of(name))
    if target is None:
        talk.imap.complete(command, "NO", texts.absent(name_of(name)), "TRYCREATE")
        return
    if moving and selected.read_only:
        talk.imap.complete(command, "NO", "MOVE attempted on READ-ONLY folder.")
        return
    pairs = talk.store.copy(selected.folder.id, uids, target.id, move=moving)
    if not pairs:
        talk.imap.complete(command, "OK", f"{verb} completed.")
        return
    old, new = (print_set(numbers) for numbers in zip(*pairs, strict=True))
    if moving:  # told before the EXPUNGEs (RFC 6851, section 4.3)
        talk.imap.condition("OK", "", "COPYUID", target.uidvalidity, old, new)
        talk.report()
        talk.imap.complete(command, "OK", "MOVE completed.")
        return
    talk.report()
    talk.imap.complete(command, "OK", "COPY completed.", "COPYUID", target.uidvalidity, old, new)


async def expunge(talk: Talk, selected: Selected, command: Command) -> None:
    if selected.read_only:
        talk.imap.complete(command, "NO", "EXPUNGE attempted on READ-ONLY folder.")
        return
    by_uid = command.name == "UID EXPUNGE"
    among = selected.named(syntax.string(command.arguments[0]), by_uid=True) if by_uid else selected.uids
    purge(talk, selected, among)
    talk.report()
    talk.imap.complete(command, "OK", "EXPUNGE completed.")


def purge(talk: Talk, selected: Selected, among: list[int]) -> None:
    """Remove those that are marked as deleted."""
    doomed = [entry.uid for entry in selected.entries(among) if DELETED in entry.flags]
    if doomed:
        talk.store.expunge(selected.folder.id, doomed)


async def idle(talk: Talk, command: Command) -> None:
    """Tell news as it happens, until the client says DONE (RFC 2177)."""
    talk.report()
    talk.imap.idling()
    await talk.flush()
    request = asyncio.create_task(talk.next())
    try:
        while not request.done():
            await _news_or(talk, request)
            if talk.mailbox() is None:
                await talk.bye(texts.CLOSED)
            talk.report()
            await talk.flush()
    finally:
        request.cancel()
    match await request:
        case Done():
            talk.imap.complete(command, "OK", "IDLE completed.")
        case Mistake():
            await talk.fail(command, texts.COMMAND_ERROR)


async def _news_or(talk: Talk, request: asyncio.Task[Request]) -> None:
    waiting: list[asyncio.Future[Any]] = [request]
    news = None
    if talk.selected:
        news = asyncio.ensure_future(talk.selected.news.wait())
        waiting.append(news)
    try:
        await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    finally:
        if news:
            news.cancel()


def _found(talk: Talk, selected: Selected, test: searching.Test) -> list[int]:
    found = []
    for entry in selected.entries(selected.uids):
        content = partial(_content, talk, selected.folder.id, entry.uid)
        if test(searching.Candidate(selected.number(entry.uid), entry, content)):
            found.append(entry.uid)
    return found


def _content(talk: Talk, folder: int, uid: int) -> bytes:
    return talk.store.raw(folder, uid) or b""
