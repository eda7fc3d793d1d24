"""A process that hands a message over is killed at each of the moments that differ; nothing is lost or sent twice."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import connection

from poststelle.mailroom import send
from poststelle.mailroom.parts import Parts
from poststelle.mailroom.send.turn import LEASE, turn
from poststelle.model.address import Address
from poststelle.model.errors import Conflict
from poststelle.model.mailbox import AppRegistration, Mailbox
from poststelle.model.message import Use
from poststelle.model.person import Person
from poststelle.model.rights import Right
from poststelle.model.submission import Event, Manner, State, Submission
from poststelle.store import submissions
from tests.mailroom.conftest import member, shared
from tests.mailroom.sandboxed import Sandbox
from tests.mailroom.send.test_deliver import copies, letter

# A process of its own on the same home, which ends itself without any goodbye.
DELIVER = """
import asyncio, os, secrets, signal, sys
from datetime import UTC, datetime
from pathlib import Path

import django
django.setup()

from django.db import connections
from poststelle.mailroom import send
from poststelle.mailroom.parts import Parts
from poststelle.providers.registry import PROVIDERS
from poststelle.store.blobs import Blobs
from poststelle.store.vault import Vault
from poststelle.transport import smtp
from poststelle.transport.network import Network

moment, database, home, submission = sys.argv[1:]
connections["default"].settings_dict["NAME"] = database
body, dot = smtp.Session._body, smtp.Session._dot

async def dying(self, *arguments):
    if moment == "after-dot":
        await dot(self)
    os.kill(os.getpid(), signal.SIGKILL)

setattr(smtp.Session, "_body" if moment == "in-body" else "_dot", dying)
parts = Parts(
    Blobs(Path(home) / "messages"), Vault({"test": b"k" * 32}), Network(), PROVIDERS,
    lambda: datetime.now(UTC), lambda: secrets.token_urlsafe(32),
)
asyncio.run(send.deliver(parts, int(submission)))
"""


@pytest.fixture
def support(app: AppRegistration, sandbox: Sandbox) -> Mailbox:
    return shared(app, sandbox, Address("support@muster.example"))


@pytest.fixture
def anna(real: Parts, support: Mailbox) -> Person:
    return member(real, support, "anna.berger", Right.READ_AND_MANAGE, Right.SEND_AS)


@pytest.fixture
def killed(real: Parts, home: Path, support: Mailbox, anna: Person) -> Callable[[str], Submission]:
    """Queue a message and kill the process that hands it over at this moment."""

    def play(moment: str) -> Submission:
        queued = send.submit(real, anna, support.id, Manner.SEND_AS, letter(f"Killed {moment}"))
        place = [moment, str(connection.settings_dict["NAME"]), str(home), str(queued.id)]
        ended = subprocess.run([sys.executable, "-c", DELIVER, *place], env=os.environ, timeout=60, check=False)
        assert ended.returncode == -signal.SIGKILL
        return submissions.find(queued.id)

    return play


def later(parts: Parts) -> Parts:
    """When the turn of the dead process is over."""
    return replace(parts, now=lambda: datetime.now(UTC) + LEASE)


def test_in_the_body_it_was_not_sent_and_goes_out_once(
    real: Parts, support: Mailbox, anna: Person, killed: Callable[[str], Submission]
) -> None:
    left = killed("in-body")
    assert left.state is State.SENDING
    assert asyncio.run(send.deliver(real, left.id)).state is State.SENDING  # it may be alive: not our turn yet
    done = asyncio.run(send.deliver(later(real), left.id))
    assert done.state is State.FILED
    assert copies(real, anna, support, done) == {Use.INBOX: 1, Use.SENT: 1}


def test_after_the_dot_it_is_found_and_not_sent_again(
    real: Parts, support: Mailbox, anna: Person, killed: Callable[[str], Submission]
) -> None:
    left = killed("after-dot")
    assert left.state is State.SENDING
    done = asyncio.run(send.deliver(later(real), left.id))
    assert done.state is State.FILED
    assert [one.event for one in done.attempts] == [
        Event.STARTED,
        Event.WRITTEN,
        Event.LOST,
        Event.FOUND,
        Event.COPIED,
    ]
    assert copies(real, anna, support, done) == {Use.INBOX: 1, Use.SENT: 1}


def test_just_before_the_dot_nobody_can_know_and_a_person_decides(
    real: Parts, support: Mailbox, anna: Person, killed: Callable[[str], Submission]
) -> None:
    left = killed("before-dot")
    found = asyncio.run(send.deliver(later(real), left.id))
    assert found.state is State.AMBIGUOUS
    assert copies(real, anna, support, found) == {}
    send.again(real, anna, found.id)
    assert asyncio.run(send.deliver(real, found.id)).state is State.FILED
    assert copies(real, anna, support, found) == {Use.INBOX: 1, Use.SENT: 1}


def test_who_was_too_slow_does_not_write_the_dot(real: Parts, support: Mailbox, anna: Person) -> None:
    queued = send.submit(real, anna, support.id, Manner.SEND_AS, letter("Too slow"))
    slow, other = turn(real, queued.id), turn(later(real), queued.id)
    assert asyncio.run(slow.take())
    submissions.advance(queued.id, Event.STARTED, real.now())
    assert asyncio.run(other.take())
    with pytest.raises(Conflict):
        asyncio.run(slow.before_dot())
    assert Event.WRITTEN not in {one.event for one in submissions.find(queued.id).attempts}
