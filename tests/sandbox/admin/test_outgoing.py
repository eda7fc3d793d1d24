"""Mail for other organisations stays here, and shows whether it was sent as or on behalf of the mailbox."""

import smtplib
import ssl

import httpx2

from tests.sandbox.conftest import CALLBACK, Running, heading
from tests.sandbox.pages.test_signin import VERIFIER, answer, ask, sign_in, through

CARLA, SUPPORT = "carla.neumann@muster.example", "support@muster.example"
SMTP = "https://outlook.office.com/SMTP.Send"
LETTER = f"""\
From: Support <{SUPPORT}>
Sender: Carla Neumann <{CARLA}>
To: kunde@elsewhere.example
Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?= <b>

Guten Tag <script>alert(1)</script>
"""


def access_token(running: Running, who: str) -> str:
    browser = running.browser()
    back = answer(through(browser, sign_in(browser, ask(running, browser, scope=f"{SMTP} openid"), who)))
    form = {"grant_type": "authorization_code", "code": back["code"], "redirect_uri": CALLBACK}
    return str(running.token(**form, code_verifier=VERIFIER).json()["access_token"])


def send(running: Running, who: str, letter: str) -> None:
    token = access_token(running, who)
    context = ssl.create_default_context(cafile=running.ready["ca_file"])
    with smtplib.SMTP("localhost", running.ready["submission"], timeout=10) as server:
        server.starttls(context=context)
        server.ehlo()
        server.auth("XOAUTH2", lambda _=None: f"user={who}\1auth=Bearer {token}\1\1", initial_response_ok=True)
        server.sendmail(SUPPORT, ["kunde@elsewhere.example"], letter)


def test_what_was_sent_on_behalf_is_shown_so_and_harmlessly(running: Running) -> None:
    send(running, CARLA, LETTER)
    browser = running.browser("de")
    page: httpx2.Response = browser.get("/admin/outgoing")
    assert heading(page) == "Ausgegangene Nachrichten"
    assert "Grüße &lt;b&gt;" in page.text
    link = page.text.split('href="/admin/outgoing/')[1].split('"')[0]
    page = browser.get(f"/admin/outgoing/{link}")
    assert f"Carla Neumann &lt;{CARLA}&gt; im Auftrag von Support &lt;{SUPPORT}&gt;" in page.text
    assert "&lt;script&gt;" in page.text
    assert "<script>alert" not in page.text


def test_a_message_that_is_not_there_is_not_found(running: Running) -> None:
    assert running.browser().get("/admin/outgoing/999999").status_code == 404
