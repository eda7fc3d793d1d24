"""The running sandbox as its administrator and other mail programs see it: settings, people, rights, mailboxes."""

import imaplib
import json
import re
import signal
import ssl
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2

from tests.sandbox.conftest import Running, switched
from tests.signin import PASSWORD

REDIRECT = "http://localhost/callback"  # for this name the port does not count
SERVERS = ("imaps", "imap", "pop3s", "pop3", "submission", "submissions")


@dataclass
class Tenant:
    running: Running
    made: int = 0

    @property
    def ready(self) -> dict[str, Any]:
        return self.running.ready

    @property
    def app(self) -> dict[str, Any]:
        return self.running.app

    @property
    def issuer(self) -> str:
        return str(self.ready["url"])

    def new_address(self, name: str) -> str:
        self.made += 1
        return f"{name}-{self.made}@{self.ready['domain']}"

    def person(self, name: str) -> str:
        """Somebody new, who has consented to nothing yet."""
        address = self.new_address(name.lower())
        fields = {"name": name, "address": address, "password": PASSWORD, "language": "en", "licensed": "on"}
        page = self.running.browser().submit("/admin/people/new", **fields)
        assert address in page.text, page.text[:2000]
        return address

    def number_of(self, address: str) -> str:
        people = self.call("GET", "people").json()["people"]
        return next(str(one["id"]) for one in people if one["address"] == address)

    def end_sign_ins(self, address: str) -> None:
        answer = self.running.browser().submit(f"/admin/people/{self.number_of(address)}", action="revoke")
        assert answer.is_success, answer.text

    def withdraw_consent(self, address: str) -> None:
        page = f"/admin/apps/{self.ready['client_id']}"
        answer = self.running.browser().submit(page, action="withdraw", person=self.number_of(address))
        assert answer.is_success, answer.text

    def mailbox_password(self, address: str, password: str) -> None:
        self.running.browser().submit(f"/admin/mailboxes/{address}", action="password", password=password)

    def grant(self, mailbox: str, person: str, right: str) -> None:
        assert self.call("PUT", f"mailboxes/{mailbox}/grants/{person}/{right}").is_success

    def revoke(self, mailbox: str, person: str, right: str) -> None:
        assert self.call("DELETE", f"mailboxes/{mailbox}/grants/{person}/{right}").is_success

    def call(self, method: str, path: str) -> httpx2.Response:
        headers = {"Authorization": f"Bearer {self.running.app_token()}"}
        return httpx2.request(method, f"{self.ready['admin_api']}/{path}", headers=headers)

    def switched(self, **change: str) -> Any:
        return switched(self.running, **change)

    def add_redirect(self, url: str) -> None:
        page = f"/admin/apps/{self.ready['client_id']}"
        assert self.running.browser().submit(page, action="add-redirect", uri=url, platform="web").is_success

    def new_secret(self, days: int) -> tuple[str, str]:
        """Value and ID of another secret of the app, by the form that shows it once."""
        browser, address = self.running.browser(), f"/admin/apps/{self.ready['client_id']}"
        page = browser.post(browser.get(address), action="new-secret", description="another", days=str(days))
        value = re.search(r'id="secret-value">([^<]+)<', page.text)
        number = re.search(r"Secret ID</dt><dd><code>([^<]+)<", page.text)
        assert value, page.text
        assert number, page.text
        return value[1], number[1]

    @contextmanager
    def imap(self, mailbox: str) -> Iterator[imaplib.IMAP4_SSL]:
        """Another mail program, with the app's own token."""
        context = ssl.create_default_context(cafile=self.ready["ca_file"])
        bearer = f"user={mailbox}\x01auth=Bearer {self.running.app_token()}\x01\x01".encode()
        with imaplib.IMAP4_SSL("127.0.0.1", self.ready["imaps"], ssl_context=context, timeout=20) as server:
            server.authenticate("XOAUTH2", lambda _: bearer)
            yield server

    def put(self, mailbox: str, *raws: bytes) -> None:
        with self.imap(mailbox) as server:
            for raw in raws:
                code, said = server.append("INBOX", "", "", raw)
                assert code == "OK", said

    def raws(self, mailbox: str, folder: str = "INBOX") -> list[bytes]:
        """Every message of a folder as the IMAP server gives it."""
        with self.imap(mailbox) as server:
            code, said = server.select(f'"{folder}"', readonly=True)
            if code != "OK":
                return []
            if said[0] == b"0":
                return []
            return [part[1] for part in server.fetch("1:*", "(BODY.PEEK[])")[1] if isinstance(part, tuple)]

    def sent(self, mailbox: str) -> list[bytes]:
        return [raw for folder in ("Gesendete Elemente", "Sent Items") for raw in self.raws(mailbox, folder)]


def start(home: Path, ports: dict[str, int] | None = None) -> Tenant:
    """`poststelle sandbox`, ready; `ports` those of an earlier start."""
    known = ports or {}
    words = ["--home", str(home), "sandbox", "--port", str(known.get("pages", 0)), "--redirect-url", REDIRECT]
    for server in SERVERS:
        words += ["--mail-port", f"{server}={known.get(server, 0)}"]
    process = subprocess.Popen([sys.executable, "-m", "poststelle", *words], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    line = process.stdout.readline()
    assert line, f"the sandbox ended with {process.wait()}"
    return Tenant(Running(process, json.loads(line), home))


def stop(tenant: Tenant) -> None:
    tenant.running.process.send_signal(signal.SIGTERM)
    tenant.running.process.communicate(timeout=10)


def again(tenant: Tenant) -> Tenant:
    """The same organisation on the same ports."""
    pages = httpx2.URL(tenant.issuer).port
    assert pages is not None
    ports = {server: int(tenant.ready[server]) for server in SERVERS}
    started = start(tenant.running.home, {"pages": pages, **ports})
    started.made = tenant.made
    return started
