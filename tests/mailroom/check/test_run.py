"""The check against the sandbox and against servers that are none."""

import asyncio
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import replace

import pytest

from poststelle.mailroom import check
from poststelle.mailroom.parts import Parts
from poststelle.model.errors import NotFound
from poststelle.model.finding import CheckRun, Finding, Status, Step
from poststelle.model.mailbox import AppRegistration, Connection, Encryption, Mailbox, Protocol
from poststelle.model.person import Person
from poststelle.model.rights import Right
from poststelle.model.secret import Secret
from poststelle.store import mailboxes, vault
from tests.mailroom.conftest import member, person, shared
from tests.mailroom.sandboxed import Sandbox

READ, SEND_AS = Right.READ_AND_MANAGE, Right.SEND_AS
ON_REQUEST = (Step.SEND, Step.ROUND_TRIP)


@pytest.fixture
def support(app: AppRegistration, sandbox: Sandbox) -> Mailbox:
    return shared(app, sandbox, "support@muster.example")


@pytest.fixture
def anna(real: Parts, support: Mailbox) -> Person:
    return member(real, support, "anna.berger", READ, SEND_AS)


def played(parts: Parts, who: Person, mailbox: Mailbox) -> dict[Step, Finding]:
    run = asyncio.run(check.run(parts, who, mailbox.id))
    return {finding.step: finding for finding in run.findings}


def change(mailbox: Mailbox, **incoming: object) -> None:
    assert mailbox.incoming
    changed: Connection = replace(mailbox.incoming, **incoming)  # type: ignore[arg-type]
    mailboxes.connect(mailbox.id, changed, mailbox.outgoing, mailbox.app)


def test_everything_green(real: Parts, support: Mailbox, anna: Person) -> None:
    told: list[Finding] = []
    run: CheckRun = asyncio.run(check.run(real, anna, support.id, note=told.append))
    assert run.green
    assert [finding.step for finding in run.findings] == list(Step)
    assert tuple(told) == run.findings
    assert {
        finding.step: finding.status for finding in run.findings if finding.status is not Status.OK
    } == dict.fromkeys(ON_REQUEST, Status.SKIPPED)
    assert check.latest(anna, support.id) == run


def test_green_over_pop3(real: Parts, app: AppRegistration, sandbox: Sandbox) -> None:
    support = shared(app, sandbox, "support@muster.example", Protocol.POP3)
    anna = member(real, support, "anna.berger", READ, SEND_AS)
    assert asyncio.run(check.run(real, anna, support.id)).green


def test_green_with_starttls(real: Parts, support: Mailbox, anna: Person, sandbox: Sandbox) -> None:
    change(support, port=sandbox.ready["imap"], encryption=Encryption.STARTTLS)
    assert asyncio.run(check.run(real, anna, support.id)).green


def test_a_wrong_secret_is_a_401_and_greys_out_what_needs_a_token(
    real: Parts, support: Mailbox, anna: Person, app: AppRegistration
) -> None:
    vault.put(real.vault, "app", app.id, "client-secret", Secret("not-the-secret"))
    found = played(real, anna, support)
    assert (found[Step.TOKEN].status, found[Step.TOKEN].code) == (Status.FAILED, "wrong-client-secret")
    assert found[Step.LOGIN].status is Status.SKIPPED
    assert found[Step.LOGIN].facts == {"behind": "token"}
    assert found[Step.GREETING].status is Status.OK


def test_a_secret_id_is_recognised_before_anything_is_sent(
    real: Parts, support: Mailbox, anna: Person, app: AppRegistration, sandbox: Sandbox
) -> None:
    vault.put(real.vault, "app", app.id, "client-secret", Secret(sandbox.app["secret_id"]))
    found = played(real, anna, support)
    assert found[Step.SETTINGS].code == "secret-id-instead-of-value"
    assert all(found[step].facts == {"behind": "settings"} for step in Step if step is not Step.SETTINGS)


def test_a_missing_right_shows_after_a_green_login(real: Parts, support: Mailbox) -> None:
    bernd = member(real, support, "bernd.krause", READ, SEND_AS)
    found = played(real, bernd, support)
    assert found[Step.LOGIN].status is Status.OK
    assert (found[Step.MAILBOX].status, found[Step.MAILBOX].code) == (Status.FAILED, "full-access-missing")
    assert found[Step.FOLDERS].facts == {"behind": "mailbox"}


def test_nobody_signed_in(real: Parts, support: Mailbox) -> None:
    found = played(real, person("admin@muster.example", administrator=True), support)
    assert found[Step.TOKEN].code == "not-signed-in"


def test_a_closed_port(real: Parts, support: Mailbox, anna: Person) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        free = server.getsockname()[1]
    change(support, port=free)
    assert played(real, anna, support)[Step.CONNECTION].code == "tcp-refused"


def test_an_unknown_host(real: Parts, support: Mailbox, anna: Person) -> None:
    change(support, host="mail.invalid")
    found = played(real, anna, support)
    assert found[Step.NAME].code in ("dns-host-not-found", "dns-temporary-failure")
    assert found[Step.CONNECTION].facts == {"behind": "name"}


def test_an_unknown_certificate_authority(real: Parts, support: Mailbox, anna: Person) -> None:
    change(support, ca_pem="")
    assert played(real, anna, support)[Step.ENCRYPTION].code in ("tls-unknown-issuer", "tls-self-signed-in-chain")


def test_tls_to_a_port_that_wants_starttls(real: Parts, support: Mailbox, anna: Person, sandbox: Sandbox) -> None:
    change(support, port=sandbox.ready["imap"], encryption=Encryption.TLS)
    finding = played(real, anna, support)[Step.ENCRYPTION]
    assert finding.code == "tls-wrong-version-number"
    assert finding.facts["meant"] == "starttls"


def test_starttls_to_a_port_that_wants_tls(real: Parts, support: Mailbox, anna: Person) -> None:
    change(support, encryption=Encryption.STARTTLS)
    assert played(real, anna, support)[Step.ENCRYPTION].code == "tls-plaintext-client-on-tls-port"


@pytest.fixture
def silent() -> Iterator[int]:
    """A server that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=_keep_all, args=(server,), daemon=True).start()
        yield server.getsockname()[1]


def _keep_all(server: socket.socket) -> None:
    kept = []
    while True:
        try:
            kept.append(server.accept())
        except OSError:
            return


@pytest.mark.parametrize("encryption", [Encryption.TLS, Encryption.STARTTLS])
def test_a_silent_server_is_told_within_twenty_seconds(
    real: Parts, support: Mailbox, anna: Person, silent: int, encryption: Encryption
) -> None:
    assert support.incoming
    assert support.outgoing
    mailboxes.connect(
        support.id,
        replace(support.incoming, port=silent, encryption=encryption),
        replace(support.outgoing, port=silent, encryption=encryption),
        support.app,
    )
    began = time.monotonic()
    found = played(real, anna, support)
    assert time.monotonic() - began < 20
    assert not all(finding.status is Status.OK for finding in found.values())
    assert found[Step.OUTGOING].status in (Status.FAILED, Status.WAITING)


def test_strangers_see_no_mailbox(real: Parts, support: Mailbox) -> None:
    with pytest.raises(NotFound):
        asyncio.run(check.run(real, person("charlie@muster.example"), support.id))


def test_no_finding_shows_a_secret(real: Parts, support: Mailbox, anna: Person, sandbox: Sandbox) -> None:
    shown = repr(played(real, anna, support))
    assert sandbox.app["client_secret"] not in shown
    assert "eyJ" not in shown
