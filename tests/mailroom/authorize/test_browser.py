"""The round trip through the sandbox's pages: who signed in is what the ID token says, and a `state` counts once."""

import asyncio
from dataclasses import replace

import pytest

from poststelle.mailroom import authorize
from poststelle.mailroom.parts import Parts
from poststelle.model.errors import Refused
from poststelle.model.mailbox import AppRegistration
from poststelle.model.person import AccountState, Person
from poststelle.model.rights import Grant, Right
from poststelle.model.secret import Secret
from poststelle.store import accounts, grants, vault
from tests.mailroom import sandboxed
from tests.mailroom.conftest import person, shared
from tests.mailroom.sandboxed import Sandbox

SESSION = "a-browser-session"


@pytest.fixture
def anna(real: Parts) -> Person:
    return person("anna.berger@muster.example", administrator=True)


def test_anna_signs_in_with_her_own_account(real: Parts, app: AppRegistration, anna: Person, sandbox: Sandbox) -> None:
    support = shared(app, sandbox, "support@muster.example")
    grants.put(Grant(support.id, anna.id, Right.READ_AND_MANAGE))
    url = asyncio.run(authorize.begin(real, anna, support.id, SESSION))
    done = asyncio.run(authorize.finish(real, SESSION, sandboxed.walk(url, anna.address)))
    assert done.account.address == anna.address
    assert done.account.state is AccountState.VALID
    assert done.warnings == ()
    assert accounts.of_person(anna.id, app.id) == done.account


def test_a_state_counts_once(real: Parts, app: AppRegistration, anna: Person, sandbox: Sandbox) -> None:
    support = shared(app, sandbox, "support@muster.example")
    back = sandboxed.walk(asyncio.run(authorize.begin(real, anna, support.id, SESSION)), anna.address)
    asyncio.run(authorize.finish(real, SESSION, back))
    with pytest.raises(Refused) as again:
        asyncio.run(authorize.finish(real, SESSION, back))
    assert again.value.code == "state-mismatch"


def test_another_session_cannot_bring_the_answer(
    real: Parts, app: AppRegistration, anna: Person, sandbox: Sandbox
) -> None:
    support = shared(app, sandbox, "support@muster.example")
    back = sandboxed.walk(asyncio.run(authorize.begin(real, anna, support.id, SESSION)), anna.address)
    with pytest.raises(Refused) as refused:
        asyncio.run(authorize.finish(real, "another-session", back))
    assert refused.value.code == "state-mismatch"


def test_an_answer_of_another_issuer_is_refused(
    real: Parts, app: AppRegistration, anna: Person, sandbox: Sandbox
) -> None:
    support = shared(app, sandbox, "support@muster.example")
    back = sandboxed.walk(asyncio.run(authorize.begin(real, anna, support.id, SESSION)), anna.address)
    with pytest.raises(Refused) as refused:
        asyncio.run(authorize.finish(real, SESSION, {**back, "iss": "https://evil.example"}))
    assert refused.value.code == "issuer-mismatch"


def test_a_wrong_secret_is_a_401_with_its_cause(
    real: Parts, app: AppRegistration, anna: Person, sandbox: Sandbox
) -> None:
    support = shared(app, sandbox, "support@muster.example")
    vault.put(real.vault, "app", app.id, "client-secret", Secret("not-the-secret"))
    back = sandboxed.walk(asyncio.run(authorize.begin(real, anna, support.id, SESSION)), anna.address)
    with pytest.raises(Refused) as refused:
        asyncio.run(authorize.finish(real, SESSION, back))
    assert (refused.value.code, refused.value.status) == ("wrong-client-secret", 401)
    assert "AADSTS7000215" in refused.value.facts["text"]


def test_a_declined_consent_is_told_as_that(real: Parts, app: AppRegistration, sandbox: Sandbox) -> None:
    emily = person("emily.watson@muster.example")
    support = shared(app, sandbox, "support@muster.example")
    grants.put(Grant(support.id, emily.id, Right.READ_AND_MANAGE))
    url = asyncio.run(authorize.begin(real, emily, support.id, SESSION))
    with pytest.raises(Refused) as refused:
        asyncio.run(authorize.finish(real, SESSION, sandboxed.walk(url, emily.address, decision="cancel")))
    assert refused.value.code in ("consent-declined", "user-canceled-sign-in")


def test_somebody_elses_account_without_a_right_is_warned_about(
    real: Parts, app: AppRegistration, anna: Person, sandbox: Sandbox
) -> None:
    support = shared(app, sandbox, "support@muster.example")
    url = asyncio.run(authorize.begin(real, replace(anna), support.id, SESSION))
    done = asyncio.run(authorize.finish(real, SESSION, sandboxed.walk(url, "carla.neumann@muster.example")))
    codes = {finding.code for finding in done.warnings}
    assert codes == {"no-right-on-mailbox", "another-address-than-person"}
