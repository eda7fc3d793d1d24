"""Scene 6: mail arrives, is read, searched and answered by right; the copy lies in the shared Sent folder once."""

import re
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.walkthrough.browser import enter
from tests.walkthrough.office import Office, base64
from tests.walkthrough.stage import Stage

SAYS: dict[str, dict[str, Any]] = {
    "de": {
        "fetch": "Jetzt abrufen",
        "search": "Suchen",
        "search-folder": "Diesen Ordner durchsuchen",
        "none": "Keine Nachricht hier enthält diese Wörter.",
        "reply": "Antworten",
        "from": "Senden im Auftrag von: {address}",
        "to": "An",
        "text": "Text",
        "attachments": "Anhänge",
        "send": "Senden",
        "state": "gesendet und abgelegt",
        "manner": "Senden im Auftrag von",
        "sent": "Gesendet",
        "fetched": re.compile(r"^\d+ neu, \d+ geändert, \d+ verschwunden, \d+ Bytes, "),
        "letter": "Guten Tag, wo bleibt die Lieferung der Bürostühle? Viele Grüße",
        "answer": "Sie kommt morgen früh um acht.",
        "missing": "Ihnen fehlt das Recht „Lesen und Verwalten“ an {address}.",
    },
    "en": {
        "fetch": "Fetch now",
        "search": "Search",
        "search-folder": "Search this folder",
        "none": "No message here contains these words.",
        "reply": "Reply",
        "from": "Send on behalf: {address}",
        "to": "To",
        "text": "Text",
        "attachments": "Attachments",
        "send": "Send",
        "state": "sent and filed",
        "manner": "Send on behalf",
        "sent": "Sent",
        "fetched": re.compile(r"^\d+ new, \d+ changed, \d+ gone, \d+ bytes, "),
        "letter": "Hello, where is the delivery of the office chairs? Kind regards",
        "answer": "It will be there tomorrow at eight.",
        "missing": "You do not hold the right “Read and manage” on {address}.",
    },
}
CUSTOMER = "carla.neumann@muster.example"
SENT = "Gesendete Elemente"  # Exchange names folders in the mailbox's language, and the sample house is German
SENDING_MILLISECONDS = 60_000
TICKET, NOTE = "Lieferschein.txt", "3 Stühle\n".encode()


@pytest.fixture
def subject(office: Office) -> str:
    """A letter to the shared mailbox, written with another person's mail program."""
    office.signed_in()
    subject = f"Lieferung {datetime.now(UTC):%H%M%S%f}"
    office.provider.write(CUSTOMER, "Carla Neumann", office.address, subject, SAYS[office.language]["letter"])
    return subject


def test_mail_is_read_and_answered_in_the_browser(
    page: Page, office: Office, stage: Stage, subject: str, tmp_path: Path
) -> None:
    says = SAYS[office.language]
    enter(page, stage.url, office.member.address, stage.password)
    page.goto(f"{stage.url}/mailboxes/{office.number}/mail/")
    page.get_by_role("button", name=says["fetch"]).click()
    expect(page.get_by_role("link", name=re.compile(subject))).to_contain_text("Carla Neumann")

    page.get_by_role("searchbox", name=says["search-folder"]).fill("Giraffe")
    page.get_by_role("button", name=says["search"], exact=True).click()
    expect(page.get_by_text(says["none"])).to_be_visible()
    page.get_by_role("searchbox", name=says["search-folder"]).fill(subject)
    page.get_by_role("button", name=says["search"], exact=True).click()
    page.get_by_role("link", name=re.compile(subject)).click()
    expect(page.get_by_role("heading", name=subject)).to_be_visible()
    expect(page.get_by_text(says["letter"])).to_be_visible()

    page.get_by_role("link", name=says["reply"], exact=True).click()
    expect(page.get_by_label(says["to"], exact=True)).to_have_value(CUSTOMER)
    page.get_by_text(says["from"].format(address=office.address)).click()
    text = page.get_by_label(says["text"], exact=True)
    assert f"> {says['letter'].split(',')[0]}" in text.input_value()
    text.fill(f"{says['answer']}\n{text.input_value()}")
    ticket = tmp_path / TICKET
    ticket.write_bytes(NOTE)
    page.get_by_label(says["attachments"]).set_input_files(ticket)
    page.get_by_role("button", name=says["send"], exact=True).click()
    expect(page.locator(".dot").filter(has_text=says["state"])).to_be_visible(timeout=SENDING_MILLISECONDS)
    expect(page.get_by_text(says["manner"], exact=True)).to_be_visible()
    _received_on_behalf(office, subject)

    page.goto(f"{stage.url}/mailboxes/{office.number}/mail/")
    page.get_by_role("button", name=says["fetch"]).click()
    page.get_by_role("link", name=says["sent"], exact=True).click()
    expect(page.get_by_role("link", name=re.compile(subject))).to_have_count(1)


def test_mail_is_read_and_answered_by_api(office: Office, subject: str) -> None:
    says, api, path = SAYS[office.language], office.api(office.member.address), f"/mailboxes/{office.number}"
    assert office.fetched()["folders"] > 1
    found = api.get(f"{path}/messages", params={"search": subject}).json()
    assert [one["sender"]["address"] for one in found] == [CUSTOMER]
    opened = api.get(f"{path}/messages/{found[0]['id']}").json()
    assert says["letter"] in opened["text"]
    assert f"Subject: {subject}".encode() in api.get(f"{path}/messages/{found[0]['id']}/raw").content

    letter = {
        "to": [CUSTOMER],
        "subject": f"Re: {subject}",
        "text": says["answer"],
        "manner": "on-behalf",
        "in_reply_to": found[0]["id"],
        "attachments": [{"name": TICKET, "content_type": "text/plain", "content": base64(NOTE)}],
        "wait": True,
    }
    sent = api.post(f"{path}/submissions", json=letter)
    assert (sent.status_code, sent.json()["state"]) == (201, "filed"), sent.text
    _received_on_behalf(office, subject)
    office.fetched()
    sent_folder = next(one for one in api.get(f"{path}/folders").json() if one["use"] == "sent")
    assert sent_folder["name"] == SENT
    kept = api.get(f"{path}/messages", params={"search": subject, "folder": sent_folder["id"]}).json()
    assert [one["message_id"] for one in kept] == [sent.json()["message_id"]]

    closed = office.api().get(f"{path}/messages")  # an administrator without the right
    assert closed.status_code == 403
    assert closed.json()["title"] == says["missing"].format(address=office.address)


def test_mail_is_read_and_answered_by_command_line(office: Office, subject: str, tmp_path: Path) -> None:
    says, person = SAYS[office.language], ("--as", office.member.address)
    assert says["fetched"].match(office.run("fetch", office.address, *person, json=False).out)
    listed = office.run("messages", office.address, *person, "--search", subject)
    assert [one["from"]["address"] for one in listed.lines] == [CUSTOMER]
    number = str(listed.json["id"])
    shown = office.run("show", office.address, number, *person, json=False).out
    assert says["letter"] in shown
    assert f"Subject: {subject}" in office.run("show", office.address, number, *person, "--raw", json=False).out

    ticket = tmp_path / TICKET
    ticket.write_bytes(NOTE)
    letter = ("--from", office.address, "--to", CUSTOMER, "--subject", f"Re: {subject}", "--attach", str(ticket))
    said = office.run("send", *letter, *person, "--on-behalf", text=says["answer"], json=False)
    assert said.out.startswith(f"{says['state']}: <")
    _received_on_behalf(office, subject)
    office.run("fetch", office.address, *person)
    kept = office.run("messages", office.address, *person, "--folder", "sent", "--search", subject)
    assert len(kept.lines) == 1

    closed = office.run("messages", office.address, "--as", office.stage.administrator, json=False, code=3)
    assert says["missing"].format(address=office.address) in closed.err


def _received_on_behalf(office: Office, subject: str) -> None:
    """As the customer's own mail program sees the answer; and its copy at the provider."""
    answers = [one for one in office.provider.received(CUSTOMER, subject) if str(one["Subject"]) == f"Re: {subject}"]
    assert len(answers) == 1
    answer = answers[0]
    assert _address(answer, "From") == office.address
    assert _address(answer, "Sender") == office.member.address
    assert SAYS[office.language]["answer"] in _text(answer)
    assert [(one.get_filename(), one.get_payload(decode=True)) for one in _files(answer)] == [(TICKET, NOTE)]
    assert office.provider.in_folder(office.address, office.member.address, SENT, str(answer["Message-ID"])) == 1


def _address(letter: EmailMessage, field: str) -> str:
    return str(letter[field].addresses[0].addr_spec)


def _text(letter: EmailMessage) -> str:
    body: Any = letter.get_body(("plain",))
    return str(body.get_content())


def _files(letter: EmailMessage) -> list[Any]:
    return list(letter.iter_attachments())
