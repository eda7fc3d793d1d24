import re
from datetime import UTC, datetime
from email import message_from_bytes, policy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from poststelle.model.message import Party
from poststelle.model.submission import Upload
from poststelle.protocols import mime
from poststelle.protocols.mime import write

SUPPORT = Party("Müller, Support", "support@example.test")
BOB = Party("Bob", "bob@example.test")
ANNA = Party("", "anna@example.test")
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def built(**changes: Any) -> bytes:
    fields = {"author": SUPPORT, "to": (ANNA,), "subject": "Grüße", "text": "Hallo\n", "date": NOW}
    return write.build(write.Outgoing(**{**fields, "message_id": "<1@example.test>", **changes}))


def test_what_was_written_is_read_again() -> None:
    upload = Upload("Übersicht.pdf", "application/pdf", bytes(range(256)))
    raw = built(
        sender=BOB,
        cc=(BOB,),
        reply_to=(SUPPORT,),
        html="<p>Grüße</p>",
        in_reply_to="<0@x>",
        references=("<a@x>", "<0@x>"),
        attachments=(upload,),
        headers={"Auto-Submitted": "no"},
    )
    mail = mime.read(raw)
    assert (mail.authors, mail.sender, mail.to, mail.cc, mail.reply_to) == (
        (SUPPORT,),
        BOB,
        (ANNA,),
        (BOB,),
        (SUPPORT,),
    )
    assert (mail.subject, mail.text, mail.html.strip(), mail.date) == ("Grüße", "Hallo\n", "<p>Grüße</p>", NOW)
    assert (mail.message_id, mail.in_reply_to, mail.references) == ("<1@example.test>", "<0@x>", ("<a@x>", "<0@x>"))
    assert (mail.attachments[0].name, mail.headers["auto-submitted"]) == ("Übersicht.pdf", "no")
    assert mime.part_bytes(raw, mail.attachments[0].index) == bytes(range(256))
    assert mail.flaws == frozenset()


def test_the_standard_library_reads_the_same() -> None:
    found = message_from_bytes(built(text="Grüße\n"), policy=policy.default)
    assert (found["From"].addresses[0].display_name, found["Subject"]) == ("Müller, Support", "Grüße")
    assert found.get_content() == "Grüße\r\n"


def test_it_is_seven_bit_with_whole_line_ends() -> None:
    raw = built(text="Grüße\n.\nbare\rend\n" + "ü" * 3_000, html="<p>" + "ä" * 3_000)
    assert raw.isascii()
    assert not re.search(rb"(?<!\r)\n|\r(?!\n)", raw)
    assert max(map(len, raw.split(b"\r\n"))) <= 998


def test_the_sender_is_named_only_where_it_is_somebody_else() -> None:
    assert b"\r\nSender:" not in built()
    assert b"\r\nSender:" not in built(sender=SUPPORT)
    assert b"\r\nSender: Bob <bob@example.test>\r\n" in built(sender=BOB)


def test_long_references_are_never_broken() -> None:
    references = tuple(f"<{'x' * 200}{number}@example.test>" for number in range(20))
    raw = built(references=references)
    assert b"=?" not in raw.partition(b"References:")[2].partition(b"MIME-Version")[0]
    assert mime.read(raw).references == references


@pytest.mark.parametrize(
    "changes",
    [
        {"subject": "s\r\nBcc: eve@x.test"},
        {"subject": "s\nx"},
        {"subject": "s\x00"},
        {"author": Party("a\r\nBcc: eve@x.test", "a@x.test")},
        {"author": Party("a", "a@x.test\r\nBcc: eve@x.test")},
        {"to": (Party("", "a@x.test, eve@x.test"),)},
        {"to": (Party("", "a@x.test> <eve@x.test"),)},
        {"to": (Party("", "nobody"),)},
        {"message_id": "<1@x>\r\nBcc: eve@x.test"},
        {"message_id": "1@x"},
        {"in_reply_to": "<a b>"},
        {"references": ("<a@x>", "b\r\nX: y")},
        {"headers": {"X-A\r\nBcc": "eve"}},
        {"headers": {"X-A": "a\r\nBcc: eve"}},
        {"headers": {"Bcc": "eve@x.test"}},
        {"headers": {"Content-Type": "text/html"}},
    ],
)
def test_no_value_begins_a_field_of_its_own(changes: dict[str, Any]) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - any of them
        built(**changes)


def test_a_file_cannot_choose_its_place_or_form() -> None:
    upload = Upload("../../a\r\nX: y.eml", "message/rfc822", b"From: x\r\n\r\n")
    found = mime.read(built(attachments=(upload, Upload("", "nonsense", b"")))).attachments
    assert [(one.name, one.content_type) for one in found] == [
        ("a X: y.eml", "application/octet-stream"),
        ("attachment", "application/octet-stream"),
    ]


def test_a_domain_beyond_ascii_is_written_in_ascii() -> None:
    assert b"To: anna@xn--grn-ioa.test\r\n" in built(to=(Party("", "anna@grün.test"),))


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=120), st.text(max_size=60))
def test_any_subject_is_refused_or_stays_itself(subject: str, name: str) -> None:
    try:
        raw = built(subject=subject, author=Party(name, "a@x.test"))
    except ValueError:
        return
    header = raw.partition(b"\r\n\r\n")[0]
    assert len(re.findall(rb"(?m)^From:|^Subject:|^To:", header)) == 3
    assert not re.search(rb"(?mi)^bcc:", header)
    assert mime.read(raw).authors[0].address == "a@x.test"
