"""Signing in without a browser on this machine: the code is typed elsewhere."""

import asyncio

import pytest

from poststelle.mailroom import authorize
from poststelle.mailroom.parts import Parts
from poststelle.model.mailbox import AppRegistration
from poststelle.model.rights import Grant, Right
from poststelle.store import grants
from tests import signin
from tests.mailroom.conftest import person, shared
from tests.mailroom.sandboxed import Sandbox


def type_code(url: str, code: str, address: str) -> None:
    """What the person does at the device page, with another machine's browser."""
    assert address in signin.walk(f"{url}?code={code}", address).page


def test_the_code_typed_elsewhere_signs_in_here(real: Parts, app: AppRegistration, sandbox: Sandbox) -> None:
    support = shared(app, sandbox, "support@muster.example")
    anna = person("anna.berger@muster.example")
    grants.put(Grant(support.id, anna.id, Right.READ_AND_MANAGE))

    async def play() -> authorize.SignedIn:
        device = await authorize.begin_device(real, anna, support.id)
        waiting = asyncio.create_task(authorize.poll_device(real, anna, device))
        await asyncio.to_thread(type_code, device.url, device.user_code, anna.address)
        return await asyncio.wait_for(waiting, 30)

    done = asyncio.run(play())
    assert done.account.address == anna.address


pytestmark = pytest.mark.timeout(60)
