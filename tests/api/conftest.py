"""A client that carries a person's token, and a message to read."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client

from poststelle.api import place
from poststelle.mailroom import tokens
from poststelle.mailroom.parts import Parts
from poststelle.model.identifiers import MessageId
from poststelle.model.mailbox import Mailbox
from poststelle.model.message import Use
from poststelle.model.person import Person
from poststelle.model.rights import Permit, Purpose
from poststelle.store import folders, messages
from poststelle.words import compile as catalogues

LETTER = (
    b"From: Kundin <kundin@example.org>\r\nTo: support@example.test\r\nSubject: Rechnung\r\n"
    b"Message-ID: <1@example.org>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n"
    b"--x\r\nContent-Type: text/plain\r\n\r\nGuten Tag\r\n"
    b"--x\r\nContent-Type: text/html\r\nContent-Disposition: attachment; filename=a.html\r\n\r\n"
    b"<script>1</script>\r\n--x--\r\n"
)


@dataclass(frozen=True)
class Answer:
    status: int
    content: bytes
    type: str
    headers: Any
    json: Any


Call = Callable[..., Answer]


@pytest.fixture(scope="session", autouse=True)
def compiled() -> None:
    catalogues.main()


@pytest.fixture
def call(parts: Parts) -> Call:
    """`call("GET", "/me", alice)`; without a person no token is sent."""
    place.put(parts)

    def called(method: str, path: str, person: Person | None = None, body: Any = None, **headers: str) -> Answer:
        if person is not None:
            headers["Authorization"] = f"Bearer {tokens.create(person, 'test')[1].reveal()}"
        client = Client(raise_request_exception=False, headers=headers)
        said = client.generic(method, f"/api/v1{path}", _encoded(body), content_type="application/json")
        kind = said.headers.get("Content-Type", "")
        return Answer(
            said.status_code, said.content, kind, said.headers, said.json() if "json" in kind and said.content else None
        )

    return called


def _encoded(body: Any) -> bytes:
    import json

    return b"" if body is None else json.dumps(body).encode()


@pytest.fixture
def letter(parts: Parts, support: Mailbox, alice: Person) -> MessageId:
    """A message with an attachment in the inbox of `support`."""
    permit = Permit(alice.id, support.id, Purpose.FETCH)
    inbox = folders.sync(support.id, [folders.Listed("INBOX", "INBOX", use=Use.INBOX)])[0]
    messages.keep(permit, parts.blobs, inbox.id, 1, [messages.Incoming(1, LETTER, parts.now())], 1)
    return messages.page(Permit(alice.id, support.id, Purpose.READ), None, None, 1)[0].id
