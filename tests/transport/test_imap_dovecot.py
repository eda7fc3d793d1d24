"""The IMAP session against Dovecot, which we did not write."""

from collections.abc import Iterator
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

import pytest

from poststelle.model.errors import Refused
from poststelle.model.message import Use
from poststelle.protocols.imap import folders_utf7
from poststelle.protocols.imap.idling import Change, What
from poststelle.protocols.imap.syntax import Atom
from poststelle.transport import imap
from poststelle.transport.network import Network
from tests.transport import dovecot

pytestmark = pytest.mark.servers
DATE = datetime(2026, 3, 7, 10, 30, tzinfo=UTC)


@pytest.fixture
def house(request: pytest.FixtureRequest) -> Iterator[Path]:
    """The home of a Dovecot."""
    if dovecot.program() is None:
        if request.config.getoption("--require-servers", default=False):
            pytest.fail("doveadm is missing (Debian: dovecot-imapd)")
        pytest.skip("doveadm is missing (Debian: dovecot-imapd)")
    with dovecot.homestead() as home:
        yield home


def session(home: Path) -> AbstractAsyncContextManager[imap.ImapSession]:
    return dovecot.session(home, Network(answer_seconds=15))


def letter(subject: str, body: str = "Text") -> bytes:
    message = EmailMessage()
    message["From"] = "anna@example.test"
    message["Message-ID"] = f"<{abs(hash(subject))}@example.test>"
    message["Subject"] = subject
    message.set_content(body)
    return message.as_bytes().replace(b"\n", b"\r\n")


NASTY: dict[str, bytes] = {
    "umlauts": letter("Grüße aus Köln", "Müßig\n" * 100),
    "eight bit": "Subject: Grüße\r\n\r\nÄÖÜ \xff\xfe\r\n".encode("latin-1"),
    "empty body": b"Subject: a\r\n\r\n",
    "no line end": b"Subject: a\r\n\r\nno line end",
    "looks like a literal": b"Subject: {5}\r\n\r\n{12}\r\n) FLAGS (\\Seen)\r\nA1 OK done\r\n",
    "long line": b"Subject: a\r\n\r\n" + b"x" * 1_000_000 + b"\r\n",
    "large": b"Subject: a\r\n\r\n" + (b"y" * 76 + b"\r\n") * 250_000,
}


@pytest.mark.parametrize("name", sorted(NASTY))
async def test_a_message_comes_back_byte_for_byte(house: Path, name: str) -> None:
    async with session(house) as mailbox:
        uid = await mailbox.append("INBOX", NASTY[name], ["\\Flagged", "$Label"], DATE)
        assert uid == 1
        opened = await mailbox.examine("INBOX")
        assert (opened.exists, opened.uid_next, opened.read_only) == (1, 2, True)
        (fetched,) = [message async for message in mailbox.uid_fetch([uid], imap.WHOLE)]
        assert fetched.body == NASTY[name]
        assert fetched.size_octets == len(NASTY[name])
        assert fetched.internal_date == DATE
        assert set(fetched.flags or ()) - {"\\Recent"} == {"\\Flagged", "$Label"}


async def test_folders_have_names_for_people_and_uses(house: Path) -> None:
    async with session(house) as mailbox:
        for name in ("Entwürfe", "Gesendete Elemente", "Kunden/Müller & Söhne", 'odd "name" \\ here'):
            await mailbox.create(folders_utf7.encode(name))
        listed = await mailbox.list_folders()
        uses = {folder.name: folder.use for folder in listed}
        assert uses["Entwürfe"] is Use.DRAFTS
        assert uses["Versandt"] is Use.SENT  # said by the server, so the German name is not taken for it
        assert uses["Gesendete Elemente"] is None
        assert {"Kunden/Müller & Söhne", 'odd "name" \\ here'} <= set(uses)
        for folder in listed:
            if folder.selectable:
                assert (await mailbox.examine(folder.path)).uid_validity > 0
        assert (await mailbox.namespace()).personal[0].delimiter == "/"


async def test_reading_leaves_no_trace(house: Path) -> None:
    async with session(house) as mailbox:
        await mailbox.append("INBOX", NASTY["umlauts"])
        await mailbox.examine("INBOX")
        _ = [message async for message in mailbox.uid_fetch("1:*", imap.WHOLE)]
        await mailbox.select("INBOX")
        (fetched,) = [message async for message in mailbox.uid_fetch("1:*", imap.FLAGS)]
        assert "\\Seen" not in (fetched.flags or ())


async def test_searching_marking_and_moving(house: Path) -> None:
    async with session(house) as mailbox:
        for subject in ("eins", "Grüße", "drei"):
            await mailbox.append("INBOX", letter(subject))
        opened = await mailbox.select("INBOX")
        assert opened.highest_modseq is not None
        assert await mailbox.uid_search(Atom(b"SUBJECT"), "drei") == [3]
        assert await mailbox.uid_search(Atom(b"CHARSET"), Atom(b"UTF-8"), Atom(b"SUBJECT"), "Grüße") == [2]
        await mailbox.uid_store([1, 3], "+FLAGS.SILENT", ["\\Seen"])
        assert await mailbox.uid_search(Atom(b"SEEN")) == [1, 3]
        changed = [one.uid async for one in mailbox.uid_fetch("1:*", imap.FLAGS, changed_since=opened.highest_modseq)]
        assert changed == [1, 3]
        await mailbox.uid_move([1], "Versandt")
        assert await mailbox.uid_search() == [2, 3]
        assert (await mailbox.examine("Versandt")).exists == 1


async def test_only_the_messages_named_are_expunged(house: Path) -> None:
    async with session(house) as mailbox:
        for subject in ("eins", "zwei", "drei"):
            await mailbox.append("INBOX", letter(subject), ["\\Deleted"])
        await mailbox.select("INBOX")
        await mailbox.uid_expunge([2])
        assert await mailbox.uid_search() == [1, 3]


async def test_a_folder_that_is_not_there_is_refused_and_the_session_goes_on(house: Path) -> None:
    async with session(house) as mailbox:
        with pytest.raises(Refused) as caught:
            await mailbox.examine("Nirgendwo")
        assert caught.value.facts["text"].startswith("NO ")
        with pytest.raises(Refused, match="TRYCREATE"):
            await mailbox.append("Nirgendwo", b"Subject: a\r\n\r\n")
        assert (await mailbox.examine("INBOX")).exists == 0


async def test_new_mail_is_told_while_we_wait(house: Path) -> None:
    async with session(house) as waiting, session(house) as other:
        await waiting.examine("INBOX")
        await other.append("INBOX", letter("neu"))
        async for change in waiting.idle(20):
            assert change == Change(What.EXISTS, 1)
            break
        (fetched,) = [one async for one in waiting.uid_fetch("1:*", imap.WHOLE)]
        assert fetched.body == letter("neu")


async def test_both_sides_say_who_they_are(house: Path) -> None:
    async with session(house) as mailbox:
        assert (await mailbox.identify({"name": "Poststelle"}))["name"] == "Dovecot"
