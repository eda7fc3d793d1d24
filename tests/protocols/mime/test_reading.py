"""Mail as it really comes: broken, ambiguous, hostile. Every case is written for this test."""

from base64 import b64encode
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from poststelle.model.message import Party
from poststelle.protocols import mime
from poststelle.protocols.mime import charsets, tree, words


def message(*header: str | bytes, body: str | bytes = b"") -> bytes:
    lines = [line.encode() if isinstance(line, str) else line for line in header]
    return b"\r\n".join([*lines, b"", body.encode() if isinstance(body, str) else body])


def subject(value: str | bytes) -> str:
    return mime.read(message(b"Subject: " + (value.encode() if isinstance(value, str) else value))).subject


def text(body: bytes, charset: str = "", encoding: str = "8bit") -> str:
    kind = f"Content-Type: text/plain; charset={charset}" if charset else "Content-Type: text/plain"
    return mime.read(message(kind, f"Content-Transfer-Encoding: {encoding}", body=body)).text.rstrip("\n")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("=?utf-8?q?Gr=C3=BC=C3=9Fe?=", "Grüße"),
        ("=?UTF-8?B?R3LDvMOfZQ==?=", "Grüße"),
        ("=?utf-8?b?R3LDvMOfZQ?=", "Grüße"),
        ("=?iso-8859-1?q?Gr=FC=DFe?= =?iso-8859-1?q?_aus_K=F6ln?=", "Grüße aus Köln"),
        ("=?utf-8?q?Gr=C3?= =?utf-8?q?=BC=C3=9Fe?=", "Grüße"),
        ("=?utf-8?b?R3LD?=\r\n =?utf-8?b?vMOfZQ==?=", "Grüße"),
        ("=?utf-8?q?a?==?utf-8?q?b?=", "ab"),
        ("Re: =?utf-8?q?=C3=BC?= und =?utf-8?q?=C3=B6?=", "Re: ü und ö"),
        ("=?utf-8*de?q?=C3=BC?=", "ü"),
        ("=?utf-8?q?two words?=", "two words"),
        ("=?iso-2022-jp?b?GyRCRnxLXBsoQg==?=", "日本"),
        ("=?gb2312?b?1tDOxA==?=", "中文"),
        ("=?windows-1252?q?=84Zitat=93?=", "„Zitat“"),
        ("=?iso-8859-1?q?=84Zitat=93?=", "„Zitat“"),
        ("=?x-nowhere?q?plain?=", "plain"),
        ("=?utf-8?x?abc?=", "=?utf-8?x?abc?="),
        ("=?utf-8?q?unfinished", "=?utf-8?q?unfinished"),
        ("=?utf-8?q?Bcc=0D=0AX-Evil:_1?=", "Bcc X-Evil: 1"),
        ("=?utf-8?q?a=00b?=", "ab"),
        ("=?utf-8?q?bad=ZZhex?=", "bad=ZZhex"),
        ("=?utf-7?q?+2AA-?=", "\N{REPLACEMENT CHARACTER}"),
        ("folded\r\n over\r\n\tlines", "folded over lines"),
        ("", ""),
    ],
)
def test_a_subject_says_what_was_meant(written: str, meant: str) -> None:
    assert subject(written) == meant


@pytest.mark.parametrize("raw", ["Grüße".encode(), "Grüße".encode("latin-1"), "„Grüße“"[1:-1].encode("cp1252")])
def test_a_raw_eight_bit_subject_is_read(raw: bytes) -> None:
    assert subject(raw) == "Grüße"


@pytest.mark.parametrize(
    ("body", "charset", "meant"),
    [
        ("Grüße".encode(), "utf-8", "Grüße"),
        ("Grüße".encode(), "iso-8859-1", "Grüße"),
        ("Grüße".encode(), "", "Grüße"),
        ("Grüße".encode("latin-1"), "", "Grüße"),
        ("Grüße".encode("latin-1"), "utf-8", "Grüße"),
        ("Grüße".encode("latin-1"), "us-ascii", "Grüße"),
        ("„Ja“ – 5 €".encode("cp1252"), "iso-8859-1", "„Ja“ – 5 €"),
        ("5 €".encode("iso8859_15"), "ISO-8859-15", "5 €"),
        ("привет".encode("koi8_r"), "koi8-r", "привет"),
        ("한국어".encode("cp949"), "ks_c_5601-1987", "한국어"),
        ("日本語".encode("cp932"), "Shift_JIS", "日本語"),
        ("中文".encode("gb18030"), '"GBK"', "中文"),
        ("Grüße".encode("utf_16"), "utf-16", "Grüße"),
        (b"plain", "unicode_escape", "plain"),
        (b"a\\x41", "unicode_escape", "a\\x41"),
        (b"xn--ls8h", "idna", "xn--ls8h"),
        ("Grüße".encode(), "utf-8\x00", "Grüße"),
        ("Grüße".encode(), "no-such-charset", "Grüße"),
        (b"\xef\xbb\xbfmarked", "utf-8", "marked"),
        (b"a\x00b", "utf-8", "ab"),
        (b"\x81\x8d", "windows-1252", "\x81\x8d"),
    ],
)
def test_a_text_says_what_was_meant_whatever_its_charset_claims(body: bytes, charset: str, meant: str) -> None:
    assert text(body, charset) == meant


def test_a_longer_text_of_an_unknown_charset_is_guessed() -> None:
    russian = "Добрый день, высылаем вам счёт за ноябрь. С уважением, отдел продаж."
    assert text(russian.encode("cp1251"), "no-such-charset") == russian


@pytest.mark.parametrize(
    ("body", "encoding", "meant"),
    [
        (b"R3LDvMOfZQ==", "base64", "Grüße"),
        (b"R3LD\r\nvMOf\r\nZQ==\r\n", "BASE64", "Grüße"),
        (b"R3LDvMOfZQ", "base64", "Grüße"),
        (b"R3LDvM!OfZQ==", "base64", "Grüße"),
        (b"R3LDvMOfZQ==\r\n-- \r\nlist footer", "base64", "Grüße"),
        (b"R3LDvMOfZQ===", "base64", "Grüße"),
        (b"This is not base64 at all, sorry.", "base64", "This is not base64 at all, sorry."),
        (b"Gr=C3=BC=C3=\r\n=9Fe", "quoted-printable", "Grüße"),
        (b"100=% sure=", "quoted-printable", "100=% sure"),
        ("Grüße".encode(), "no-such-encoding", "Grüße"),
        (b"begin 644 a\n%1W)_9V4 \n`\nend\n", "x-uuencode", "Gr\x7fge"),
    ],
)
def test_a_transfer_encoding_is_undone_as_far_as_it_goes(body: bytes, encoding: str, meant: str) -> None:
    assert text(body, "utf-8", encoding) == meant


@pytest.mark.parametrize(
    ("written", "parties"),
    [
        ("Anna <anna@x.test>", [("Anna", "anna@x.test")]),
        ("anna@x.test", [("", "anna@x.test")]),
        ("anna@x.test (Anna (Büro))", [("Anna (Büro)", "anna@x.test")]),
        ('"Müller, Hans" <h@x.test>, b@x.test', [("Müller, Hans", "h@x.test"), ("", "b@x.test")]),
        ("Müller, Hans <h@x.test>", [("Müller, Hans", "h@x.test")]),
        ('"Say \\"hi\\"" <h@x.test>', [('Say "hi"', "h@x.test")]),
        ("=?utf-8?q?M=C3=BCller=2C_Hans?= <h@x.test>", [("Müller, Hans", "h@x.test")]),
        ("=?utf-8?q?M=C3=BCller,_Hans?= <h@x.test>", [("Müller, Hans", "h@x.test")]),
        ('"=?utf-8?q?M=C3=BCller?=" <h@x.test>', [("Müller", "h@x.test")]),
        ("=?utf-8?q?evil=3Cboss=40x=2Etest=3E?= <h@x.test>", [("evil<boss@x.test>", "h@x.test")]),
        ("undisclosed-recipients:;", []),
        ("Team: anna@x.test, b@x.test; c@x.test", [("", "anna@x.test"), ("", "b@x.test"), ("", "c@x.test")]),
        ("<@a.test,@b.test:c@x.test>", [("", "c@x.test")]),
        ("Anna anna@x.test", [("Anna", "anna@x.test")]),
        ("<<anna@x.test>>", [("", "anna@x.test")]),
        ('"boss@x.test" <evil@y.test>', [("boss@x.test", "evil@y.test")]),
        ("Mailer Daemon", [("Mailer Daemon", "")]),
        ("a@[", [("", "a@[")]),
        ("<", []),
        (",,,", []),
        ("(" * 5_000, []),
        ("anna@x.test\r\n ,\r\n b@x.test", [("", "anna@x.test"), ("", "b@x.test")]),
    ],
)
def test_an_address_line_names_whom_it_means(written: str, parties: list[tuple[str, str]]) -> None:
    assert list(mime.read(message(f"To: {written}")).to) == [Party(*party) for party in parties]


@pytest.mark.parametrize(
    ("parameters", "name"),
    [
        ('filename="Rechnung.pdf"', "Rechnung.pdf"),
        ("filename=Rechnung.pdf", "Rechnung.pdf"),
        ("filename*=utf-8''%C3%9Cbersicht.pdf", "Übersicht.pdf"),
        ("filename*0*=utf-8'de'%C3%9Cber; filename*1=sicht.pdf", "Übersicht.pdf"),
        ("filename*1=sicht.pdf; filename*0=Ueber", "Uebersicht.pdf"),
        ("filename=plain.pdf; filename*=utf-8''%C3%9C.pdf", "Ü.pdf"),
        ("filename*=iso-8859-1''%DC.pdf", "Ü.pdf"),
        ("filename*=no-such''%C3%9C.pdf", "Ü.pdf"),
        ('filename="=?utf-8?q?=C3=9Cbersicht=2Epdf?="', "Übersicht.pdf"),
        ('filename="Übersicht.pdf"', "Übersicht.pdf"),
        ('filename="../../etc/passwd"', "passwd"),
        ('filename="C:\\\\temp\\\\a.txt"', "a.txt"),
        ('filename="a\u202efdp.exe"', "afdp.exe"),
        ('filename="semi;colon.txt"', "semi;colon.txt"),
        ('filename="open.txt', "open.txt"),
        ("filename*99999=x", ""),
        ("filename*" + "9" * 5_000 + "=x", ""),
        ("filename=", ""),
    ],
)
def test_a_file_is_called_what_was_meant_and_nothing_dangerous(parameters: str, name: str) -> None:
    raw = message("Content-Type: application/pdf", f"Content-Disposition: attachment; {parameters}", body=b"x")
    assert mime.read(raw).attachments[0].name == name


def mixed(*parts: bytes, boundary: str = "b", close: bool = True, kind: str = "mixed") -> bytes:
    body = b"".join(b"--" + boundary.encode() + b"\r\n" + part + b"\r\n" for part in parts)
    end = f"--{boundary}--\r\n".encode() if close else b""
    return message(f'Content-Type: multipart/{kind}; boundary="{boundary}"', body=b"preamble\r\n" + body + end)


PLAIN = b"Content-Type: text/plain\r\n\r\nplain"
HTML = b"Content-Type: text/html\r\n\r\n<p>html</p>"
PICTURE = (
    b"Content-Type: image/png; name=logo.png\r\nContent-ID: <logo@x>\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    + b64encode(bytes(range(256)))
)


def test_an_alternative_gives_both_forms() -> None:
    mail = mime.read(mixed(PLAIN, HTML, kind="alternative"))
    assert (mail.text, mail.html, mail.attachments) == ("plain\n", "<p>html</p>", ())


def test_attachments_keep_their_place_in_the_walk() -> None:
    inner = mixed(HTML, PICTURE, boundary="inner", kind="related")
    raw = mixed(PLAIN, inner, b"Content-Type: application/pdf; name=a.pdf\r\n\r\n%PDF")
    mail = mime.read(raw)
    assert [(found.index, found.name, found.inline) for found in mail.attachments] == [
        (4, "logo.png", True),
        (5, "a.pdf", False),
    ]
    assert mime.part_bytes(raw, 4) == bytes(range(256))
    assert mail.attachments[0].size_octets == 256
    assert mime.part_bytes(raw, 5) == b"%PDF"
    assert (mail.text, mail.html) == ("plain\n", "<p>html</p>")


def test_a_part_that_is_not_there_is_a_key_error() -> None:
    for index in (-1, 1, 99):
        with pytest.raises(KeyError):
            mime.part_bytes(message("Subject: s", body="x"), index)


def test_html_is_never_put_together_out_of_two_parts() -> None:
    """Otherwise one half could swallow the other into an address: the EFAIL attack."""
    open_tag = b'Content-Type: text/html\r\n\r\n<img src="http://evil.test/'
    mail = mime.read(mixed(open_tag, PLAIN, b'Content-Type: text/html\r\n\r\n">'))
    assert mail.html == '<img src="http://evil.test/'
    assert [found.index for found in mail.attachments] == [3]


def test_texts_behind_one_another_are_all_read() -> None:
    assert mime.read(mixed(PLAIN, b"\r\nlist footer")).text == "plain\n\nlist footer\n"


def test_a_text_that_is_a_file_is_no_body() -> None:
    mail = mime.read(mixed(PLAIN, b"Content-Type: text/plain; name=log.txt\r\n\r\nlog"))
    assert (mail.text, [found.name for found in mail.attachments]) == ("plain\n", ["log.txt"])


@pytest.mark.parametrize(
    ("raw", "flaw"),
    [
        (mixed(PLAIN, HTML, close=False), "not-closed"),
        (message("Content-Type: multipart/mixed; boundary=b", body=b"just text"), "boundary-missing"),
        (message("Content-Type: multipart/mixed", body=b"just text"), "boundary-missing"),
        (message("Content-Type: text/plain; charset=no-such", body=b"just text"), "charset-unknown"),
    ],
)
def test_what_is_broken_is_read_and_named(raw: bytes, flaw: str) -> None:
    mail = mime.read(raw)
    assert flaw in mail.flaws
    assert mail.text.strip() in ("plain", "just text")


def test_a_named_text_is_the_body_when_there_is_no_other() -> None:
    mail = mime.read(mixed(b"Content-Type: text/html; name=mail.html\r\n\r\n<p>html</p>", PICTURE, kind="related"))
    assert (mail.html, len(mail.attachments)) == ("<p>html</p>", 1)


def test_an_empty_message_has_no_text() -> None:
    assert mime.read(b"Subject: s\r\n\r\n\r\n").text == ""


def test_a_boundary_that_was_not_announced_is_found() -> None:
    raw = message("Content-Type: multipart/mixed", body=b"--found\r\n" + PLAIN + b"\r\n--found--\r\n")
    assert mime.read(raw).text == "plain\n"


def test_a_boundary_that_begins_like_another_does_not_end_it() -> None:
    inner = mixed(PLAIN, boundary="b-inner")
    mail = mime.read(mixed(inner, b"Content-Type: application/pdf\r\n\r\nx"))
    assert (mail.text, [found.content_type for found in mail.attachments]) == ("plain\n", ["application/pdf"])


def test_a_boundary_within_a_line_is_text() -> None:
    assert mime.read(mixed(b"\r\nnot --b here\r\n--bx neither")).text == "not --b here\n--bx neither\n"


def test_a_forwarded_message_is_a_file_with_its_subject() -> None:
    inner = message("Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=", "From: a@x.test", body="inside")
    raw = mixed(PLAIN, b"Content-Type: message/rfc822\r\n\r\n" + inner)
    found = mime.read(raw).attachments[0]
    assert (found.name, found.content_type) == ("Grüße.eml", "message/rfc822")
    assert mime.read(mime.part_bytes(raw, found.index)).text == "inside\n"


def test_a_digest_holds_messages() -> None:
    raw = mixed(b"\r\nSubject: one\r\n\r\n1", b"\r\nSubject: two\r\n\r\n2", kind="digest")
    assert [found.name for found in mime.read(raw).attachments] == ["one.eml", "two.eml"]


@pytest.mark.parametrize(
    ("value", "moment"),
    [
        ("Mon, 23 Nov 2026 12:00:00 +0100", datetime(2026, 11, 23, 11, tzinfo=UTC)),
        ("23 Nov 26 12:00 GMT", datetime(2026, 11, 23, 12, tzinfo=UTC)),
        ("Mon, 23 Nov 2026 12:00:00", datetime(2026, 11, 23, 12, tzinfo=UTC)),
        ("", None),
        ("gestern", None),
        ("Mon, 99 Nov 2026 99:00:00 +9999", None),
        ("Fri, 31 Dec 9999 23:59:59 -1400", None),
        ("1" * 5_000, None),
    ],
)
def test_a_date_is_a_moment_or_nothing(value: str, moment: datetime | None) -> None:
    assert mime.read(message(f"Date: {value}")).date == moment


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("<a@x>", "<a@x>"),
        (" <a@x> (comment)", "<a@x>"),
        ("a@x", "a@x"),
        ("<", "<"),
        ("<abc@[1.2", "<abc@[1.2"),
        ("", ""),
        ("x" * 10_000, "x" * 900),
    ],
)
def test_a_message_id_is_found(value: str, found: str) -> None:
    assert mime.read(message(f"Message-ID: {value}")).message_id == found


def test_references_are_a_list_of_bounded_length() -> None:
    ids = [f"<{number}@x>" for number in range(5_000)]
    found = mime.read(message("References: " + "\r\n ".join(ids))).references
    assert (found[0], found[-1], len(found)) == (ids[0], ids[-1], 100)


@pytest.mark.parametrize(
    ("raw", "seen"),
    [
        (b"", ""),
        (b"just text without a header", "just text without a header\n"),
        (b"\r\nonly a body\r\n", "only a body\n"),
        (b"Subject: s\n\nunix\n", "unix\n"),
        (b"Subject: s\r\rmac\r", "mac\n"),
        (b"From bob Mon Nov 23\r\nSubject: s\r\n\r\nmbox", "mbox\n"),
        (b"Subject: s\r\ngarbage line\r\nTo: a@x.test\r\n\r\nbody", "body\n"),
        (b"Subject: header only", ""),
        (b"Content-Type: text\r\n\r\nhalf a type", "half a type\n"),
        (b"Content-Type: ;;;===\r\n\r\nno type", "no type\n"),
        (b"\x00\x01\x02", "\x01\x02\n"),
    ],
)
def test_odd_octets_are_read_as_far_as_they_go(raw: bytes, seen: str) -> None:
    mail = mime.read(raw)
    assert (mail.text if mail.text.strip() else "") == seen


def test_a_mail_without_any_header_says_so() -> None:
    assert not mime.read(b"").readable
    assert mime.read(b"Subject: s\r\n\r\n").readable


@pytest.mark.parametrize("depth", [10, 2_000])
def test_parts_within_parts_end_at_a_limit(depth: int) -> None:
    raw = b"\r\ninnermost"
    for level in range(depth):
        raw = f"Content-Type: multipart/mixed; boundary={level}x\r\n\r\n--{level}x\r\n".encode() + raw
    mail = mime.read(raw)
    assert ("nested-too-deeply" in mail.flaws) == (depth > tree.DEPTH)


def test_parts_without_number_end_at_a_limit() -> None:
    mail = mime.read(mixed(*[PLAIN] * 5_000))
    assert "too-many-parts" in mail.flaws
    assert len(mail.attachments) <= tree.PARTS


def test_a_message_within_a_message_costs_no_depth() -> None:
    assert mime.read(b"Content-Type: message/rfc822\r\n\r\n" * 5_000).attachments[0].content_type == "message/rfc822"


def test_a_header_without_end_is_cut() -> None:
    mail = mime.read(b"Subject: first\r\n" + b"X-Filler: x\r\n" * 100_000 + b"\r\nbody")
    assert (mail.subject, mail.text) == ("first", "body\n")
    assert "header-truncated" in mail.flaws
    assert len(mail.headers) <= 200


@pytest.mark.parametrize(
    "hostile",
    [
        b"Subject: " + b"=?utf-8?q?" * 200_000,
        b"Subject: " + b"=?utf-8?q?a?= " * 100_000,
        b"Subject: " + b"x\r\n " * 300_000,
        b"To: " + b"a@x.test, " * 100_000,
        b"To: " + b'"' * 300_000,
        b"To: " + b"<" * 300_000,
        b"To: " + b"(" * 300_000 + b")" * 300_000,
        b"To: " + b"[" * 300_000,
        b"To: " + b"a, " * 100_000,
        b"Content-Type: text/plain" + b"; a" * 300_000,
        b"Content-Type: text/plain" + b'; a="' * 100_000,
        b"Content-Type: text/plain; " + b" " * 300_000 + b"=",
        b"Content-Disposition: attachment" + b"; filename*0*=utf-8''%41" * 50_000,
        b"References: " + b"<" * 300_000,
        b"Message-ID: " + b"<a" * 300_000,
        b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + b"--b" * 300_000,
        b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + b"--b\r\n" * 300_000,
        b"Content-Type: multipart/mixed\r\n\r\n" + b"--" * 300_000,
        b"Content-Type: text/html\r\n\r\n" + b"<meta " * 100_000,
        b"Content-Transfer-Encoding: base64\r\n\r\n" + b"=" * 1_000_000,
    ],
    ids=range(20),
)
def test_a_megabyte_of_malice_is_read_within_the_tests_time(hostile: bytes) -> None:
    """A reader with quadratic steps takes minutes for these, which ends the run."""
    mail = mime.read(hostile)
    mime.snippet(mail)


class Counting(bytes):
    """Counts the octets that searches had to look at: the work of the walk, without a clock."""

    looked_at = 0

    def find(self, *arguments: Any) -> int:
        found = super().find(*arguments)
        start, end = arguments[1], arguments[2]
        type(self).looked_at += (found if found >= 0 else end) - start
        return found


def work(raw: bytes) -> int:
    Counting.looked_at = 0
    tree.walk(Counting(raw))
    return Counting.looked_at


@pytest.mark.parametrize("part", [PLAIN, b"\r\n--bx\r\n" * 5, b"\r\n" + b"x" * 500])
def test_the_search_for_boundaries_grows_with_the_length_alone(part: bytes) -> None:
    small, large = mixed(*[part] * 100), mixed(*[part] * 800)
    assert work(large) <= 9 * work(small)
    assert work(large) <= 6 * len(large)


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400))
def test_any_octets_are_read(raw: bytes) -> None:
    mail = mime.read(raw)
    mime.snippet(mail)
    for found in mail.attachments:
        mime.part_bytes(raw, found.index)


PIECES = [
    b"Content-Type: multipart/mixed; boundary=b\r\n", b"\r\n", b"--b\r\n", b"--b--", b"\n", b"\r", b" ", b";", b"=",
    b'"', b"Subject: =?utf-8?q?", b"?=", b"To: ", b"<", b">", b"(", b",", b":",
    b"Content-Transfer-Encoding: base64\r\n",
    b"Content-Disposition: attachment; filename*0*=utf-8''%", b"\xff", b"\x00", b"charset=utf-7", b"+2AA-", b"@",
    b"Date: ", b"Content-Type: text/html; charset=", b"<p>", b"Content-Type: message/rfc822\r\n\r\n", b"\xc3", b"=?",
    b"9",
]  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=40))
def test_anything_put_together_from_pieces_of_mail_is_read(pieces: list[bytes]) -> None:
    raw = b"".join(pieces)
    mail = mime.read(raw)
    shown = [mail.subject, mail.text, mail.html, mime.snippet(mail), *mail.headers.values()]
    shown += [part for party in (*mail.to, *mail.authors) for part in (party.name, party.address)]
    shown += [found.name for found in mail.attachments]
    for value in shown:
        assert "\x00" not in value
        value.encode()  # no halves of surrogate pairs
    for value in (mail.subject, *(found.name for found in mail.attachments)):
        assert "\n" not in value
        assert "\r" not in value
    for found in mail.attachments:
        mime.part_bytes(raw, found.index)


@given(st.text(max_size=60))
def test_an_encoded_word_gives_its_text_back(value: str) -> None:
    octets = value.encode("utf-8", "replace")
    word = f"=?utf-8?b?{b64encode(octets).decode()}?="
    assert words.decode(word) == words.one_line(charsets.clean(octets.decode().removeprefix("\ufeff")))


@given(st.binary(max_size=100), st.sampled_from(sorted(charsets.CODECS)))
def test_no_charset_raises_on_any_octets(octets: bytes, label: str) -> None:
    charsets.decode(octets, label).encode()
