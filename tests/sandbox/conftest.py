"""The sandbox as it is used: a process of its own, spoken to by HTTP."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
import pytest

CALLBACK = "http://127.0.0.1:8901/callback"
PASSWORD = "Muster-2026!"
START = (
    "import sys; from pathlib import Path; from poststelle.sandbox.process import Options, main;"
    "options = Options(Path(sys.argv[1]), port=int(sys.argv[2]), sample_mail=False, redirect_urls=(sys.argv[3],));"
    "sys.exit(main(options))"
)


@dataclass(frozen=True, slots=True)
class Running:
    """A started sandbox: its ready line, and the registration it wrote for Poststelle."""

    process: subprocess.Popen[str]
    ready: dict[str, Any]
    home: Path

    @property
    def app(self) -> dict[str, Any]:
        return dict(json.loads(Path(self.ready["app_file"]).read_text("utf-8")))

    @property
    def tenant(self) -> str:
        return f"{self.ready['url']}/{self.ready['tenant']}"

    def browser(self, language: str = "en") -> "Browser":
        return Browser(httpx2.Client(base_url=self.ready["url"], headers={"Accept-Language": language}))

    def app_token(self, scope: str = "https://outlook.office365.com/.default") -> str:
        form = {"grant_type": "client_credentials", "scope": scope}
        return str(self.token(**form).json()["access_token"])

    def token(self, **form: str) -> httpx2.Response:
        secret = {"client_id": self.app["client_id"], "client_secret": self.app["client_secret"]}
        return httpx2.post(f"{self.tenant}/oauth2/v2.0/token", data=secret | form)


@dataclass(frozen=True, slots=True)
class Browser:
    """Reads a page's hidden fields and posts them back, as a browser without scripts does."""

    client: httpx2.Client

    def get(self, address: str, /, **query: str) -> httpx2.Response:
        return self.client.get(address, params=query or None, follow_redirects=address.startswith("/admin"))

    def post(self, page: httpx2.Response, /, **fields: str | list[str]) -> httpx2.Response:
        hidden = dict(re.findall(r'name="(csrfmiddlewaretoken|progress)" value="([^"]*)"', page.text))
        return self.client.post(str(page.url), data=hidden | fields)

    def submit(self, address: str, /, **fields: str | list[str]) -> httpx2.Response:
        """The form of an admin page, and the page it leads to."""
        answer = self.post(self.get(address), **fields)
        return self.get(answer.headers["location"]) if answer.is_redirect else answer


@contextmanager
def switched(running: Running, **change: str) -> Iterator[None]:
    """The tenant's settings changed for a while, by the form of the admin centre."""
    usual = {
        "grant_delay_seconds": "0",
        "access_token_seconds": "0",
        "consent_by": "person",
        "refusal": "mail-from",
        "copy_submission": "on",
        "refresh_once": "on",
        "submission_connections": "3",
        "submissions_per_minute": "30",
    }
    running.browser().submit("/admin/settings", **(usual | change))
    try:
        yield
    finally:
        running.browser().submit("/admin/settings", **usual)


@contextmanager
def sandbox(home: Path, port: int = 0) -> Iterator[Running]:
    command = [sys.executable, "-c", START, str(home), str(port), CALLBACK]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        assert line, f"the sandbox ended with {process.wait()}"
        yield Running(process, json.loads(line), home)
    finally:
        process.terminate()
        process.wait(10)


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """One for all tests that leave it as they found it, or touch things of their own."""
    with sandbox(tmp_path_factory.mktemp("sandbox")) as started:
        yield started


def heading(page: httpx2.Response) -> str:
    found = re.search(r"<h1>(.*?)</h1>", page.text, re.DOTALL)
    return found[1].strip() if found else ""
