"""Mail > Outgoing mail: what was sent to other organisations, kept here instead of leaving the machine."""

from dataclasses import dataclass
from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from poststelle.model.message import Party
from poststelle.protocols import mime
from poststelle.protocols.mime import Mail
from poststelle.sandbox.admin.door import local
from poststelle.sandbox.mail.names import Use
from poststelle.sandbox.mail.outside import OUTSIDE
from poststelle.sandbox.mail.store import Entry, Folder, MailStore
from poststelle.sandbox.pages.access import parts_of

LATEST = 100
RAW_CHARACTERS = 20_000


@dataclass(frozen=True, slots=True)
class Row:
    uid: int
    subject: str
    author: str
    sender: str
    to: str
    received: datetime

    @property
    def on_behalf(self) -> bool:
        """Mail programs show it so when Sender differs from From, RFC 5322 section 3.6.2."""
        return bool(self.sender) and self.sender != self.author


@local
def everything(request: HttpRequest) -> HttpResponse:
    store, folder = _outside(request)
    latest = store.entries(folder.id)[-LATEST:]
    rows = [_row(entry, mime.read(store.raw(folder.id, entry.uid) or b"")) for entry in reversed(latest)]
    return render(request, "sandbox/admin/outgoing.html", {"rows": rows})


@local
def one(request: HttpRequest, uid: int) -> HttpResponse:
    store, folder = _outside(request)
    entry = next((entry for entry in store.entries(folder.id) if entry.uid == uid), None)
    raw = store.raw(folder.id, uid)
    if entry is None or raw is None:
        raise Http404(uid)
    mail = mime.read(raw)
    shown = raw[:RAW_CHARACTERS].decode("utf-8", "replace")
    facts = {"row": _row(entry, mail), "text": mime.body_text(mail), "raw": shown}
    return render(request, "sandbox/admin/outgoing_message.html", facts)


def _outside(request: HttpRequest) -> tuple[MailStore, Folder]:
    store = parts_of(request).mail
    folder = store.special(OUTSIDE, Use.INBOX) if store else None
    if store is None or folder is None:
        raise Http404
    return store, folder


def _row(entry: Entry, mail: Mail) -> Row:
    sender = _party(mail.sender) if mail.sender else ""
    to = ", ".join(map(_party, (*mail.to, *mail.cc)))
    return Row(entry.uid, mail.subject, _party(mail.author), sender, to, entry.received)


def _party(party: Party) -> str:
    return f"{party.name} <{party.address}>" if party.name else party.address
