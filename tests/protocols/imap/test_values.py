"""Names, sets, dates, special use and FETCH items."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poststelle.model.errors import ProtocolViolation
from poststelle.model.message import Use
from poststelle.protocols.imap import dates, fetching, folders_utf7, ident, namespace, sets, special_use
from poststelle.protocols.imap.events import Data
from poststelle.protocols.imap.fetching import Item
from poststelle.protocols.imap.listing import Listed
from poststelle.protocols.imap.namespace import Namespaces, Space
from poststelle.protocols.imap.syntax import Atom, Read


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("Entwürfe", "Entw&APw-rfe"),
        ("Gelöschte Elemente", "Gel&APY-schte Elemente"),
        ("a & b", "a &- b"),
        ("~peter/mail/台北/日本語", "~peter/mail/&U,BTFw-/&ZeVnLIqe-"),  # RFC 3501 section 5.1.3
        ("😀", "&2D3eAA-"),
        ("", ""),
    ],
)
def test_names_of_folders_are_written_so(name: str, path: str) -> None:
    assert folders_utf7.encode(name) == path
    assert folders_utf7.decode(path) == name


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_every_name_comes_back(name: str) -> None:
    assert folders_utf7.encode(name).isascii()
    assert folders_utf7.decode(folders_utf7.encode(name)) == name


@pytest.mark.parametrize(
    ("path", "name"),
    [("a&b", "a&b"), ("&AAA", "&AAA"), ("&2D0-", "&2D0-"), ("&A-", "&A-"), ("Entw\xc3\xbcrfe", "Entwürfe")],
)
def test_what_is_no_utf7_is_shown_as_it_came(path: str, name: str) -> None:
    assert folders_utf7.decode(path) == name


@given(st.sets(st.integers(1, 200), min_size=1))
def test_sets_come_back(numbers: set[int]) -> None:
    printed = sets.print_set(numbers)
    assert set().union(*sets.read_set(printed, 200)) == numbers


def test_sets_are_short_and_their_ends_may_be_swapped() -> None:
    assert sets.print_set([5, 1, 2, 3, 9, 8]) == b"1:3,5,8:9"
    assert sets.read_set(b"*:7,2", 9) == [range(7, 10), range(2, 3)]
    assert list(sets.among(sets.read_set(b"2:4,*", 9), [1, 3, 9])) == [3, 9]


@pytest.mark.parametrize("text", [b"", b"a", b"1:", b"1,,2", b"1:2:3", b"1 2", b"99999999999", b"-1"])
def test_what_is_no_set_is_refused(text: bytes) -> None:
    with pytest.raises(ProtocolViolation):
        sets.read_set(text, 9)


@pytest.mark.parametrize("numbers", [[], [0], [4294967296]])
def test_no_set_of_impossible_numbers_is_printed(numbers: list[int]) -> None:
    with pytest.raises(ValueError, match="number"):
        sets.print_set(numbers)


def test_dates_are_english_and_come_back() -> None:
    moment = datetime(2026, 3, 7, 10, 0, tzinfo=timezone(timedelta(hours=5, minutes=30)))
    assert dates.print_date_time(moment) == " 7-Mar-2026 10:00:00 +0530"
    assert dates.read_date_time(b" 7-Mar-2026 10:00:00 +0530") == moment.astimezone(UTC)


@pytest.mark.parametrize("text", [b"", b"yesterday", b"31-Feb-2026 00:00:00 +0000", b"01-Jan-0001 00:00:00 +2359"])
def test_what_is_no_date_is_none(text: bytes) -> None:
    assert dates.read_date_time(text) is None


def folder(name: str, *attributes: str, delimiter: str = "/") -> Listed:
    return Listed(folders_utf7.encode(name), name, delimiter, frozenset(attributes))


def uses(*folders: Listed) -> dict[str, Use]:
    return {one.name: one.use for one in special_use.assign(folders) if one.use}


@pytest.mark.parametrize(
    ("name", "use"),
    [
        ("Gesendete Elemente", Use.SENT),
        ("Sent Items", Use.SENT),
        ("Entwürfe", Use.DRAFTS),
        ("Gelöschte Elemente", Use.TRASH),
        ("Deleted Items", Use.TRASH),
        ("Junk-E-Mail", Use.JUNK),
        ("Junk Email", Use.JUNK),
        ("Archiv", Use.ARCHIVE),
        ("INBOX/Sent", Use.SENT),
        ("INBOX", Use.INBOX),
        ("inbox", Use.INBOX),
    ],
)
def test_well_known_names_stand_in_for_special_use(name: str, use: Use) -> None:
    assert uses(folder(name)) == {name: use}


def test_what_the_server_says_wins_over_names() -> None:
    assert uses(folder("Sent Items"), folder("Versandt", "\\SENT")) == {"Versandt": Use.SENT}


def test_each_use_is_given_once_and_archive_goes_before_all() -> None:
    assert uses(
        folder("All", "\\ALL"), folder("Old", "\\ARCHIVE"), folder("Sent", "\\SENT"), folder("Sent2", "\\SENT")
    ) == {
        "Old": Use.ARCHIVE,
        "Sent": Use.SENT,
    }
    assert uses(folder("Sent"), folder("Gesendete Elemente")) == {"Gesendete Elemente": Use.SENT}


def test_names_count_at_the_top_and_for_folders_that_open() -> None:
    assert uses(folder("Kunden/Archiv"), folder("Entwürfe", "\\NOSELECT")) == {}
    assert uses(folder("INBOX.Trash", delimiter=".")) == {"INBOX.Trash": Use.TRASH}


def test_namespaces_are_three_lists() -> None:
    shared: list[Read] = [[b"shared/", b"/"], [b"public.", b"."]]
    assert namespace.of_data(Data("NAMESPACE", None, ([[b"", b"/"]], None, shared))) == Namespaces(
        personal=(Space("", "/"),), shared=(Space("shared/", "/"), Space("public.", "."))
    )


def test_id_is_read_leniently() -> None:
    assert ident.of_data(Data("ID", None, ([b"Name", b"Dovecot", b"x", None],))) == {"name": "Dovecot", "x": ""}
    assert ident.of_data(Data("ID", None, (None,))) == {}
    assert ident.argument({"name": "Poststelle"}) == [b"name", b"Poststelle"]


def test_items_are_read_for_the_server_s_role() -> None:
    wanted = fetching.read_items([Atom(b"uid"), Atom(b"BODY.PEEK[HEADER]<0.100>"), Atom(b"BODY[]"), Atom(b"FAST")])
    assert wanted == [
        Item("UID"),
        Item("BODY", "HEADER", peek=True, start=0, length=100),
        Item("BODY", ""),
        Item("FLAGS"),
        Item("INTERNALDATE"),
        Item("RFC822.SIZE"),
    ]
    assert wanted[1].label == "BODY[HEADER]<0>"
    with pytest.raises(ProtocolViolation):
        fetching.read_items(Atom(b"BODY[A"))


def test_a_broken_answer_to_fetch_is_the_server_s_fault() -> None:
    for values in [((b"UID",),), ([b"UID"],), ([b"UID", b"x"],), ([b"FLAGS", b"x"],), (b"x",)]:
        with pytest.raises(ProtocolViolation):
            fetching.of_response(1, values)  # type: ignore[arg-type]
