"""Fetching from the sandbox, over IMAP and POP3, with the keys of several members."""

import asyncio

import pytest

from poststelle.mailroom import fetch, rights
from poststelle.mailroom.parts import Parts
from poststelle.model.errors import NotPermitted, Refused
from poststelle.model.mailbox import AppRegistration, Mailbox, Protocol
from poststelle.model.message import Use
from poststelle.model.rights import Proof, Purpose, Right
from poststelle.store import accounts, folders, grants, mailboxes, messages
from tests.mailroom.conftest import member, person, shared
from tests.mailroom.sandboxed import Sandbox

READ = Right.READ_AND_MANAGE


@pytest.fixture
def support(app: AppRegistration, sandbox: Sandbox) -> Mailbox:
    return shared(app, sandbox, "support@muster.example")


def test_everything_is_fetched_once(real: Parts, support: Mailbox) -> None:
    anna = member(real, support, "anna.berger", READ)
    first = asyncio.run(fetch.fetch(real, anna, support.id))
    assert first.new > 10
    assert first.bytes > 10_000
    again = asyncio.run(fetch.fetch(real, anna, support.id))
    assert (again.new, again.changed, again.gone, again.bytes) == (0, 0, 0, 0)
    assert mailboxes.fetch_state(support.id).code == "ok"
    assert Use.INBOX in {folder.use for folder in folders.of_mailbox(support.id)}
    assert Use.SENT in {folder.use for folder in folders.of_mailbox(support.id)}


def test_fetching_proves_the_right(real: Parts, support: Mailbox) -> None:
    anna = member(real, support, "anna.berger", READ)
    asyncio.run(fetch.fetch(real, anna, support.id))
    assert [grant.proof for grant in grants.of_mailbox(support.id)] == [Proof.PROVED]


def test_nothing_is_marked_as_read_at_the_server(real: Parts, support: Mailbox) -> None:
    anna = member(real, support, "anna.berger", READ)
    asyncio.run(fetch.fetch(real, anna, support.id))
    before = {one.id: one.seen for one in messages.page(rights.admit(anna, support.id, Purpose.READ), None, None, 500)}
    assert asyncio.run(fetch.fetch(real, anna, support.id)).changed == 0
    assert not all(before.values())


def test_pop3_brings_the_inbox_once(real: Parts, app: AppRegistration, sandbox: Sandbox) -> None:
    support = shared(app, sandbox, "support@muster.example", Protocol.POP3)
    anna = member(real, support, "anna.berger", READ)
    assert asyncio.run(fetch.fetch(real, anna, support.id)).new > 5
    assert asyncio.run(fetch.fetch(real, anna, support.id)).new == 0


def test_the_next_key_takes_over_when_one_is_refused(real: Parts, support: Mailbox) -> None:
    bernd = member(real, support, "bernd.krause", READ)  # the server does not let him read
    member(real, support, "anna.berger", READ)
    assert asyncio.run(fetch.fetch(real, bernd, support.id)).new > 10
    proofs = {grant.person: grant.proof for grant in grants.of_mailbox(support.id)}
    assert proofs[bernd.id] is Proof.REFUSED


def test_without_a_working_key_the_missing_right_is_named(real: Parts, support: Mailbox) -> None:
    bernd = member(real, support, "bernd.krause", READ)
    with pytest.raises(Refused) as refused:
        asyncio.run(fetch.fetch(real, bernd, support.id))
    assert refused.value.code == "full-access-missing"
    assert mailboxes.fetch_state(support.id).code == "full-access-missing"


def test_our_own_door_is_shut_without_the_right(real: Parts, support: Mailbox) -> None:
    bernd = member(real, support, "bernd.krause", Right.SEND_AS)
    with pytest.raises(NotPermitted):
        asyncio.run(fetch.fetch(real, bernd, support.id))


def test_nobody_signed_in_is_said_so(real: Parts, support: Mailbox) -> None:
    from poststelle.model.rights import Grant

    anna = person("anna.berger@muster.example")
    grants.put(Grant(support.id, anna.id, READ))
    with pytest.raises(Refused) as refused:
        asyncio.run(fetch.fetch(real, anna, support.id))
    assert refused.value.code == "no-key"


def test_a_dead_grant_puts_the_key_aside(real: Parts, support: Mailbox) -> None:
    from poststelle.model.secret import Secret
    from poststelle.store import vault

    anna = member(real, support, "anna.berger", READ)
    account = accounts.of_app(support.app)[0] if support.app else None
    assert account is not None
    vault.drop("account", account.id)
    vault.put(real.vault, "account", account.id, "refresh-token", Secret("long-forgotten"))
    with pytest.raises(Refused):
        asyncio.run(fetch.fetch(real, anna, support.id))
    assert accounts.find(account.id).state == "refused"


def test_a_message_that_the_server_hid_once_is_there_again(real: Parts, support: Mailbox) -> None:
    anna = member(real, support, "anna.berger", READ)
    asyncio.run(fetch.fetch(real, anna, support.id))
    inbox = next(folder for folder in folders.of_mailbox(support.id) if folder.use is Use.INBOX)
    permit = rights.admit(anna, support.id, Purpose.FETCH)
    mark = folders.watermark(inbox.id)
    uids = list(messages.known(permit, inbox.id, mark.uid_validity))
    messages.gone(permit, inbox.id, mark.uid_validity, uids[:3])
    asyncio.run(fetch.fetch(real, anna, support.id))
    assert set(messages.known(permit, inbox.id, mark.uid_validity)) == set(uids)
    assert asyncio.run(fetch.fetch(real, anna, support.id)).bytes == 0


def test_a_new_numbering_brings_no_message_twice(real: Parts, support: Mailbox) -> None:
    anna = member(real, support, "anna.berger", READ)
    asyncio.run(fetch.fetch(real, anna, support.id))
    inbox = next(folder for folder in folders.of_mailbox(support.id) if folder.use is Use.INBOX)
    folders.restart(
        rights.admit(anna, support.id, Purpose.FETCH), inbox.id, 1
    )  # as if they had been numbered otherwise
    before = inbox.messages
    again = asyncio.run(fetch.fetch(real, anna, support.id))
    assert again.new == 0
    assert next(one for one in folders.of_mailbox(support.id) if one.id == inbox.id).messages == before
