"""One of everything in the shared mailbox, so that every page has something to show."""

from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from typing import Any

from django.urls import reverse

from poststelle.mailroom.parts import Parts
from poststelle.model.address import Address
from poststelle.model.identifiers import AppId, FolderId, MessageId, SubmissionId
from poststelle.model.mailbox import AppRegistration, Mailbox
from poststelle.model.message import Use
from poststelle.model.person import Person
from poststelle.model.rights import Permit, Purpose
from poststelle.store import folders, messages, registrations, submissions
from poststelle.store.folders import Listed
from poststelle.store.messages import Flags, Incoming

AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Samples:
    mailbox: Mailbox
    person: Person
    app: AppId
    folder: FolderId
    message: MessageId
    submission: SubmissionId

    def address(self, name: str) -> str:
        """The address of a page, its gaps filled with what is there."""
        return reverse(name, kwargs=self._gaps(name))

    def _gaps(self, name: str) -> dict[str, Any]:
        number = {"person": self.person.id, "app": self.app, "submission": self.submission, "message": self.message}
        own = name.split("-", maxsplit=1)[0]
        gaps: dict[str, Any] = {}
        if name in ("person", "person-password", "app", "app-remove"):
            return {"number": number[own]}
        if name == "token-revoke":
            return {"token": 4711}
        if name in OUTSIDE:
            return {}
        gaps["mailbox"] = self.mailbox.id
        if own in ("submission", "message"):
            gaps["number"] = number[own]
        if name in ("right", "right-add", "right-remove"):
            gaps["right"] = "send-as"
        extra: dict[str, dict[str, Any]] = {
            "folder": {"folder": self.folder},
            "device": {"name": "nothing"},
            "attachment": {"number": self.message, "index": 4},
        }
        return gaps | extra.get(name, {})


OUTSIDE = frozenset(
    (
        "start", "keys", "search", "tokens", "journal", "persons", "person-add", "apps", "app-add", "callback",
        "mailboxes", "mailbox-add", "theme", "language",
    )
)  # fmt: skip


def samples(parts: Parts, mailbox: Mailbox, person: Person) -> Samples:
    app = registrations.keep(
        AppRegistration(AppId(0), "Corp", "generic", "poststelle", "", issuer="https://op.example")
    )
    listed = folders.sync(mailbox.id, [Listed("INBOX", "INBOX", "/", Use.INBOX)])
    permit = Permit(person.id, mailbox.id, Purpose.FETCH)
    messages.keep(
        permit, parts.blobs, listed[0].id, 1, [Incoming(1, letter(), AT, Flags(False, False, False, False))], 2
    )
    found = messages.page(Permit(person.id, mailbox.id, Purpose.READ), listed[0].id, None, 10)
    queued = submissions.create(
        Permit(person.id, mailbox.id, Purpose.SEND_AS),
        parts.blobs,
        b"Subject: Offer\r\n\r\nHello",
        message_id="<1@example.test>",
        subject="Offer",
        recipients=(Address("customer@example.test"),),
        at=AT,
    )
    return Samples(mailbox, person, app.id, listed[0].id, found[0].id, queued.id)


def letter() -> bytes:
    """HTML that would like to do more than it may, with a picture from elsewhere and an attachment."""
    message = EmailMessage()
    message["From"] = "Jürgen Öhlschläger <juergen@customer.test>"
    message["To"] = "Support <support@example.test>"
    message["Subject"] = "Question about my invoice"
    message["Date"] = AT
    message["Message-ID"] = "<question@customer.test>"
    message.set_content("Good morning,\n\nwhere is my invoice?\n")
    message.add_alternative(
        "<p>Good morning, <b>where</b> is my invoice?</p><script>alert(1)</script>"
        '<img src="https://tracker.test/pixel.png"><form action="https://evil.test"><input name="a"></form>',
        subtype="html",
    )
    message.add_attachment(b"<html>no page</html>", maintype="text", subtype="html", filename="page.html")
    return message.as_bytes()
