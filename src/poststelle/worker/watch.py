"""Every mailbox has a watch of its own, that fetches at once, at news and on schedule; new mailboxes are taken up."""

import asyncio

from poststelle.mailroom import duties, fetch, postbox
from poststelle.mailroom.fetch.following import wait_for_news
from poststelle.mailroom.parts import Parts
from poststelle.model.errors import PoststelleError, Unreachable
from poststelle.model.identifiers import MailboxId
from poststelle.worker.log import log

LOOK_ROUND_SECONDS = 1.0
FIRST_PAUSE_SECONDS = 5.0
LONGEST_PAUSE_SECONDS = 300.0


async def run(parts: Parts) -> None:
    """Keep one watch a mailbox; one whose settings, rights or keys changed begins anew, and one that broke off."""
    watches: dict[MailboxId, tuple[object, asyncio.Task[None]]] = {}
    try:
        while True:
            wanted = await asyncio.to_thread(duties.watched)
            for mailbox in [one for one, kept in watches.items() if kept[1].done() or wanted.get(one) != kept[0]]:
                await _end(watches.pop(mailbox)[1])
            for mailbox in wanted.keys() - watches.keys():
                watches[mailbox] = (wanted[mailbox], asyncio.create_task(watch(parts, mailbox)))
            await asyncio.sleep(LOOK_ROUND_SECONDS)
    finally:
        for _, task in watches.values():
            task.cancel()
        await asyncio.gather(*(task for _, task in watches.values()), return_exceptions=True)


async def watch(parts: Parts, mailbox: MailboxId) -> None:
    """Fetch, wait, fetch again; after a trouble a pause that grows."""
    address = (await asyncio.to_thread(postbox.find, None, mailbox)).address
    troubles = losses = 0
    while True:
        try:
            result = await fetch.fetch_for_members(parts, mailbox)
            troubles = 0
            log.info("fetched", mailbox=address, new=result.new, gone=result.gone, seconds=result.seconds)
            losses = losses + 1 if await wait_for_news(parts, None, mailbox, losses) else 0
        except PoststelleError as error:
            troubles += 1
            log.warning("fetch-failed", mailbox=address, code=error.code)
            await asyncio.sleep(pause(error, troubles))
        except Exception:
            # a fault of ours in one mailbox must not stop the others; it is written down whole
            troubles += 1
            log.exception("fetch-broken", mailbox=address)
            await asyncio.sleep(LONGEST_PAUSE_SECONDS)


def pause(error: PoststelleError, troubles: int) -> float:
    """How long to wait: what the server asks for, shortly when it may pass, long when a person must act first."""
    asked = error.facts.get("milliseconds", "")
    if asked.isdigit():
        return min(int(asked) / 1000, LONGEST_PAUSE_SECONDS)
    if not isinstance(error, Unreachable):
        return LONGEST_PAUSE_SECONDS
    return float(min(FIRST_PAUSE_SECONDS * 2 ** min(troubles - 1, 10), LONGEST_PAUSE_SECONDS))


async def _end(task: asyncio.Task[None]) -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
