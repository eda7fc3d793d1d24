"""Chromium, driven from a thread of its own: Playwright's event loop must not be that of the other tests."""

import re
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

CHROMIUM = shutil.which("chromium") or ""
OPTIONS = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
)
REGION = {"de": "de-DE", "en": "en-GB"}
WAIT_MILLISECONDS = 10_000
T = TypeVar("T")


class Chromium:
    """One browser process; each scene gets a window (context) that knows nothing of the others."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="chromium")
        self._playwright: Playwright
        self._browser: Browser
        self.call(self._start)

    def call(self, function: Callable[..., T], /, *arguments: Any, **named: Any) -> T:
        return self._thread.submit(function, *arguments, **named).result()

    def page(self, language: str = "en", **look: Any) -> Page:
        return self.call(self._page, language, look)

    def close(self) -> None:
        self.call(self._stop)
        self._thread.shutdown()

    def _start(self) -> None:
        self._playwright = sync_playwright().start()
        self._browser = self._playwright.chromium.launch(executable_path=CHROMIUM, args=list(OPTIONS))

    def _stop(self) -> None:
        self._browser.close()
        self._playwright.stop()

    def _page(self, language: str, look: dict[str, Any]) -> Page:
        settings: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}, "timezone_id": "Europe/Berlin"}
        context: BrowserContext = self._browser.new_context(locale=REGION[language], **{**settings, **look})
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        context.set_default_timeout(WAIT_MILLISECONDS)
        return context.new_page()


def enter(page: Page, url: str, person: str, password: str) -> None:
    """Sign in to Poststelle, as a person does."""
    page.goto(f"{url}/person/login/")
    page.locator("input[name=login]").fill(person)
    page.locator("input[name=password]").fill(password)
    page.locator("form.form button").click()
    page.wait_for_url(re.compile(r"/$"))
