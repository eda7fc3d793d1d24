"""The app's own token: for the sandbox's directory, and kept while it lives."""

import asyncio

import pytest

from poststelle.mailroom.app_tokens import app_only_token
from poststelle.mailroom.parts import Parts
from poststelle.model.address import Address
from poststelle.model.errors import Conflict, NotFound, Refused
from poststelle.model.mailbox import AppRegistration
from poststelle.model.rights import Right
from poststelle.model.secret import Secret
from poststelle.providers.sandbox import PROVIDER
from poststelle.store import vault

ANNA = Address("anna.berger@muster.example")


async def arrange(parts: Parts, app: AppRegistration, mailbox: Address) -> dict[Right, list[Address]]:
    directory = PROVIDER.directory
    assert directory
    token = await app_only_token(parts, app.id, directory.scopes)
    await directory.create(parts.network, app, token, mailbox, "Press")
    for right in Right:
        await directory.grant(parts.network, app, token, mailbox, ANNA, right)
    await directory.revoke(parts.network, app, token, mailbox, ANNA, Right.SEND_AS)
    assert ANNA in [address for _, address in await directory.people(parts.network, app, token)]
    return await directory.grants(parts.network, app, token, mailbox)


def test_the_directory_creates_grants_and_revokes(real: Parts, app: AppRegistration) -> None:
    found = asyncio.run(arrange(real, app, Address("press@muster.example")))
    assert found == {Right.READ_AND_MANAGE: [ANNA], Right.SEND_AS: [], Right.SEND_ON_BEHALF: [ANNA]}


def test_an_address_that_is_taken_is_a_conflict(real: Parts, app: AppRegistration) -> None:
    with pytest.raises(Conflict):
        asyncio.run(arrange(real, app, Address("support@muster.example")))


def test_an_unknown_mailbox_is_said_so(real: Parts, app: AppRegistration) -> None:
    async def ask() -> None:
        directory = PROVIDER.directory
        assert directory
        token = await app_only_token(real, app.id, directory.scopes)
        await directory.grants(real.network, app, token, Address("nobody@muster.example"))

    with pytest.raises(NotFound):
        asyncio.run(ask())


def test_the_token_is_kept_while_it_lives(real: Parts, app: AppRegistration) -> None:
    async def twice() -> tuple[str, str]:
        scopes = ("https://outlook.office365.com/.default",)
        first = await app_only_token(real, app.id, scopes)
        return first.reveal(), (await app_only_token(real, app.id, scopes)).reveal()

    first, second = asyncio.run(twice())
    assert first == second


def test_a_wrong_secret_is_a_401(real: Parts, app: AppRegistration) -> None:
    vault.put(real.vault, "app", app.id, "client-secret", Secret("wrong"))
    with pytest.raises(Refused) as refused:
        asyncio.run(app_only_token(real, app.id, ("https://outlook.office365.com/.default",)))
    assert (refused.value.code, refused.value.status) == ("wrong-client-secret", 401)
