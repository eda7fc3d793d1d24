"""Poststelle's own IMAP session with the sandbox's server: two engines of one grammar, with TLS in between."""

import pytest

from poststelle.model.errors import Misconfigured, Refused
from poststelle.model.mailbox import Authentication, Connection, Encryption, Protocol
from poststelle.model.message import Use
from poststelle.model.secret import Secret
from poststelle.protocols.imap.idling import Change, What
from poststelle.protocols.imap.syntax import Atom
from poststelle.transport import imap
from poststelle.transport.network import Network
from tests.sandbox.mail.world import ALICE, BOB, FORWARDED, SUPPORT, World

NETWORK = Network(connect_seconds=10, greeting_seconds=10, answer_seconds=10)
ENCRYPTIONS = {Encryption.TLS: "imaps", Encryption.STARTTLS: "imap"}


async def connected(world: World, encryption: Encryption = Encryption.TLS) -> imap.ImapSession:
    port = world.ports[ENCRYPTIONS[encryption]]
    ca_pem = world.certificates.ca.read_text()
    return await imap.connect(
        NETWORK, Connection(Protocol.IMAP, "127.0.0.1", port, encryption, Authentication.OAUTH2, ca_pem=ca_pem)
    )


async def signed_on(world: World, person: str = ALICE, encryption: Encryption = Encryption.TLS) -> imap.ImapSession:
    session = await connected(world, encryption)
    await session.authenticate("XOAUTH2", SUPPORT, Secret(world.token(person)))
    return session


@pytest.mark.parametrize("encryption", list(ENCRYPTIONS))
async def test_a_member_reads_the_shared_mailbox(world: World, encryption: Encryption) -> None:
    world.put(SUPPORT, FORWARDED)
    async with await signed_on(world, encryption=encryption) as session:
        assert session.stream.encrypted
        await session.namespace()
        uses = {folder.use for folder in await session.list_folders()}
        assert set(Use) - uses <= {Use.ARCHIVE}
        opened = await session.examine("INBOX")
        assert (opened.exists, opened.read_only) == (1, True)
        (message,) = [one async for one in session.uid_fetch("1:*", imap.WHOLE)]
        assert message.body == FORWARDED
        assert "\\Seen" not in (message.flags or ())


async def test_without_the_right_the_first_command_says_so(world: World) -> None:
    async with await signed_on(world, BOB) as session:
        with pytest.raises(Refused) as caught:
            await session.namespace()
    assert caught.value.facts["text"] == "BAD User is authenticated but not connected."


async def test_a_bad_token_is_refused_without_a_reason(world: World) -> None:
    session = await connected(world)
    with pytest.raises(Refused) as caught:
        await session.authenticate("XOAUTH2", SUPPORT, Secret("no-token"))
    assert caught.value.code == "sign-on-refused"
    assert caught.value.facts["text"] == "NO AUTHENTICATE failed."
    await session.close()


async def test_the_throw_away_authority_is_not_trusted_by_itself(world: World) -> None:
    connection = Connection(Protocol.IMAP, "127.0.0.1", world.ports["imaps"], Encryption.TLS, Authentication.OAUTH2)
    with pytest.raises(Misconfigured, match="tls-"):
        await imap.connect(NETWORK, connection)


async def test_filing_marking_and_waiting(world: World) -> None:
    async with await signed_on(world) as session:
        folders = {folder.use: folder.path for folder in await session.list_folders()}
        letter = b"Subject: {9}\r\nMessage-ID: <1@example.test>\r\n\r\n\xfc 8bit\r\n" + b"x" * 100_000
        uid = await session.append(folders[Use.SENT], letter, ["\\Seen"])
        assert uid
        await session.select(folders[Use.SENT])
        assert await session.uid_search(Atom(b"HEADER"), "Message-ID", "<1@example.test>") == [uid]
        await session.uid_store([uid], "+FLAGS.SILENT", ["\\Flagged"])
        (found,) = [one async for one in session.uid_fetch([uid], imap.WHOLE)]
        assert found.body == letter
        assert {"\\Seen", "\\Flagged"} <= set(found.flags or ())
        await session.uid_move([uid], folders[Use.TRASH])
        assert await session.uid_search() == []
        await session.examine("INBOX")
        world.put(SUPPORT, FORWARDED)
        seen = []
        async for change in session.idle(10):
            seen.append(change)
            break
        assert seen == [Change(What.EXISTS, 1)]
