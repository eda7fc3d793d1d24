"""HTML letters in Chromium: nothing runs, nothing is fetched from elsewhere without a click, nobody is led away."""

import contextlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Any

import pytest
from playwright.sync_api import Error, Page, Route, sync_playwright

from poststelle.mailroom.parts import Parts
from poststelle.model.mailbox import Mailbox
from poststelle.model.message import Use
from poststelle.model.person import Person
from poststelle.model.rights import Permit, Purpose
from poststelle.protocols.mime import safe_html
from poststelle.protocols.mime.safe_html import Safe
from poststelle.store import folders, messages
from poststelle.web import place
from tests.security.vectors import CLICKED, LOADS, WITHOUT_CLICK

pytestmark = [pytest.mark.browser, pytest.mark.timeout(400)]


@dataclass
class Watched:
    """What happened in the browser besides reading."""

    page: Page
    own: str
    ran: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    kinds: set[str] = field(default_factory=set)

    def requested(self, route: Route) -> None:
        url = route.request.url
        if url.startswith((self.own, "data:", "about:", "blob:")):
            return route.continue_()
        self.left.append(url)
        self.kinds.add(route.request.resource_type)
        return route.abort()

    def happened(self) -> tuple[list[str], list[str]]:
        now = self.ran[:], self.left[:]
        self.ran.clear()
        self.left.clear()
        return now


@contextmanager
def watched(chromium: str, own: str) -> Iterator[Watched]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        context = browser.new_context(viewport={"width": 1000, "height": 800})
        seen = Watched(context.new_page(), own)
        context.route("**/*", seen.requested)
        context.on("console", lambda said: seen.ran.append(said.text) if said.text == "HACKED" else None)
        context.on("dialog", lambda dialog: seen.ran.append(dialog.message))
        yield seen
        browser.close()


def sign_in(page: Page, base: str) -> None:
    page.goto(f"{base}/person/login/")
    page.fill("[name=login]", "alice@example.test")
    page.fill("[name=password]", "Alice-password")
    page.click("main button.primary")
    page.wait_for_url(f"{base}/")


def letters(parts: Parts, mailbox: Mailbox, person: Person, bodies: list[str]) -> list[int]:
    """A message of each, in the order given."""
    inbox = folders.sync(mailbox.id, [folders.Listed("INBOX", "INBOX", "/", Use.INBOX)])[0]
    incoming = [
        messages.Incoming(number, letter(number, body), parts.now()) for number, body in enumerate(bodies, start=1)
    ]
    messages.keep(Permit(person.id, mailbox.id, Purpose.FETCH), parts.blobs, inbox.id, 1, incoming, len(incoming))
    reading = Permit(person.id, mailbox.id, Purpose.READ)
    found = messages.page(reading, inbox.id, None, len(bodies))
    return sorted(one.id for one in found)


def letter(number: int, body: str) -> bytes:
    message = EmailMessage()
    message["From"], message["To"] = "mallory@evil.test", "support@example.test"
    message["Subject"] = f"{number}: <img src=x onerror=console.log('HACKED')>"
    message.set_content(f"<html><body>{body}<p>number {number}</p></body></html>", subtype="html", cte="base64")
    return message.as_bytes()


def test_the_browser_would_run_and_fetch_what_the_letters_hold(chromium: str) -> None:
    """The control: without our layers the same letters do a lot."""
    ran = left = 0
    bodies: list[str] = []
    with watched(chromium, "http://control.test") as seen:
        seen.page.context.route(
            "http://control.test/**", lambda route: route.fulfill(body=bodies[0], content_type="text/html")
        )
        for body in WITHOUT_CLICK:
            bodies[:] = [f"<html><body>{body}</body></html>"]
            with contextlib.suppress(Error):  # led away in the middle
                seen.page.goto("http://control.test/", wait_until="load", timeout=5000)
            seen.page.wait_for_timeout(20)
            happened = seen.happened()
            ran += bool(happened[0])
            left += bool(happened[1])
    assert len(WITHOUT_CLICK) + len(CLICKED) >= 150
    assert ran >= 30
    assert left >= 40


def test_no_letter_runs_a_script_fetches_from_elsewhere_or_leads_away(
    parts: Parts, support: Mailbox, alice: Person, live_server: Any, chromium: str
) -> None:
    place.put(parts, live_server.url)
    numbers = letters(parts, support, alice, WITHOUT_CLICK)
    troubles: list[str] = []
    with watched(chromium, live_server.url) as seen:
        sign_in(seen.page, live_server.url)
        for number, vector in zip(numbers, WITHOUT_CLICK, strict=True):
            address = f"{live_server.url}/mailboxes/{support.id}/messages/{number}/"
            seen.page.goto(address)
            ran, left = seen.happened()
            whereabouts = [frame.url.removeprefix(address) for frame in seen.page.frames]
            if ran or left or whereabouts not in (["", "frame/"], [""]) or len(seen.page.context.pages) > 1:
                troubles.append(f"{vector}: {ran} {left} {whereabouts}")
    assert troubles == []


def test_the_frame_holds_even_if_the_cleaning_missed_everything(
    parts: Parts, support: Mailbox, alice: Person, live_server: Any, chromium: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(safe_html, "clean", lambda html, picture, remote=False: Safe(html, 0))
    place.put(parts, live_server.url)
    numbers = letters(parts, support, alice, WITHOUT_CLICK)
    troubles: list[str] = []
    with watched(chromium, live_server.url) as seen:
        sign_in(seen.page, live_server.url)
        for number, vector in zip(numbers, WITHOUT_CLICK, strict=True):
            address = f"{live_server.url}/mailboxes/{support.id}/messages/{number}/"
            seen.page.goto(address)
            ran, left = seen.happened()
            if ran or left or seen.page.url != address or len(seen.page.context.pages) > 1:
                troubles.append(f"{vector}: {ran} {left} {seen.page.url}")
    assert troubles == []


def test_with_pictures_from_elsewhere_nothing_but_pictures_is_fetched(
    parts: Parts, support: Mailbox, alice: Person, live_server: Any, chromium: str
) -> None:
    place.put(parts, live_server.url)
    numbers = letters(parts, support, alice, LOADS)
    with watched(chromium, live_server.url) as seen:
        sign_in(seen.page, live_server.url)
        for number in numbers:
            seen.page.goto(f"{live_server.url}/mailboxes/{support.id}/messages/{number}/?pictures=1")
            assert seen.ran == []
        assert seen.left, "pictures were asked for"
        assert seen.kinds == {"image"}


def test_a_click_on_a_link_runs_nothing_and_leaves_the_page_where_it_is(
    parts: Parts, support: Mailbox, alice: Person, live_server: Any, chromium: str
) -> None:
    place.put(parts, live_server.url)
    numbers = letters(parts, support, alice, CLICKED)
    with watched(chromium, live_server.url) as seen:
        sign_in(seen.page, live_server.url)
        for number, vector in zip(numbers, CLICKED, strict=True):
            address = f"{live_server.url}/mailboxes/{support.id}/messages/{number}/"
            seen.page.goto(address)
            seen.page.frame_locator("iframe").locator("text=Invoice").click(timeout=3000)
            seen.page.wait_for_timeout(80)
            for other in seen.page.context.pages[1:]:
                assert other.evaluate("window.opener") is None, vector
                other.close()
            ran, left = seen.happened()
            assert ran == [], vector
            assert set(left) <= {"https://shop.test/"}, vector
            assert seen.page.url == address, vector
