"""Where the provider has a directory, mailboxes and rights are made there as well."""

import asyncio
import secrets

import pytest

from poststelle.mailroom import configure
from poststelle.mailroom.configure import NewMailbox, mirror
from poststelle.mailroom.parts import Parts
from poststelle.model.address import Address
from poststelle.model.errors import PoststelleError
from poststelle.model.mailbox import AppRegistration, Mailbox
from poststelle.model.person import Person
from poststelle.model.rights import Proof, Right, Source
from poststelle.store import grants, persons
from tests.mailroom.sandboxed import Sandbox


@pytest.fixture
def member(sandbox: Sandbox, real: Parts) -> Person:
    """Somebody whom the sandbox's organisation knows."""
    return persons.create("Mitglied", Address(sandbox.ready["people"][0]))


def created(parts: Parts, sandbox: Sandbox, app: AppRegistration) -> Mailbox:
    address = f"neu-{secrets.token_hex(4)}@{sandbox.ready['domain']}"
    return asyncio.run(configure.create(parts, None, NewMailbox(address, "Neu", app=app.id)))


async def granted_there(parts: Parts, mailbox: Mailbox) -> dict[Right, list[Address]]:
    access = await mirror.enter(parts, mailbox.app)
    assert access is not None
    return await access.directory.grants(parts.network, access.app, access.token, mailbox.address)


def test_rights_are_granted_and_revoked_at_the_provider(
    real: Parts, sandbox: Sandbox, app: AppRegistration, member: Person
) -> None:
    mailbox = created(real, sandbox, app)
    made = asyncio.run(configure.grant(real, None, mailbox.id, [member.id], list(Right)))
    assert {(grant.source, grant.proof) for grant in made} == {(Source.DIRECTORY, Proof.PENDING)}
    assert asyncio.run(granted_there(real, mailbox)) == {right: [member.address] for right in Right}

    asyncio.run(configure.revoke(real, None, mailbox.id, [member.id], [Right.SEND_AS]))
    assert asyncio.run(granted_there(real, mailbox))[Right.SEND_AS] == []
    assert grants.held(member.id, mailbox.id) == {Right.READ_AND_MANAGE, Right.SEND_ON_BEHALF}


def test_a_mailbox_that_is_there_already_is_taken_as_it_is(real: Parts, sandbox: Sandbox, app: AppRegistration) -> None:
    first = created(real, sandbox, app)
    configure.remove(real, None, first.id)
    again = asyncio.run(configure.create(real, None, NewMailbox(first.address, "Wieder", app=app.id)))
    assert (again.address, again.name) == (first.address, "Wieder")


def test_the_rights_of_a_mailbox_that_is_there_already_are_known_at_once(
    real: Parts, sandbox: Sandbox, app: AppRegistration, member: Person
) -> None:
    first = created(real, sandbox, app)
    asyncio.run(configure.grant(real, None, first.id, [member.id], [Right.READ_AND_MANAGE]))
    configure.remove(real, None, first.id)
    again = asyncio.run(configure.create(real, None, NewMailbox(first.address, "Wieder", app=app.id)))
    (held,) = grants.of_mailbox(again.id)
    assert (held.person, held.right, held.source) == (member.id, Right.READ_AND_MANAGE, Source.DIRECTORY)


def test_somebody_unknown_to_the_provider_gets_nothing_here_either(
    real: Parts, sandbox: Sandbox, app: AppRegistration, charlie: Person
) -> None:
    mailbox = created(real, sandbox, app)
    with pytest.raises(PoststelleError):
        asyncio.run(configure.grant(real, None, mailbox.id, [charlie.id], [Right.SEND_AS]))
    assert grants.of_mailbox(mailbox.id) == []
