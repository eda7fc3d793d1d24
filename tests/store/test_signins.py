"""A sign-in is taken once, by the session that began it, in time."""

import threading

from poststelle.mailroom.parts import Parts
from poststelle.model.identifiers import AppId
from poststelle.model.mailbox import AppRegistration, Mailbox
from poststelle.model.person import Person
from poststelle.model.secret import Secret
from poststelle.store import models, registrations, signins
from poststelle.store.signins import Pending
from tests.conftest import Clock


def pending(mailbox: Mailbox, person: Person) -> Pending:
    app = registrations.keep(AppRegistration(AppId(0), "corp", "generic", "client", "http://127.0.0.1/callback"))
    return Pending(mailbox.id, app.id, person.id, "http://127.0.0.1/callback", "nonce", Secret("verifier"))


def test_it_is_taken_once(parts: Parts, support: Mailbox, alice: Person) -> None:
    began = pending(support, alice)
    signins.start(parts.vault, "state", "session", began, parts.now())
    assert signins.take(parts.vault, "state", "session", parts.now()) == began
    assert signins.take(parts.vault, "state", "session", parts.now()) is None
    assert not models.Sealed.objects.exists()


def test_another_session_does_not_get_it(parts: Parts, support: Mailbox, alice: Person) -> None:
    signins.start(parts.vault, "state", "session", pending(support, alice), parts.now())
    assert signins.take(parts.vault, "state", "other", parts.now()) is None
    assert signins.take(parts.vault, "unknown", "session", parts.now()) is None
    assert signins.take(parts.vault, "state", "session", parts.now()) is not None


def test_it_ends_after_a_quarter_of_an_hour(parts: Parts, clock: Clock, support: Mailbox, alice: Person) -> None:
    began = pending(support, alice)
    signins.start(parts.vault, "state", "session", began, parts.now())
    clock.go_on(minutes=15)
    assert signins.take(parts.vault, "state", "session", parts.now()) is None
    signins.start(parts.vault, "next", "session", began, parts.now())
    assert models.SignIn.objects.count() == 1


def test_of_two_who_take_it_at_once_one_gets_it(parts: Parts, support: Mailbox, alice: Person) -> None:
    signins.start(parts.vault, "state", "session", pending(support, alice), parts.now())
    together = threading.Barrier(4)
    got: list[Pending | None] = []

    def take() -> None:
        together.wait()
        got.append(signins.take(parts.vault, "state", "session", parts.now()))

    threads = [threading.Thread(target=take) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len([one for one in got if one is not None]) == 1
