"""One message: headers, text, HTML in a sealed frame, attachments, and the bytes as the server gave them."""

from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_exempt

from poststelle.mailroom import read, rights
from poststelle.model.identifiers import MessageId
from poststelle.model.mailbox import Mailbox
from poststelle.model.person import Person
from poststelle.model.rights import Purpose, Right
from poststelle.web import place
from poststelle.web.door import for_mailbox
from poststelle.web.policy import HEADER

# The frame of an HTML message: no scripts, no forms, nothing from outside unless pictures were asked for. Cleaning has
# happened already; this holds even where it should have missed something.
FRAME = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src {pictures}; form-action 'none'; base-uri 'none'; "
    "frame-ancestors 'self'; sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox"
)
# Only these are shown in the browser; everything else is a download, whatever the sender calls it.
SHOWN = {"image/png", "image/jpeg", "image/gif", "image/webp", "application/pdf"}


@for_mailbox
def message(request: HttpRequest, person: Person, mailbox: Mailbox, number: int) -> HttpResponse:
    permit = rights.admit(person, mailbox.id, Purpose.READ)
    pictures = "pictures" in request.GET
    readable = read.open(place.parts(), permit, MessageId(number), pictures)
    context = {
        "section": "mail",
        "mailbox": mailbox,
        "message": readable.message,
        "readable": readable,
        "pictures": pictures,
        "plain": "plain" in request.GET or not readable.html,
        "may_send": bool(rights.mine(person, mailbox.id) - {Right.READ_AND_MANAGE}),
    }
    return render(request, "pages/message.html", context)


@xframe_options_exempt
@for_mailbox
def frame(request: HttpRequest, person: Person, mailbox: Mailbox, number: int) -> HttpResponse:
    permit = rights.admit(person, mailbox.id, Purpose.READ)
    pictures = "pictures" in request.GET
    readable = read.open(place.parts(), permit, MessageId(number), pictures)
    response = render(request, "parts/frame.html", {"html": readable.html})
    response.headers[HEADER] = FRAME.format(pictures="'self' data: https: http:" if pictures else "'self' data:")
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@never_cache
@for_mailbox
def raw(request: HttpRequest, person: Person, mailbox: Mailbox, number: int) -> HttpResponse:
    permit = rights.admit(person, mailbox.id, Purpose.READ)
    octets = read.raw(place.parts(), permit, MessageId(number))
    return _file(octets, "message/rfc822", f"{mailbox.address}-{number}.eml", download=True)


@never_cache
@for_mailbox
def attachment(request: HttpRequest, person: Person, mailbox: Mailbox, number: int, index: int) -> HttpResponse:
    permit = rights.admit(person, mailbox.id, Purpose.READ)
    part, octets = read.attachment(place.parts(), permit, MessageId(number), index)
    shown = part.content_type in SHOWN and "download" not in request.GET
    content_type = part.content_type if part.content_type in SHOWN else "application/octet-stream"
    return _file(octets, content_type, part.name or f"attachment-{index}", download=not shown)


def _file(octets: bytes, content_type: str, name: str, *, download: bool) -> HttpResponse:
    response = HttpResponse(octets, content_type=content_type)
    manner = "attachment" if download else "inline"
    response.headers["Content-Disposition"] = f"{manner}; filename*=UTF-8''{quote(name, safe='')}"  # RFC 6266
    response.headers[HEADER] = "default-src 'none'; sandbox"
    return response
