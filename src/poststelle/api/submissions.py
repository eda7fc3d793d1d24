"""`/mailboxes/{id}/submissions`: send as the mailbox or on its behalf, by right (scene 6)."""

from base64 import b64decode
from binascii import Error as NotBase64

from asgiref.sync import async_to_sync
from django.http import HttpRequest
from ninja import Field, Router, Schema, Status

from poststelle.api.door import mailbox_of, permit_of, person_of
from poststelle.api.people import parsed
from poststelle.api.place import parts
from poststelle.api.shapes import SubmissionOut
from poststelle.mailroom import send
from poststelle.model.errors import Misconfigured, NotFound
from poststelle.model.identifiers import MessageId, SubmissionId
from poststelle.model.rights import Purpose
from poststelle.model.submission import Letter, Manner, Submission, Upload

router = Router(tags=["submissions"])
PURPOSE = {Manner.SEND_AS: Purpose.SEND_AS, Manner.ON_BEHALF: Purpose.SEND_ON_BEHALF}


class FileIn(Schema):
    name: str
    content_type: str = "application/octet-stream"
    content: str  # Base64


class SubmissionIn(Schema):
    """`wait`: hand it to the server before the answer; otherwise the worker does."""

    manner: Manner = Manner.SEND_AS
    to: list[str]
    cc: list[str] = Field(default_factory=list)
    bcc: list[str] = Field(default_factory=list)
    subject: str = ""
    text: str = ""
    html: str = ""
    attachments: list[FileIn] = Field(default_factory=list)
    in_reply_to: int | None = None
    wait: bool = False


@router.get("/mailboxes/{mailbox}/submissions", response=list[SubmissionOut])
def everyone(request: HttpRequest, mailbox: int) -> list[Submission]:
    """What was sent as this mailbox, as far as the person may know of it."""
    return send.submissions(person_of(request), mailbox_of(request, mailbox).id)


@router.post("/mailboxes/{mailbox}/submissions", response={201: SubmissionOut, 202: SubmissionOut})
def submit(request: HttpRequest, mailbox: int, body: SubmissionIn) -> Status[Submission]:
    """Send a message (send-as, or send-on-behalf with `manner` on-behalf)."""
    permit = permit_of(request, mailbox, PURPOSE[body.manner])
    queued = send.submit(parts(), person_of(request), permit.mailbox, body.manner, _letter(body))
    if not body.wait:
        return Status(202, queued)
    return Status(201, async_to_sync(send.deliver)(parts(), queued.id))


@router.get("/mailboxes/{mailbox}/submissions/{submission}", response=SubmissionOut)
def find(request: HttpRequest, mailbox: int, submission: int) -> Submission:
    for found in send.submissions(person_of(request), mailbox_of(request, mailbox).id):
        if found.id == submission:
            return found
    raise NotFound("submission-unknown", submission=str(submission))


@router.post("/mailboxes/{mailbox}/submissions/{submission}/cancel", response={204: None})
def cancel(request: HttpRequest, mailbox: int, submission: int) -> Status[None]:
    """Call it back while it waits."""
    find(request, mailbox, submission)
    send.cancel(parts(), person_of(request), SubmissionId(submission))
    return Status(204, None)


def _letter(body: SubmissionIn) -> Letter:
    return Letter(
        to=tuple(map(parsed, body.to)),
        cc=tuple(map(parsed, body.cc)),
        bcc=tuple(map(parsed, body.bcc)),
        subject=body.subject,
        text=body.text,
        html=body.html,
        attachments=tuple(map(_upload, body.attachments)),
        in_reply_to=MessageId(body.in_reply_to) if body.in_reply_to is not None else None,
    )


def _upload(file: FileIn) -> Upload:
    try:
        return Upload(file.name, file.content_type, b64decode(file.content, validate=True))
    except NotBase64:
        raise Misconfigured("attachment-broken", field="attachments", name=file.name) from None
