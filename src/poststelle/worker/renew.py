"""Keeping grants alive: a refresh token that nobody uses dies at most providers."""

import asyncio

from poststelle.mailroom import duties
from poststelle.mailroom.parts import Parts
from poststelle.model.errors import PoststelleError
from poststelle.worker.log import log

LOOK_ROUND_SECONDS = 600.0


async def run(parts: Parts) -> None:
    while True:
        for account, protocol in await asyncio.to_thread(duties.to_renew, parts.now()):
            try:
                await duties.renew(parts, account, protocol)
                log.info("renewed", account=account)
            except PoststelleError as error:
                log.warning("renewal-failed", account=account, code=error.code)
        await asyncio.sleep(LOOK_ROUND_SECONDS)
