"""The how-to through the API against the sandbox: create, grant, configure, sign in, check, fetch, read, send."""

import secrets
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from poststelle.api import place
from poststelle.mailroom import persons
from poststelle.mailroom.parts import Parts
from poststelle.model.address import Address
from poststelle.model.person import Person
from tests import signin
from tests.api.conftest import Call
from tests.mailroom import sandboxed
from tests.mailroom.sandboxed import Sandbox

ANNA = "anna.berger@muster.example"
BERND = "bernd.krause@muster.example"
pytestmark = [pytest.mark.timeout(180)]


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    running = sandboxed.start(Path(tmp_path_factory.mktemp("sandbox")))
    yield running
    running.stop()


@pytest.fixture
def real(parts: Parts, call: Call) -> Parts:
    """The real clock and real randomness: the sandbox has no other."""
    made = replace(parts, now=lambda: datetime.now(UTC), new_token=lambda: secrets.token_urlsafe(32))
    place.put(made)
    return made


@pytest.fixture
def anna(real: Parts) -> Person:
    return persons.create(None, "Anna Berger", Address(ANNA), None, administrator=True)


@pytest.fixture
def bernd(real: Parts) -> Person:
    return persons.create(None, "Bernd Krause", Address(BERND), None)


def registration(sandbox: Sandbox) -> dict[str, object]:
    return {
        "name": "sandbox",
        "provider": "sandbox",
        "client_id": sandbox.app["client_id"],
        "client_secret": sandbox.app["client_secret"],
        "tenant": sandbox.app["tenant"],
        "issuer": sandbox.ready["url"],
        "redirect_url": sandboxed.BACK,
    }


def servers(sandbox: Sandbox) -> dict[str, object]:
    common = {"host": "127.0.0.1", "authentication": "oauth2", "ca_pem": sandbox.ca_pem}
    return {
        "incoming": {**common, "protocol": "imap", "port": sandbox.ready["imaps"], "encryption": "tls"},
        "outgoing": {**common, "protocol": "smtp", "port": sandbox.ready["submission"], "encryption": "starttls"},
    }


def configured(call: Call, anna: Person, sandbox: Sandbox, address: str) -> str:
    """Scenes 1 to 3; the path of the mailbox."""
    app = call("POST", "/apps", anna, registration(sandbox)).json
    made = call("POST", "/mailboxes", anna, {"address": address, "name": "Hilfe", "app": app["id"]})
    assert made.status == 201, made.json
    path = f"/mailboxes/{made.json['id']}"
    wanted = {"grants": [{"person": ANNA, "rights": ["read-and-manage", "send-as"]}]}
    granted = call("PUT", f"{path}/grants", anna, wanted)
    assert sorted(one["right"] for one in granted.json) == ["read-and-manage", "send-as"]
    connected = call("PUT", f"{path}/connections", anna, {**servers(sandbox), "app": app["id"]})
    assert connected.status == 200, connected.json
    return path


def sign_in(call: Call, person: Person, token: str, path: str) -> Any:
    bearer = {"Authorization": f"Bearer {token}"}
    begun = call("POST", f"{path}/authorizations", None, {}, **bearer).json
    came = sandboxed.walk(begun["url"], person.address)
    assert came["state"] == begun["state"]
    return call("POST", "/authorizations/finish", None, {"parameters": came}, **bearer)


def test_all_six_scenes(call: Call, anna: Person, bernd: Person, sandbox: Sandbox) -> None:
    path = configured(call, anna, sandbox, "hilfe@muster.example")
    token = call("POST", "/tokens", anna, {"name": "walk"}).json["token"]

    signed_in = sign_in(call, anna, token, path)
    assert signed_in.status == 200, signed_in.json
    assert signed_in.json["account"]["address"] == ANNA

    checked = call("POST", f"{path}/checks", anna, {"wait": True})
    assert (checked.status, checked.json["green"]) == (200, True), checked.json
    assert call("GET", f"{path}/checks/latest", anna).json["id"] == checked.json["id"]

    letter = {"to": ["hilfe@muster.example"], "subject": "Prüfung", "text": "Grüße", "wait": True}
    sent = call("POST", f"{path}/submissions", anna, letter)
    assert (sent.status, sent.json["state"]) == (201, "filed"), sent.json

    assert call("POST", f"{path}/fetches", anna).json["new"] >= 1
    found = call("GET", f"{path}/messages?search=Prüfung", anna).json
    assert {one["subject"] for one in found} == {"Prüfung"}
    opened = call("GET", f"{path}/messages/{found[0]['id']}", anna).json
    assert "Grüße" in opened["text"]
    assert b"Subject:" in call("GET", f"{path}/messages/{found[0]['id']}/raw", anna).content
    assert call("GET", f"{path}/messages", bernd).status == 404


def test_a_sign_in_is_finished_by_the_token_that_began_it_and_once(call: Call, anna: Person, sandbox: Sandbox) -> None:
    path = configured(call, anna, sandbox, "einmal@muster.example")
    bearer = {"Authorization": f"Bearer {call('POST', '/tokens', anna, {'name': 'one'}).json['token']}"}
    begun = call("POST", f"{path}/authorizations", None, {}, **bearer).json
    came = sandboxed.walk(begun["url"], ANNA)

    other = call("POST", "/authorizations/finish", anna, {"parameters": came})
    assert (other.status, other.json["code"]) == (502, "state-mismatch")


def test_a_wrong_secret_is_a_problem_with_the_providers_401_in_its_facts(
    call: Call, anna: Person, sandbox: Sandbox
) -> None:
    path = configured(call, anna, sandbox, "falsch@muster.example")
    app = call("GET", "/apps", anna).json[0]
    wrong = {**registration(sandbox), "client_secret": "wrong~secret.value-1234567890"}
    assert call("PUT", f"/apps/{app['id']}", anna, wrong).status == 200
    token = call("POST", "/tokens", anna, {"name": "walk"}).json["token"]

    refused = sign_in(call, anna, token, path)

    assert refused.status == 502
    assert refused.json["facts"]["status"] == "401"
    assert refused.json["code"] == "wrong-client-secret", refused.json


def test_a_device_code_is_typed_elsewhere_and_another_person_does_not_see_it(
    call: Call, anna: Person, bernd: Person, sandbox: Sandbox
) -> None:
    path = configured(call, anna, sandbox, "geraet@muster.example")

    begun = call("POST", f"{path}/authorizations", anna, {"method": "device"}).json
    status = f"/authorizations/{begun['id']}"
    assert call("GET", status, anna).json["status"] == "waiting"
    assert call("GET", status, bernd).status == 404

    type_the_code(begun["url"], begun["user_code"])
    until = time.monotonic() + 60
    while (told := call("GET", status, anna).json)["status"] == "waiting" and time.monotonic() < until:
        time.sleep(0.2)
    assert told["status"] == "signed-in", told
    assert told["signed_in"]["account"]["address"] == ANNA


def type_the_code(url: str, code: str) -> None:
    """What the person does on the other device."""
    assert ANNA in signin.walk(f"{url}?code={code}", ANNA).page


def test_a_check_that_is_not_waited_for_can_be_asked_about(call: Call, anna: Person, sandbox: Sandbox) -> None:
    path = configured(call, anna, sandbox, "langsam@muster.example")

    begun = call("POST", f"{path}/checks", anna, {})
    assert begun.status in (200, 202)
    until = time.monotonic() + 60
    while (latest := call("GET", f"{path}/checks/latest", anna).json)["ended"] is None and time.monotonic() < until:
        time.sleep(0.1)

    assert latest["id"] == begun.json["id"]
    assert latest["green"] is False, "nobody has signed in yet"
    assert len(latest["findings"]) > 5
