"""Poststelle as a service: its pages and API, and its worker, as processes of their own."""

import json
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpx2

from tests.flows.office import Office
from tests.servers.bed.process import free_ports

PATIENCE_SECONDS = 40
TURN_SECONDS = 0.2


@dataclass(frozen=True)
class Api:
    """The routes with the token of one person."""

    base: str
    token: str

    def __call__(self, method: str, path: str, body: Any = None, expect: int = 200) -> Any:
        headers = {"Authorization": f"Bearer {self.token}"}
        answer = httpx2.request(method, f"{self.base}/api/v1{path}", json=body, headers=headers, timeout=30)
        assert answer.status_code == expect, answer.text
        return answer.json() if answer.content else None

    def mailbox(self, address: str) -> int:
        return next(int(one["id"]) for one in self("GET", "/mailboxes") if one["address"] == address)


@contextmanager
def serving(office: Office) -> Iterator[str]:
    """`poststelle serve`; its address."""
    port = str(free_ports(1)[0])
    with office.run.running("serve", "--port", port, "--json") as child:
        assert child.stdout is not None
        base = str(json.loads(child.stdout.readline())["url"])
        until(lambda: _answers(base))
        yield base


def api(office: Office, base: str, person: str = "") -> Api:
    token = office.run("token", "create", "--as", person or office.first, "--json").json["token"]
    return Api(base, token)


@contextmanager
def working(office: Office) -> Iterator[subprocess.Popen[bytes]]:
    """`poststelle worker`, at work."""
    with office.run.running("worker", "--json") as child:
        assert child.stdout is not None
        assert json.loads(child.stdout.readline())["event"] == "working"
        yield child


def end(child: subprocess.Popen[bytes]) -> float:
    """Seconds from SIGTERM to its end."""
    began = time.monotonic()
    child.send_signal(signal.SIGTERM)
    child.wait(timeout=20)
    return time.monotonic() - began


def until(true: Callable[[], bool], seconds: float = PATIENCE_SECONDS) -> float:
    """How long it took."""
    began = time.monotonic()
    while not true():
        assert time.monotonic() - began < seconds
        time.sleep(TURN_SECONDS)
    return time.monotonic() - began


def _answers(base: str) -> bool:
    try:
        return httpx2.get(f"{base}/api/v1/openapi.json", timeout=5).status_code == 200
    except httpx2.TransportError:
        return False
