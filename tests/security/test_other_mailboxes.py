"""Ids of one mailbox under the address of another: to whoever may not read it, not a byte of it comes out."""

from dataclasses import dataclass
from email.message import EmailMessage

import pytest

from poststelle.mailroom.parts import Parts
from poststelle.model.address import Address
from poststelle.model.identifiers import FolderId, MessageId, SubmissionId
from poststelle.model.mailbox import Mailbox
from poststelle.model.message import Use
from poststelle.model.person import Person
from poststelle.model.rights import Grant, Permit, Purpose, Right, Source
from poststelle.store import folders, grants, mailboxes, messages, submissions
from tests.api.conftest import Call
from tests.conftest import START
from tests.web.conftest import Browse

CANARIES = (b"kanarie-", b"Kanarie")


@dataclass(frozen=True)
class Secret:
    """The board's mailbox: only Dora reads it. Bob reads another one, Alice administers and reads `support`."""

    mailbox: Mailbox
    folder: FolderId
    message: MessageId
    submission: SubmissionId


@pytest.fixture
def board(parts: Parts, support: Mailbox, bob: Person) -> Secret:
    from tests.conftest import someone

    dora = someone("Dora")
    mailbox = mailboxes.create(Address("board@example.test"), "Board")
    for right in Right:
        grants.put(Grant(mailbox.id, dora.id, right, Source.ENTERED, at=START))
    grants.put(Grant(support.id, bob.id, Right.READ_AND_MANAGE, Source.ENTERED, at=START))
    inbox = folders.sync(mailbox.id, [folders.Listed("INBOX", "Kanarie-folder", "/", Use.INBOX)])[0]
    incoming = [messages.Incoming(1, letter(), parts.now())]
    messages.keep(Permit(dora.id, mailbox.id, Purpose.FETCH), parts.blobs, inbox.id, 1, incoming, 1)
    found = messages.page(Permit(dora.id, mailbox.id, Purpose.READ), inbox.id, None, 1)[0]
    queued = submissions.create(
        Permit(dora.id, mailbox.id, Purpose.SEND_AS),
        parts.blobs,
        b"Subject: kanarie-sent\r\n\r\nkanarie-sent",
        message_id="<kanarie-id@example.test>",
        subject="kanarie-sent",
        recipients=(Address("kanarie-to@example.test"),),
        at=START,
    )
    return Secret(mailbox, inbox.id, found.id, queued.id)


def letter() -> bytes:
    message = EmailMessage()
    message["From"] = "kanarie-from <kanarie-from@customer.test>"
    message["To"] = "board@example.test"
    message["Subject"] = "kanarie-subject"
    message.set_content("kanarie-text")
    message.add_attachment(b"kanarie-bytes", maintype="application", subtype="pdf", filename="kanarie-name.pdf")
    return message.as_bytes()


WEB = (
    "mail/", "mail/{folder}/", "mail/?q=kanarie", "messages/{message}/", "messages/{message}/?plain",
    "messages/{message}/frame/", "messages/{message}/raw/", "messages/{message}/attachments/2/",
    "compose/?reply={message}", "compose/?reply={message}&everyone=1", "submissions/", "submissions/{submission}/",
    "check/", "rights/", "authorize/", "", "mail/{folder}/?q=kanarie", "mail/?before={message}",
)  # fmt: skip
API = (
    "/folders", "/messages", "/messages?search=kanarie", "/messages?folder={folder}",
    "/messages?search=kanarie&folder={folder}", "/messages?before={message}", "/messages/{message}",
    "/messages/{message}/raw", "/messages/{message}/attachments/2", "/submissions", "/submissions/{submission}",
    "/checks/latest", "/accounts",
)  # fmt: skip


def gaps(board: Secret) -> dict[str, int]:
    return {"folder": board.folder, "message": board.message, "submission": board.submission}


def test_no_page_shows_a_byte_of_a_mailbox_that_one_may_not_read(
    board: Secret, support: Mailbox, browse: Browse, alice: Person, bob: Person, charlie: Person
) -> None:
    for person in (alice, bob, charlie):
        client = browse(person)
        addresses = [f"/mailboxes/{mailbox.id}/{page}" for mailbox in (support, board.mailbox) for page in WEB]
        for pattern in (*addresses, "/", "/search/?q=kanarie", "/mailboxes/", "/journal/", "/keys/"):
            address = pattern.format(**gaps(board))
            answer = client.get(address)
            told = answer.content
            assert answer.status_code < 500, address
            assert not any(canary in told for canary in CANARIES), (person.name, address)


def test_no_route_tells_a_byte_of_a_mailbox_that_one_may_not_read(
    board: Secret, support: Mailbox, call: Call, alice: Person, bob: Person, charlie: Person
) -> None:
    for person in (alice, bob, charlie):
        routes = [f"/mailboxes/{mailbox.id}{route}" for mailbox in (support, board.mailbox) for route in API]
        for pattern in (*routes, "/messages?search=kanarie", "/me", "/mailboxes"):
            answer = call("GET", pattern.format(**gaps(board)), person)
            assert answer.status < 500, pattern
            assert not any(canary in answer.content for canary in CANARIES), (person.name, pattern)


def test_nobody_changes_or_answers_what_belongs_to_another_mailbox(
    board: Secret, support: Mailbox, browse: Browse, call: Call, bob: Person, charlie: Person
) -> None:
    for person in (bob, charlie):
        client = browse(person)
        for mailbox in (support, board.mailbox):
            for change in ("cancel", "again"):
                page = f"/mailboxes/{mailbox.id}/submissions/{board.submission}/{change}/"
                assert client.post(page).status_code == 404, page
            assert call("POST", f"/mailboxes/{mailbox.id}/submissions/{board.submission}/cancel", person).status == 404
            answer = {"to": ["x@y.test"], "text": "x", "in_reply_to": board.message}
            told = call("POST", f"/mailboxes/{mailbox.id}/submissions", person, answer)
            assert told.status in (403, 404, 422), told.json
            assert not any(canary in told.content for canary in CANARIES)


def test_what_is_not_there_and_what_is_another_s_look_the_same(
    board: Secret, support: Mailbox, call: Call, browse: Browse, bob: Person
) -> None:
    client = browse(bob)
    for page in ("messages/{0}/", "messages/{0}/raw/", "submissions/{0}/", "mail/{0}/"):
        theirs = client.get(f"/mailboxes/{support.id}/{page.format(board.message)}")
        absent = client.get(f"/mailboxes/{support.id}/{page.format(987654)}")
        assert (theirs.status_code, absent.status_code) == (404, 404), page
    theirs_told = call("GET", f"/mailboxes/{support.id}/messages/{board.message}", bob)
    absent_told = call("GET", f"/mailboxes/{support.id}/messages/987654", bob)
    assert theirs_told.status == absent_told.status == 404
    assert theirs_told.json["code"] == absent_told.json["code"]
