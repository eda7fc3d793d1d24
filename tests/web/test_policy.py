"""What a browser may do with the pages, and that the pages ask for no more."""

import re
from pathlib import Path

import pytest

from poststelle.mailroom.parts import Parts
from poststelle.model.mailbox import Mailbox
from poststelle.model.person import Person
from tests.web.conftest import Browse
from tests.web.samples import samples
from tests.web.test_doors import GET

TEMPLATES = Path(__file__).parents[2] / "src" / "poststelle" / "web" / "templates"
INLINE = re.compile(r"<script(?![^>]*\bsrc=)|\son[a-z]+=|\sstyle=|javascript:", re.IGNORECASE)
SENT_BY_US = re.compile(r"(?:src|href|action)=\"(?:https?:)?//", re.IGNORECASE)


@pytest.mark.parametrize("path", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: path.name)
def test_no_template_holds_inline_script_or_style(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    if path.name == "frame.html":  # the HTML message's own document, under its own policy
        return

    assert not INLINE.search(source)
    assert "<style" not in source
    assert not SENT_BY_US.search(source)


def test_every_page_has_a_strict_policy(parts: Parts, support: Mailbox, alice: Person, browse: Browse) -> None:
    there = samples(parts, support, alice)
    client = browse(alice)
    pages = [
        name for name, answers in GET.items() if answers[0] == 200 and name not in ("message-frame", "message-raw")
    ]

    for name in pages:
        policy = client.get(there.address(name)).headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy, name
        assert "unsafe" not in policy, name


def test_a_message_is_shown_in_a_frame_without_scripts_and_foreign_pictures(
    parts: Parts, support: Mailbox, alice: Person, browse: Browse
) -> None:
    there = samples(parts, support, alice)
    client = browse(alice)

    page = client.get(there.address("message")).content.decode()
    frame = client.get(there.address("message-frame"))

    assert 'sandbox="allow-same-origin allow-popups allow-popups-to-escape-sandbox"' in page
    assert "1 picture from outside is not shown" in page
    assert "where" in frame.content.decode()
    for forbidden in ("<script", "alert(1)", "tracker.test", "<form", "<input"):
        assert forbidden not in frame.content.decode()
    assert "default-src 'none'" in frame.headers["Content-Security-Policy"]
    assert "https:" not in frame.headers["Content-Security-Policy"]


def test_pictures_from_outside_come_on_request_only(
    parts: Parts, support: Mailbox, alice: Person, browse: Browse
) -> None:
    there = samples(parts, support, alice)

    frame = browse(alice).get(there.address("message-frame") + "?pictures=1")

    assert "tracker.test" in frame.content.decode()
    assert "img-src 'self' data: https: http:" in frame.headers["Content-Security-Policy"]
    assert frame.headers["Referrer-Policy"] == "no-referrer"


def test_an_attachment_never_becomes_a_page_of_ours(
    parts: Parts, support: Mailbox, alice: Person, browse: Browse
) -> None:
    there = samples(parts, support, alice)

    answer = browse(alice).get(there.address("attachment"))

    assert answer.content.rstrip() == b"<html>no page</html>"
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"] == "attachment; filename*=UTF-8''page.html"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_the_original_is_byte_for_byte_what_the_server_gave(
    parts: Parts, support: Mailbox, alice: Person, browse: Browse
) -> None:
    from tests.web.samples import letter

    there = samples(parts, support, alice)

    answer = browse(alice).get(there.address("message-raw"))

    boundaries = re.compile(rb"={15}\d+==")
    assert boundaries.sub(b"=", answer.content) == boundaries.sub(b"=", letter())
