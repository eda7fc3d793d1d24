"""A fetch that lasts longer than its token: the session ends in the middle, and the next one goes on."""

import asyncio
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from poststelle.mailroom import fetch
from poststelle.mailroom.parts import Parts
from poststelle.model.mailbox import AppRegistration, Protocol
from poststelle.model.rights import Right
from poststelle.store.blobs import Blobs
from tests.mailroom.conftest import member, shared
from tests.mailroom.sandboxed import Sandbox
from tests.sandbox.conftest import Running, switched

TOKEN_SECONDS = 4
DISK_SECONDS = 3.0


class SlowDisk(Blobs):
    """Every batch takes its time, so that a token lives for two at most."""

    def put_all(self, batch: Sequence[bytes]) -> list[str]:
        time.sleep(DISK_SECONDS)
        return super().put_all(batch)


@pytest.fixture
def short_tokens(sandbox: Sandbox) -> Iterator[None]:
    running = Running(sandbox.process, sandbox.ready, Path(sandbox.ready["ca_file"]).parent)
    with switched(running, access_token_seconds=str(TOKEN_SECONDS), submission_connections="0"):
        yield


@pytest.mark.usefixtures("short_tokens")
@pytest.mark.parametrize("protocol", [Protocol.IMAP, Protocol.POP3])
def test_everything_comes_though_the_token_runs_out(
    real: Parts, app: AppRegistration, sandbox: Sandbox, protocol: Protocol
) -> None:
    support = shared(app, sandbox, "support@muster.example", protocol)
    anna = member(real, support, "anna.berger", Right.READ_AND_MANAGE)
    slow = replace(real, blobs=SlowDisk(real.blobs.directory))
    began = time.monotonic()

    result = asyncio.run(fetch.fetch(slow, anna, support.id))

    assert time.monotonic() - began > TOKEN_SECONDS
    assert result.new > 50, "more than a batch"
    assert asyncio.run(fetch.fetch(real, anna, support.id)).new == 0
