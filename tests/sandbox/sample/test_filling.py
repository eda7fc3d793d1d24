"""The sample mail: a few hundred, the same every time, varied, readable, and quickly made."""

import io
import time
import zipfile
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from poststelle.sandbox import founding
from poststelle.sandbox.mail.names import Use
from poststelle.sandbox.mail.store import MailStore
from poststelle.sandbox.organisation import Organisation
from poststelle.sandbox.sample.filling import fill, posts_for
from poststelle.sandbox.sample.house import DAYS, Post
from poststelle.sandbox.state import State

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture
def organisation(tmp_path: Path) -> Iterator[Organisation]:
    state = State(tmp_path / "organisation.sqlite3")
    organisation = Organisation.open(state, lambda: NOW)
    founding.found(organisation)
    yield organisation
    state.close()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[MailStore]:
    store = MailStore(tmp_path / "mail.sqlite3", lambda: NOW)
    yield store
    store.close()


def posts(organisation: Organisation) -> list[Post]:
    owners = [owner for address in organisation.addresses() if (owner := organisation.owner(address))]
    return [post for owner in owners for post in posts_for(owner, (), NOW)]


def read(post: Post) -> EmailMessage:
    message = message_from_bytes(post.raw, policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


def test_it_fills_every_mailbox_within_two_seconds(organisation: Organisation, store: MailStore) -> None:
    begins = time.process_time()
    made = fill(organisation, store, NOW)
    assert time.process_time() - begins < 2
    assert 300 < made < 600
    for address in organisation.addresses():
        owner = organisation.owner(address)
        inbox = store.special(owner.id, Use.INBOX) if owner else None
        assert inbox
        assert store.count(inbox.id)[0] > 10


def test_it_fills_only_once(organisation: Organisation, store: MailStore) -> None:
    assert fill(organisation, store, NOW) > 0
    assert fill(organisation, store, NOW) == 0


def test_it_is_the_same_every_time(organisation: Organisation) -> None:
    assert posts(organisation) == posts(organisation)


def test_message_ids_are_unique_and_answers_point_to_what_is_there(organisation: Organisation) -> None:
    messages = [read(post) for post in posts(organisation)]
    ids = Counter(str(message["Message-ID"]) for message in messages if message["Message-ID"])
    assert max(ids.values()) == 1
    answered = [str(message["In-Reply-To"]) for message in messages if message["In-Reply-To"]]
    assert len(answered) > 80
    assert set(answered) <= set(ids)


def test_nothing_is_from_the_future_and_nothing_older_than_the_time_it_covers(organisation: Organisation) -> None:
    for post in posts(organisation):
        assert NOW - timedelta(days=DAYS + 2) < post.at <= NOW


def test_every_line_ends_as_on_the_wire_and_none_is_too_long(organisation: Organisation) -> None:
    for post in posts(organisation):
        assert post.raw.count(b"\n") == post.raw.count(b"\r\n") == post.raw.count(b"\r")
        assert max(map(len, post.raw.split(b"\r\n"))) <= 998


def test_it_is_varied(organisation: Organisation) -> None:
    messages = [read(post) for post in posts(organisation)]
    kinds = Counter(part.get_content_type() for message in messages for part in message.walk())
    assert kinds.keys() >= {
        "text/plain",
        "text/html",
        "text/csv",
        "text/calendar",
        "image/png",
        "application/pdf",
        "application/zip",
        "multipart/related",
    }
    encodings = {part["Content-Transfer-Encoding"] for message in messages for part in message.walk()}
    assert encodings >= {"7bit", "8bit", "base64", "quoted-printable"} - {"7bit"}
    raws = [post.raw for post in posts(organisation)]
    assert any(b"=?iso-8859-1?q?" in raw for raw in raws)
    assert any(not raw.partition(b"\r\n\r\n")[0].isascii() for raw in raws)
    assert any(not message["Subject"] for message in messages)
    assert {post.use for post in posts(organisation)} >= {Use.INBOX, Use.SENT, Use.DRAFTS, Use.JUNK, Use.ARCHIVE}


def test_attachments_are_what_they_say(organisation: Organisation) -> None:
    files = [part for post in posts(organisation) for part in read(post).iter_attachments()]
    for file in files:
        content = file.get_payload(decode=True)
        assert isinstance(content, bytes)
        match file.get_content_type():
            case "application/pdf":
                assert content.startswith(b"%PDF-")
                assert content.endswith(b"%%EOF\n")
            case "image/png":
                assert content.startswith(b"\x89PNG\r\n\x1a\n")
            case "application/zip":
                assert zipfile.ZipFile(io.BytesIO(content)).testzip() is None
            case "text/calendar":
                assert content.startswith(b"BEGIN:VCALENDAR\r\n")


def test_inline_pictures_are_found_by_their_content_id(organisation: Organisation) -> None:
    shown = 0
    for message in map(read, posts(organisation)):
        html = message.get_body(("html",))
        related = {str(part["Content-ID"]).strip("<>") for part in message.walk() if part["Content-ID"]}
        if html and related:
            assert all(f"cid:{name}" in html.get_content() for name in related)
            shown += 1
    assert shown > 20
