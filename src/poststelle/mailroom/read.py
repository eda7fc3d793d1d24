"""Scene 6, reading: folders, lists, and a message opened so that reading it does nothing else.

Active content and pictures from elsewhere are taken out of HTML; pictures that came with the message are put in.
Nothing here tells the sender or the server that somebody reads.
"""

import base64

from poststelle.mailroom.parts import Parts
from poststelle.model.errors import NotFound
from poststelle.model.identifiers import FolderId, MessageId
from poststelle.model.message import Attachment, Folder, Message, Readable
from poststelle.model.rights import Permit
from poststelle.protocols import mime
from poststelle.protocols.mime import safe_html
from poststelle.store import folders as stored_folders
from poststelle.store import messages
from poststelle.store.permits import READING, demand

PAGE = 50
MAX_PAGE = 500
PICTURES = ("image/png", "image/jpeg", "image/gif", "image/webp")  # no SVG: it may carry scripts
MAX_PICTURE_OCTETS = 3 * 2**20


def folders(permit: Permit) -> list[Folder]:
    """The mailbox's folders, the special ones first, with the numbers of their messages."""
    demand(permit, *READING)
    return stored_folders.of_mailbox(permit.mailbox)


def page(
    permit: Permit, folder: FolderId | None = None, before: MessageId | None = None, limit: int = PAGE
) -> list[Message]:
    """A page of the list, the newest first; `before` is the last message of the page before. `None`: all folders."""
    return messages.page(permit, folder, before, min(limit, MAX_PAGE))


def find(permit: Permit, message: MessageId) -> Message:
    return messages.find(permit, message)


def conversation(permit: Permit, message: MessageId) -> list[Message]:
    """The messages that answer each other around this one, oldest first."""
    return messages.thread(permit, message)


def raw(parts: Parts, permit: Permit, message: MessageId) -> bytes:
    """The message byte for byte as the server gave it."""
    return messages.raw(permit, parts.blobs, message)


def open(parts: Parts, permit: Permit, message: MessageId, pictures: bool = False) -> Readable:  # noqa: A001
    """The message for reading; with `pictures`, those that lie on other machines as well."""
    found = messages.find(permit, message)
    octets = messages.raw(permit, parts.blobs, message)
    mail = mime.read(octets)
    inline = {one.content_id: one for one in mail.attachments if one.content_id}
    safe = safe_html.clean(mail.html, lambda content_id: _picture(octets, inline.get(content_id)), remote=pictures)
    return Readable(
        message=found,
        text=mime.body_text(mail),
        html=safe.html,
        attachments=mail.attachments,
        reply_to=mail.reply_to,
        headers=mail.headers,
        blocked_pictures=safe.blocked,
    )


def attachment(parts: Parts, permit: Permit, message: MessageId, index: int) -> tuple[Attachment, bytes]:
    """One attachment with its decoded content; `NotFound` if there is none under this number."""
    octets = messages.raw(permit, parts.blobs, message)
    found = next((one for one in mime.read(octets).attachments if one.index == index), None)
    if found is None:
        raise NotFound("attachment-unknown", message=str(message), index=str(index))
    return found, mime.part_bytes(octets, index)


def _picture(octets: bytes, part: Attachment | None) -> str | None:
    """A picture of the message itself as a `data:` address."""
    if part is None or part.content_type not in PICTURES or part.size_octets > MAX_PICTURE_OCTETS:
        return None
    content = base64.b64encode(mime.part_bytes(octets, part.index)).decode()
    return f"data:{part.content_type};base64,{content}"
