"""Tokens are renewed in time, one renewal at a time, and a rotated refresh token is never lost."""

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from poststelle.mailroom import keyring
from poststelle.mailroom.parts import Parts
from poststelle.model.errors import Refused
from poststelle.model.identifiers import AccountId
from poststelle.model.mailbox import AppRegistration, Mailbox, Protocol
from poststelle.model.person import AccountState
from poststelle.model.rights import Right
from poststelle.model.secret import Secret
from poststelle.store import accounts, leases, vault
from tests.mailroom.conftest import member, shared
from tests.mailroom.sandboxed import Sandbox


@pytest.fixture
def support(app: AppRegistration, sandbox: Sandbox) -> Mailbox:
    return shared(app, sandbox, "support@muster.example")


@pytest.fixture
def account(real: Parts, support: Mailbox, app: AppRegistration) -> AccountId:
    member(real, support, "anna.berger", Right.READ_AND_MANAGE)
    return accounts.of_app(app.id)[0].id


def token(parts: Parts, account: AccountId, renew: bool = False) -> str:
    return asyncio.run(keyring.access_token(parts, account, Protocol.IMAP, renew=renew)).reveal()


def refresh_token(parts: Parts, account: AccountId) -> str:
    kept = vault.get(parts.vault, accounts.OWNER, account, accounts.REFRESH_TOKEN)
    assert kept
    return kept.reveal()


def test_a_token_that_lives_long_enough_is_used_again(real: Parts, account: AccountId) -> None:
    assert token(real, account) == token(real, account)


def test_a_renewal_keeps_the_rotated_refresh_token(real: Parts, account: AccountId) -> None:
    before = refresh_token(real, account)
    token(real, account, renew=True)
    assert refresh_token(real, account) != before


def test_threads_that_need_a_token_at_once_renew_it_once(real: Parts, account: AccountId) -> None:
    short = Secret("nearly-over")
    accounts.renewed(real.vault, account, short, real.now() + timedelta(seconds=30), kind="access-imap")
    with ThreadPoolExecutor(6) as pool:
        tokens = set(pool.map(lambda _: token(real, account), range(6)))
    assert len(tokens) == 1
    assert tokens != {"nearly-over"}


def test_a_dead_grant_marks_the_account_and_is_not_tried_again(real: Parts, account: AccountId) -> None:
    vault.put(real.vault, accounts.OWNER, account, accounts.REFRESH_TOKEN, Secret("long-forgotten"))
    with pytest.raises(Refused) as refused:
        token(real, account, renew=True)
    assert refused.value.code == "grant-invalid"
    found = accounts.find(account)
    assert (found.state, found.reason) == (AccountState.REFUSED, "grant-invalid")
    with pytest.raises(Refused):
        token(real, account)


def test_a_wrong_secret_does_not_cost_the_account(real: Parts, account: AccountId, app: AppRegistration) -> None:
    vault.put(real.vault, "app", app.id, "client-secret", Secret("wrong"))
    with pytest.raises(Refused) as refused:
        token(real, account, renew=True)
    assert (refused.value.code, refused.value.status) == ("wrong-client-secret", 401)
    assert accounts.find(account).state is AccountState.VALID


def test_a_lease_of_a_dead_process_does_not_block_for_ever(real: Parts, account: AccountId) -> None:
    soon = real.now() + timedelta(seconds=1)
    assert leases.take(f"renew-{account}", "somebody-dead", real.now(), soon)
    began = time.monotonic()
    token(real, account, renew=True)
    assert 0.5 < time.monotonic() - began < 10


def test_nothing_of_a_secret_is_printed(real: Parts, support: Mailbox, account: AccountId) -> None:
    access = asyncio.run(keyring.access_token(real, account, Protocol.IMAP))
    assert access.reveal() not in repr(keyring.SignOn("support", access, ("XOAUTH2",)))
