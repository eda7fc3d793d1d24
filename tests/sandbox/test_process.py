"""The process: ready line, restart, one a home, and a quick end."""

import json
import signal
import socket
import ssl
import time
from pathlib import Path

import httpx2
import pytest

from poststelle.model.errors import Misconfigured
from poststelle.sandbox.process import Options, started
from tests.sandbox.conftest import CALLBACK, Running, sandbox


def test_the_ready_line_names_everything(running: Running) -> None:
    ready = running.ready
    assert httpx2.get(ready["discovery"]).json()["issuer"] == ready["issuer"]
    assert httpx2.get(ready["admin_url"]).status_code == 200
    assert running.app["client_id"] == ready["client_id"]
    assert running.app["redirect_urls"] == [CALLBACK]
    for server in ("imaps", "imap", "pop3s", "pop3", "submission", "submissions"):
        with socket.create_connection(("127.0.0.1", ready[server]), timeout=5):
            pass


def test_what_is_secret_is_for_the_owner_alone(running: Running) -> None:
    for path in (running.home / "sandbox").iterdir():
        if any(word in path.name for word in ("key", "app", "sqlite3")):
            assert path.stat().st_mode & 0o077 == 0, path


def test_the_mail_servers_are_trusted_by_the_authority_of_this_home(running: Running) -> None:
    context = ssl.create_default_context(cafile=running.ready["ca_file"])
    for name in ("localhost", "127.0.0.1"):
        plain = socket.create_connection(("127.0.0.1", running.ready["imaps"]), timeout=5)
        with context.wrap_socket(plain, server_hostname=name) as secured:
            assert secured.version() in {"TLSv1.2", "TLSv1.3"}


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_within_two_seconds_even_with_open_connections(tmp_path: Path, number: signal.Signals) -> None:
    with sandbox(tmp_path) as running, httpx2.Client() as client:
        client.get(running.ready["url"])
        with socket.create_connection(("127.0.0.1", running.ready["imap"]), timeout=5):
            begun = time.monotonic()
            running.process.send_signal(number)
            assert running.process.wait(5) == 0
        assert time.monotonic() - begun < 2


def test_a_restart_keeps_everything_and_old_tokens_count(tmp_path: Path) -> None:
    with sandbox(tmp_path) as first:
        app, token, port = first.app, first.app_token(), httpx2.URL(first.ready["url"]).port
        people = first.ready["people"]
    with sandbox(tmp_path, port or 0) as second:
        assert second.app == app
        assert second.ready["people"] == people
        headers = {"Authorization": f"Bearer {token}"}
        assert httpx2.get(f"{second.ready['admin_api']}/people", headers=headers).status_code == 200


async def test_a_second_one_on_the_same_home_is_refused(running: Running) -> None:
    with pytest.raises(Misconfigured, match="home-in-use"):
        async with started(Options(running.home)):
            pass


async def test_a_taken_port_is_refused_before_anything_starts(running: Running, tmp_path: Path) -> None:
    port = httpx2.URL(running.ready["url"]).port
    with pytest.raises(Misconfigured, match="port-in-use"):
        async with started(Options(tmp_path, port=port or 0)):
            pass


def test_the_app_file_is_json_for_programs(running: Running) -> None:
    kept = json.loads((running.home / "sandbox" / "poststelle-app.json").read_text("utf-8"))
    assert {"tenant", "client_id", "secret_id", "client_secret", "issuer", "admin_api", "ca_file"} <= set(kept)


async def test_a_taken_mail_port_is_named(running: Running, tmp_path: Path) -> None:
    taken = running.ready["imaps"]
    with pytest.raises(Misconfigured, match=f"port-in-use.*{taken}"):
        async with started(Options(tmp_path, mail_ports={"imaps": taken})):
            pass
