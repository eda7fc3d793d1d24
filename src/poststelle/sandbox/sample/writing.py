"""A letter as bytes, in the forms in which mail really comes: quoted-printable, base64, 8-bit, ISO 8859-1, undeclared.

Everything ends its lines with CRLF, as mail does on the wire.
"""

from base64 import b64encode
from dataclasses import dataclass
from datetime import datetime
from email.header import Header
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from enum import Enum, auto
from html import escape

from poststelle.sandbox.sample.people import Party

WIDE = SMTP.clone(max_line_length=200)


class Form(Enum):
    QUOTED = auto()  # UTF-8, quoted-printable
    BASE64 = auto()
    EIGHT_BIT = auto()  # UTF-8 as it is
    LATIN = auto()  # ISO 8859-1 with encoded words in ISO 8859-1, as old programs write
    RAW_HEADER = auto()  # UTF-8 in the header without encoded words (RFC 6532)
    UNDECLARED = auto()  # Windows-1252 without saying so


@dataclass(frozen=True, slots=True)
class File:
    name: str
    kind: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Letter:
    author: Party
    to: tuple[Party, ...]
    subject: str
    text: str
    at: datetime
    message_id: str
    cc: tuple[Party, ...] = ()
    answers: tuple[str, ...] = ()  # the Message-IDs of the conversation so far
    html: str = ""
    pictures: tuple[File, ...] = ()  # name is the Content-ID
    files: tuple[File, ...] = ()
    form: Form = Form.QUOTED
    more: tuple[tuple[str, str], ...] = ()  # further fields


def written(letter: Letter) -> bytes:
    if letter.form in (Form.LATIN, Form.RAW_HEADER, Form.UNDECLARED) and not (letter.html or letter.files):
        return _by_hand(letter)
    encoding = {Form.BASE64: "base64", Form.EIGHT_BIT: "8bit"}.get(letter.form, "quoted-printable")
    message = EmailMessage(policy=SMTP)
    for name, value in _fields(letter):
        message[name] = value
    message["From"] = _address(letter.author)
    message["To"] = [_address(party) for party in letter.to]
    if letter.cc:
        message["Cc"] = [_address(party) for party in letter.cc]
    message["Subject"] = letter.subject
    message.set_content(letter.text.replace("\r\n", "\n"), charset="utf-8", cte=encoding)
    if letter.html:
        message.add_alternative(letter.html, subtype="html", charset="utf-8", cte=encoding)
        for picture in letter.pictures:
            _attach_picture(message, picture)
    for file in letter.files:
        main, _, sub = file.kind.partition("/")
        message.add_attachment(file.content, maintype=main, subtype=sub, filename=file.name)
    _fixed_boundaries(message, letter.message_id)
    return message.as_bytes()


def html_of(text: str, *, footer: str = "", colour: str = "#2b5797") -> str:
    paragraphs = "".join(f"<p>{escape(part)}</p>".replace("\n", "<br>\n") for part in text.split("\n\n"))
    end = f'<hr><p style="font-size:12px;color:{colour}">{footer}</p>' if footer else ""
    return (
        f'<html><body style="font-family:Calibri,Arial,sans-serif;font-size:15px">\n{paragraphs}\n{end}</body></html>\n'
    )


def _attach_picture(message: EmailMessage, picture: File) -> None:
    html = message.get_payload()[1]  # type: ignore[index]
    main, _, sub = picture.kind.partition("/")
    html.add_related(picture.content, maintype=main, subtype=sub, cid=f"<{picture.name}>", disposition="inline")  # type: ignore[union-attr]


def _fields(letter: Letter) -> list[tuple[str, str]]:
    fields = [("Date", format_datetime(letter.at)), ("Message-ID", letter.message_id), *letter.more]
    if letter.answers:
        fields += [("In-Reply-To", letter.answers[-1]), ("References", " ".join(letter.answers[-6:]))]
    return fields


def _address(party: Party) -> Address:
    return Address(party.name, addr_spec=party.address)


def _fixed_boundaries(message: EmailMessage, message_id: str) -> None:
    """The library draws boundaries by lot; the sample is to be the same every time."""
    for number, part in enumerate(part for part in message.walk() if part.is_multipart()):
        part.set_boundary(f"=_{number}_{message_id.strip('<>').partition('@')[0]}")


def _by_hand(letter: Letter) -> bytes:
    charset = {Form.LATIN: "iso-8859-1", Form.UNDECLARED: "cp1252"}.get(letter.form, "utf-8")
    text = letter.text.replace("\r\n", "\n").replace("\n", "\r\n").encode(charset, "replace")
    lines = [f"{name}: {value}" for name, value in _fields(letter)]
    lines += [
        f"From: {_named(letter.author, letter.form)}",
        f"To: {', '.join(_named(party, letter.form) for party in letter.to)}",
        f"Subject: {_word(letter.subject, letter.form)}",
    ]
    if letter.form is not Form.UNDECLARED:
        lines += [
            "MIME-Version: 1.0",
            f"Content-Type: text/plain; charset={charset}",
            "Content-Transfer-Encoding: 8bit",
        ]
    return "\r\n".join([*lines, "", ""]).encode() + text


def _named(party: Party, form: Form) -> str:
    name = f'"{party.name}"' if form is Form.RAW_HEADER else _word(party.name, form)
    return f"{name} <{party.address}>"


def _word(text: str, form: Form) -> str:
    if form is Form.RAW_HEADER or text.isascii():
        return text
    if form is Form.UNDECLARED:  # one long word, as some scripts make it
        return f"=?utf-8?B?{b64encode(text.encode()).decode()}?="
    try:
        return Header(text, "iso-8859-1", maxlinelen=70).encode(linesep="\r\n")
    except UnicodeError:
        return Header(text, "utf-8", maxlinelen=70).encode(linesep="\r\n")
