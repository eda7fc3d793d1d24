"""From a TOML file to a document. Nothing is changed while reading; every mistake names its line or its key."""

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path

from poststelle import config
from poststelle.mailroom.apply.document import (
    AppEntry,
    ConnectionEntry,
    Document,
    GrantEntry,
    MailboxEntry,
    PersonEntry,
)
from poststelle.mailroom.apply.table import Surroundings, Table
from poststelle.model.errors import Misconfigured
from poststelle.model.mailbox import Authentication, Encryption, Kind, Protocol
from poststelle.model.rights import Right

PLACE = re.compile(r"\(at line (\d+), column (\d+)\)")
LANGUAGES = ("de", "en")


def read(path: Path, environment: Mapping[str, str] | None = None) -> Document:
    """The document; `Misconfigured("toml-broken", line, column)` where it is no TOML."""
    try:
        text = path.read_bytes().decode()
    except OSError as error:
        raise Misconfigured("file-unreadable", field="", path=str(path), text=error.strerror or "") from error
    except UnicodeDecodeError as error:
        raise _not_utf8(path, error) from error
    around = Surroundings(path.absolute().parent, config.environment() if environment is None else environment)
    return understand(Table(_parse(path, text), "", around))


def understand(top: Table) -> Document:
    document = Document(
        people=tuple(map(_person, top.tables("person"))),
        apps=tuple(map(_app, top.tables("app"))),
        mailboxes=tuple(map(_mailbox, top.tables("mailbox"))),
    )
    top.done()
    _once([(entry.path, "address", entry.address) for entry in document.people])
    _once([(entry.path, "name", entry.name) for entry in document.apps])
    _once([(entry.path, "address", entry.address) for entry in document.mailboxes])
    return document


def _parse(path: Path, text: str) -> dict[str, object]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        said = str(error)
        place = PLACE.search(said)
        lines = text.split("\n")
        line, column = place.groups() if place else (str(len(lines)), str(len(lines[-1]) + 1))
        what = said.partition(" (at ")[0]
        raise Misconfigured("toml-broken", field="", path=str(path), line=line, column=column, text=what) from error


def _not_utf8(path: Path, error: UnicodeDecodeError) -> Misconfigured:
    before = error.object[: error.start]
    line, column = before.count(b"\n") + 1, len(before.rpartition(b"\n")[2]) + 1
    return Misconfigured("toml-broken", field="", path=str(path), line=str(line), column=str(column), text="not UTF-8")


def _person(table: Table) -> PersonEntry:
    entry = PersonEntry(
        path=table.path,
        name=table.needed("name"),
        address=table.address("address"),
        administrator=table.flag("administrator"),
        language=table.text_or_none("language"),
        password=table.secret("password"),
    )
    if entry.language is not None and entry.language not in LANGUAGES:
        table.fail("value-not-allowed", "language", text=entry.language, allowed=", ".join(LANGUAGES))
    table.done()
    return entry


def _app(table: Table) -> AppEntry:
    entry = AppEntry(
        path=table.path,
        name=table.needed("name"),
        provider=table.needed("provider"),
        client_id=table.needed("client_id"),
        client_secret=table.secret("client_secret"),
        redirect_url=table.text("redirect_url"),
        tenant=table.text("tenant"),
        issuer=table.text("issuer"),
        authorization_url=table.text("authorization_url"),
        token_url=table.text("token_url"),
        device_url=table.text("device_url"),
        scopes=table.texts("scopes"),
        ca_pem=table.pem("ca_file"),
    )
    table.done()
    return entry


def _mailbox(table: Table) -> MailboxEntry:
    incoming, outgoing = table.table_or_none("incoming"), table.table_or_none("outgoing")
    entry = MailboxEntry(
        path=table.path,
        address=table.address("address"),
        name=table.text_or_none("name"),
        kind=table.choice("kind", Kind) or Kind.SHARED,
        app=table.text_or_none("app"),
        password=table.secret("password"),
        fetch_every_seconds=table.number("fetch_every_seconds"),
        incoming=_connection(incoming, Protocol.IMAP) if incoming else None,
        outgoing=_connection(outgoing, Protocol.SMTP) if outgoing else None,
        grants=tuple(map(_grant, table.tables("grant"))),
    )
    table.done()
    _once([(grant.path, "person", grant.person) for grant in entry.grants])
    return entry


def _connection(table: Table, usual: Protocol) -> ConnectionEntry:
    entry = ConnectionEntry(
        path=table.path,
        protocol=table.choice("protocol", Protocol) or usual,
        host=table.text_or_none("host"),
        port=table.number("port"),
        encryption=table.choice("encryption", Encryption),
        authentication=table.choice("authentication", Authentication),
        username=table.text_or_none("username"),
        ca_pem=table.pem("ca_file"),
    )
    table.done()
    return entry


def _grant(table: Table) -> GrantEntry:
    rights = tuple(table.one_of("rights", text, Right) for text in table.texts("rights"))
    entry = GrantEntry(path=table.path, person=table.address("person"), rights=tuple(dict.fromkeys(rights)))
    table.done()
    return entry


def _once(entries: list[tuple[str, str, str]]) -> None:
    seen: dict[str, str] = {}
    for path, key, text in entries:
        if text in seen:
            raise Misconfigured("value-twice", field=f"{path}.{key}", text=text, first=seen[text])
        seen[text] = path
