"""In Chromium: no page is wider than a telephone, axe finds nothing, and nothing is said on the console."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Page, sync_playwright

from poststelle.mailroom.parts import Parts
from poststelle.model.mailbox import Mailbox
from poststelle.model.person import Person
from poststelle.web import place
from tests.web.samples import samples
from tests.web.test_doors import GET

CHROMIUM = shutil.which("chromium")
SKIPPED = {"message-frame", "message-raw", "attachment", "check-events"}  # no pages of their own
PAGES = [name for name, answers in GET.items() if answers[0] == 200 and name not in SKIPPED]


@pytest.fixture
def chromium(request: pytest.FixtureRequest) -> str:
    if CHROMIUM is None:
        if request.config.getoption("--require-servers"):
            pytest.fail("Chromium is missing")
        pytest.skip("Chromium is missing")
    return CHROMIUM


@contextmanager
def browser(chromium: str, base: str, scheme: str, width: int, language: str) -> Iterator[tuple[Page, list[str]]]:
    said: list[str] = []
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        context = started.new_context(
            viewport={"width": width, "height": 800}, color_scheme="dark" if scheme == "dark" else "light"
        )
        context.add_cookies([{"name": "language", "value": language, "url": base}])
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(f"{base}/person/login/")
        page.fill("[name=login]", "alice@example.test")
        page.fill("[name=password]", "Alice-password")
        page.click("main button.primary")
        yield page, said
        started.close()


@pytest.mark.browser
@pytest.mark.timeout(240)
@pytest.mark.parametrize(("scheme", "width", "language"), [("light", 1280, "en"), ("dark", 360, "de")])
def test_every_page_fits_is_accessible_and_quiet(
    scheme: str,
    width: int,
    language: str,
    parts: Parts,
    support: Mailbox,
    alice: Person,
    live_server: Any,
    chromium: str,
) -> None:
    place.put(parts, live_server.url)
    there = samples(parts, support, alice)
    troubles = []

    with browser(chromium, live_server.url, scheme, width, language) as (page, said):
        for name in PAGES:
            page.goto(live_server.url + there.address(name))
            beyond = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            if beyond > 0:
                troubles.append(f"{name}: {beyond} px too wide")
            found = Axe().run(page).response["violations"]
            troubles += [f"{name}: {one['id']} {one['nodes'][0]['html'][:80]}" for one in found]
        troubles += said

    assert troubles == []


@pytest.mark.browser
def test_keys_and_the_box_for_all(
    parts: Parts, support: Mailbox, alice: Person, bob: Person, charlie: Person, live_server: Any, chromium: str
) -> None:
    place.put(parts, live_server.url)
    there = samples(parts, support, alice)

    with browser(chromium, live_server.url, "light", 1280, "en") as (page, _said):
        page.goto(live_server.url + there.address("inbox"))
        page.keyboard.press("j")
        page.keyboard.press("Enter")
        page.wait_for_url("**/messages/*/")
        page.keyboard.press("r")
        page.wait_for_url("**/compose/?reply=*")
        assert page.input_value("[name=to]") == "juergen@customer.test"

        page.goto(f"{live_server.url}/mailboxes/{support.id}/rights/read-and-manage/add/")
        page.fill("[data-filter]", "charlie")
        page.check("[data-everyone]")
        page.click("main form[method=post] button.primary")
        asked = page.locator("main").inner_text()
        assert "1 person gets Read and manage" in asked
        assert "charlie@example.test" in asked
