"""`/mailboxes/{id}/checks`: the steps of the dialog (scene 5). A check goes on while the program asks how it stands."""

import asyncio
import threading

import structlog
from django.db import connections
from django.http import HttpRequest
from ninja import Router, Schema, Status

from poststelle.api.door import mailbox_of, person_of
from poststelle.api.place import parts
from poststelle.api.shapes import CheckOut
from poststelle.mailroom import check
from poststelle.model.errors import NotFound, PoststelleError
from poststelle.model.finding import CheckRun
from poststelle.model.identifiers import MailboxId
from poststelle.model.person import Person

router = Router(tags=["checks"])
START_SECONDS = 30.0
log = structlog.get_logger()


class CheckIn(Schema):
    send_test: bool = False
    wait: bool = False


@router.post("/mailboxes/{mailbox}/checks", response={200: CheckOut, 202: CheckOut})
def start(request: HttpRequest, mailbox: int, body: CheckIn) -> Status[CheckRun]:
    """Start a check; with `wait` the answer is its end, otherwise its beginning."""
    person, number = person_of(request), mailbox_of(request, mailbox).id
    running = _Running(person, number, send_test=body.send_test)
    running.start()
    if body.wait:
        running.join()
    else:
        running.begun.wait(START_SECONDS)
    if running.error is not None:
        raise running.error
    run = running.result or check.latest(person, number)
    if run is None:
        raise NotFound("check-unknown", mailbox=str(mailbox))
    return Status(200 if run.ended else 202, run)


@router.get("/mailboxes/{mailbox}/checks/latest", response=CheckOut)
def latest(request: HttpRequest, mailbox: int) -> CheckRun:
    """The findings so far; `ended` is null while the check runs."""
    run = check.latest(person_of(request), mailbox_of(request, mailbox).id)
    if run is None:
        raise NotFound("check-unknown", mailbox=str(mailbox))
    return run


class _Running(threading.Thread):
    """A check in a thread of its own; it ends by itself even when nobody asks any more."""

    def __init__(self, person: Person, mailbox: MailboxId, *, send_test: bool) -> None:
        super().__init__(daemon=True)
        self.person, self.mailbox, self.send_test = person, mailbox, send_test
        self.begun = threading.Event()
        self.result: CheckRun | None = None
        self.error: Exception | None = None

    def run(self) -> None:
        try:
            self.result = asyncio.run(
                check.run(
                    parts(), self.person, self.mailbox, send_test=self.send_test, note=lambda _found: self.begun.set()
                )
            )
        except PoststelleError as error:
            self.error = error
        except Exception as error:
            log.exception("check-broken", mailbox=self.mailbox)
            self.error = error
        finally:
            self.begun.set()
            connections.close_all()
