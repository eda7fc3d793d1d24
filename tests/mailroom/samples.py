"""A message with everything that reading has to deal with, and a mailbox that holds it."""

from email.message import EmailMessage

from poststelle.mailroom import rights
from poststelle.mailroom.parts import Parts
from poststelle.model.identifiers import MessageId
from poststelle.model.mailbox import Mailbox
from poststelle.model.message import Use
from poststelle.model.person import Person
from poststelle.model.rights import Purpose
from poststelle.store import folders, messages
from poststelle.store.folders import Listed
from poststelle.store.messages import Incoming
from tests.conftest import START

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 40


def newsletter() -> bytes:
    message = EmailMessage()
    message["From"] = "Jürgen Groß <juergen@example.test>"
    message["Reply-To"] = "Redaktion <redaktion@example.test>"
    message["To"] = "Support <support@example.test>, Eva <eva@example.test>"
    message["Cc"] = "max@example.test"
    message["Subject"] = "AW: Re: Grüße"
    message["Date"] = "Mon, 23 Nov 2026 09:00:00 +0100"
    message["Message-ID"] = "<second@example.test>"
    message["In-Reply-To"] = "<first@example.test>"
    message["References"] = "<zero@example.test> <first@example.test>"
    message.set_content("Guten Tag\n\n> früher\n")
    message.add_alternative(
        '<p onclick="evil()">Guten <b>Tag</b></p><script>evil()</script>'
        '<img src="cid:logo"><img src="https://tracker.test/pixel.gif">',
        subtype="html",
    )
    html = message.get_payload()[1]  # type: ignore[index]
    assert isinstance(html, EmailMessage)
    html.add_related(PNG, "image", "png", cid="<logo>")
    message.add_attachment("Müller".encode(), "application", "octet-stream", filename="Rechnung für Müller.bin")
    return message.as_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def delivered(parts: Parts, person: Person, mailbox: Mailbox, octets: bytes) -> MessageId:
    """The message's id, after it was fetched into the inbox."""
    folder = folders.sync(mailbox.id, [Listed("INBOX", "INBOX", "/", Use.INBOX)])[0].id
    fetching = rights.admit(person, mailbox.id, Purpose.FETCH)
    uid = folders.watermark(folder).uid + 1
    messages.keep(fetching, parts.blobs, folder, 1, [Incoming(uid, octets, START)], uid)
    return messages.page(rights.admit(person, mailbox.id, Purpose.READ), folder, None, 1)[0].id
