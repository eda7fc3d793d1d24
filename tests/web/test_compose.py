"""Scene 6 in pages: reading, answering and sending within one's rights."""

from django.core.files.uploadedfile import SimpleUploadedFile

from poststelle.mailroom import send
from poststelle.mailroom.parts import Parts
from poststelle.model.mailbox import Authentication, Connection, Encryption, Mailbox, Protocol
from poststelle.model.person import Person
from poststelle.model.rights import Grant, Right
from poststelle.model.submission import Manner, State
from poststelle.store import grants, mailboxes
from tests.web.conftest import Browse
from tests.web.samples import samples

SMTP = Connection(Protocol.SMTP, "smtp.example.test", 587, Encryption.STARTTLS, Authentication.PASSWORD)
LETTER = {"manner": "send-as", "to": "customer@example.test", "subject": "Grüße", "text": "Hello"}


def test_the_list_shows_the_message_and_leads_to_it(
    parts: Parts, support: Mailbox, alice: Person, browse: Browse
) -> None:
    there = samples(parts, support, alice)

    page = browse(alice).get(there.address("inbox")).content.decode()

    assert "Jürgen Öhlschläger" in page
    assert there.address("message") in page


def test_search_finds_in_readable_mailboxes_only(
    parts: Parts, support: Mailbox, alice: Person, bob: Person, browse: Browse
) -> None:
    samples(parts, support, alice)

    assert "Question about my invoice" in browse(alice).get("/search/?q=invoice").content.decode()
    assert "Question about my invoice" not in browse(bob).get("/search/?q=invoice").content.decode()


def test_an_answer_is_prepared(parts: Parts, support: Mailbox, alice: Person, browse: Browse) -> None:
    there = samples(parts, support, alice)

    page = browse(alice).get(f"{there.address('compose')}?reply={there.message}").content.decode()

    assert 'value="juergen@customer.test"' in page
    assert 'value="Re: Question about my invoice"' in page
    assert "&gt; where is my invoice?" in page


def test_who_may_not_read_cannot_answer(
    parts: Parts, support: Mailbox, alice: Person, bob: Person, browse: Browse
) -> None:
    there = samples(parts, support, alice)

    answer = browse(bob).get(f"{there.address('compose')}?reply={there.message}")

    assert answer.status_code == 403
    assert "Read and manage" in answer.content.decode()


def test_only_the_manners_one_has_the_right_to_are_offered(support: Mailbox, charlie: Person, browse: Browse) -> None:
    grants.put(Grant(support.id, charlie.id, Right.SEND_ON_BEHALF))

    page = browse(charlie).get(f"/mailboxes/{support.id}/compose/").content.decode()

    assert "Send on behalf: support@example.test" in page
    assert "Send as: support@example.test" not in page


def test_a_manner_without_the_right_is_not_taken(support: Mailbox, charlie: Person, browse: Browse) -> None:
    grants.put(Grant(support.id, charlie.id, Right.SEND_ON_BEHALF))

    browse(charlie).post(f"/mailboxes/{support.id}/compose/", LETTER)

    assert send.submissions(charlie, support.id) == []


def test_a_message_is_queued_and_its_state_shown(parts: Parts, support: Mailbox, alice: Person, browse: Browse) -> None:
    mailboxes.connect(support.id, None, SMTP, None)
    file = SimpleUploadedFile("März.txt", b"attached", content_type="text/plain")

    answer = browse(alice).post(f"/mailboxes/{support.id}/compose/", LETTER | {"attachments": file}, follow=True)

    queued = send.submissions(alice, support.id)[0]
    assert (queued.subject, queued.state, queued.manner) == ("Grüße", State.QUEUED, Manner.SEND_AS)
    assert answer.redirect_chain[-1][0] == f"/mailboxes/{support.id}/submissions/{queued.id}/"
    assert "queued" in answer.content.decode()


def test_a_broken_address_is_said_at_its_field(support: Mailbox, alice: Person, browse: Browse) -> None:
    answer = browse(alice).post(f"/mailboxes/{support.id}/compose/", LETTER | {"to": "customer@example.test, nobody"})

    assert "“nobody”" in answer.content.decode()
    assert "This is not a mail address." in answer.content.decode()


def test_without_an_outgoing_server_nothing_is_lost(support: Mailbox, alice: Person, browse: Browse) -> None:
    answer = browse(alice).post(f"/mailboxes/{support.id}/compose/", LETTER)

    assert answer.status_code == 200
    assert "The mailbox has no outgoing server yet." in answer.content.decode()
    assert "Grüße" in answer.content.decode()
