"""German is looked up in the compiled catalogues: they are made before anything is said."""

import pytest

from poststelle.mailroom.parts import Parts
from poststelle.model.identifiers import MessageId
from poststelle.model.mailbox import Mailbox
from poststelle.model.message import Use
from poststelle.model.person import Person
from poststelle.model.rights import Permit, Purpose
from poststelle.wiring.installation import open_home
from poststelle.words import compile as catalogues
from tests.store.samples import letter as written


@pytest.fixture(scope="session", autouse=True)
def compiled() -> None:
    catalogues.main()


@pytest.fixture
def installed(transactional_db: None) -> Parts:
    """The parts that the command itself will open."""
    return open_home().parts


@pytest.fixture
def letter(installed: Parts, support: Mailbox, alice: Person) -> MessageId:
    """A message in the inbox of `support`, whose subject tries to paint the terminal."""
    from poststelle.store import folders, messages

    inbox = folders.sync(support.id, [folders.Listed("INBOX", "INBOX", use=Use.INBOX)])[0]
    octets = written("Rechnung \x1b[31mrot", "Guten Tag, Müller", name="1@example.org")
    batch = [messages.Incoming(1, octets, installed.now())]
    messages.keep(Permit(alice.id, support.id, Purpose.FETCH), installed.blobs, inbox.id, 1, batch, 1)
    return messages.page(Permit(alice.id, support.id, Purpose.READ), None, None, 1)[0].id
