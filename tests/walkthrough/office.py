"""What a scene finds: the API as a person uses it, and the state of the scenes before it, made where it is missing.

So each scene can be run alone, and a whole walk does nothing twice.
"""

from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any

import httpx2

from tests.walkthrough.commands import CommandLine
from tests.walkthrough.provider import Provider
from tests.walkthrough.stage import Stage

RIGHTS = ("read-and-manage", "send-as", "send-on-behalf")


@dataclass(frozen=True)
class Member:
    address: str
    name: str


@dataclass(frozen=True)
class Office:
    """One way of working (browser, API or command line) in one language, with a shared mailbox of its own."""

    stage: Stage
    language: str
    address: str
    name: str
    member: Member

    @property
    def provider(self) -> Provider:
        return Provider(self.stage, self.language)

    def run(self, *arguments: str, **how: Any) -> Any:
        return CommandLine(self.stage.home, self.language)(*arguments, **how)

    def api(self, person: str | None = None) -> httpx2.Client:
        """The API with a token of this person (the administrator unless said otherwise)."""
        token = _token(self.stage, person or self.stage.administrator)
        return httpx2.Client(
            base_url=f"{self.stage.url}/api/v1",
            headers={"Authorization": f"Bearer {token}", "Accept-Language": self.language},
            timeout=60,
        )

    def mailbox(self) -> dict[str, Any] | None:
        everyone: list[dict[str, Any]] = self.api().get("/mailboxes").json()
        return next((found for found in everyone if found["address"] == self.address), None)

    @property
    def number(self) -> int:
        found = self.mailbox()
        assert found is not None
        return int(found["id"])

    def app(self) -> dict[str, Any]:
        found: list[dict[str, Any]] = self.api().get("/apps").json()
        return next(app for app in found if app["name"] == "sandbox")

    def created(self) -> None:
        """Scene 1."""
        if self.mailbox() is None:
            made = {"address": self.address, "name": self.name, "app": self.app()["id"]}
            _done(self.api().post("/mailboxes", json=made))

    def granted(self) -> None:
        """Scene 2: all three rights for the member."""
        self.created()
        wanted = {"grants": [{"person": self.member.address, "rights": list(RIGHTS)}]}
        _done(self.api().post(f"/mailboxes/{self.number}/grants", json=wanted))

    def configured(self) -> None:
        """Scene 3."""
        self.granted()
        if not (self.mailbox() or {}).get("incoming"):
            _done(self.api().put(f"/mailboxes/{self.number}/connections", json=self.connections()))

    def connections(self) -> dict[str, Any]:
        ca_pem = self.provider.ca_pem
        common = {"host": "127.0.0.1", "authentication": "oauth2", "ca_pem": ca_pem}
        incoming = {"protocol": "imap", "port": self.stage.mail_port(1), "encryption": "tls", **common}
        outgoing = {"protocol": "smtp", "port": self.stage.mail_port(5), "encryption": "starttls", **common}
        return {"incoming": incoming, "outgoing": outgoing, "app": self.app()["id"]}

    @contextmanager
    def wrong_secret(self) -> Iterator[str]:
        """The mailbox under a registration whose secret is wrong; its name."""
        known = self.mailbox() or {}
        name = f"wrong {self.address}"
        fields = ("provider", "client_id", "redirect_url", "tenant", "issuer", "ca_pem")
        wanted = {key: self.app().get(key, "") for key in fields}
        wanted |= {"name": name, "client_secret": "kaputt~8Q.gibt-es-nicht"}
        there = next((app for app in self.api().get("/apps").json() if app["name"] == name), None)
        app = there or _done(self.api().post("/apps", json=wanted))
        path = f"/mailboxes/{self.number}/connections"
        _done(self.api().put(path, json={**self.connections(), "app": app["id"]}))
        try:
            yield name
        finally:
            _done(self.api().put(path, json={**self.connections(), "app": known["app"]}))

    @contextmanager
    def closed_port(self) -> Iterator[None]:
        """The mailbox with an incoming server that nobody listens at."""
        known = self.mailbox() or {}
        path = f"/mailboxes/{self.number}/connections"
        wanted = {"incoming": known["incoming"], "outgoing": known["outgoing"], "app": known["app"]}
        _done(self.api().put(path, json={**wanted, "incoming": {**known["incoming"], "port": 9}}))
        try:
            yield
        finally:
            _done(self.api().put(path, json=wanted))

    def signed_in(self) -> None:
        """Scene 4."""
        self.configured()
        accounts = self.api().get(f"/mailboxes/{self.number}/accounts").json()
        if not any(one["address"] == self.member.address and one["state"] == "valid" for one in accounts):
            api = self.api(self.member.address)
            begun = _done(api.post(f"/mailboxes/{self.number}/authorizations", json={"method": "browser"}))
            back = self.provider.walk(begun["url"], self.member.address)
            _done(api.post("/authorizations/finish", json={"url": back}))

    def fetched(self) -> dict[str, Any]:
        """Scene 6, its first step."""
        return dict(_done(self.api(self.member.address).post(f"/mailboxes/{self.number}/fetches")))


def _done(answer: httpx2.Response) -> Any:
    assert answer.is_success, answer.text
    return answer.json()


@cache
def _token(stage: Stage, person: str) -> str:
    return str(CommandLine(stage.home, "en")("token", "create", "--as", person).json["token"])


def base64(octets: bytes) -> str:
    return b64encode(octets).decode()
