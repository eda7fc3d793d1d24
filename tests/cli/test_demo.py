"""`poststelle demo`: one URL when everything answers, nothing left behind, everything there again."""

import http.client
import json
import os
import random
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

BESIDE = 7  # the sandbox's pages and its six mail servers


def free_ports(count: int) -> int:
    """The first of so many free ports in a row, below those that the kernel gives to outgoing connections."""
    for _ in range(200):
        first = random.randrange(12_000, 30_000)
        if all(map(_free, range(first, first + count))):
            return first
    raise AssertionError("no free ports in a row")


def _free(port: int) -> bool:
    with socket.socket() as trial:
        return trial.connect_ex(("127.0.0.1", port)) != 0


def line(home: Path, port: int, sandbox: int, *words: str) -> list[str]:
    ports = ["--port", str(port), "--sandbox-port", str(sandbox)]
    return [sys.executable, "-m", "poststelle", "demo", "--home", str(home), *ports, "--json", *words]


def environment() -> dict[str, str]:
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("POSTSTELLE_", "DJANGO_", "FRESH"))
    }
    return {**kept, "POSTSTELLE_LANGUAGE": "en"}


@contextmanager
def running(words: list[str]) -> Iterator[tuple[subprocess.Popen[str], dict[str, Any]]]:
    child = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment())
    try:
        assert child.stdout is not None
        told = child.stdout.readline()
        if not told:
            raise AssertionError(child.communicate(timeout=20)[1])
        yield child, json.loads(told)
    finally:
        if child.poll() is None:
            child.send_signal(signal.SIGINT)
            child.communicate(timeout=30)


def status(port: int, path: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    finally:
        connection.close()


@pytest.mark.timeout(180)
def test_it_comes_up_goes_down_and_is_there_again(tmp_path: Path) -> None:
    first = free_ports(BESIDE + 2)
    web, sandbox = first + BESIDE, first
    with running(line(tmp_path / "demo", web, sandbox)) as (child, told):
        assert told["url"] == f"http://127.0.0.1:{web}"
        assert told["address"] in told["people"]
        assert status(web, "/") in (200, 302)
        assert status(web, "/api/v1/me") == 401
        assert status(sandbox, "/admin") < 500
        child.send_signal(signal.SIGINT)
        assert child.communicate(timeout=30)[1].count("Traceback") == 0
        assert child.returncode == 130
    assert [port for port in range(first, first + BESIDE + 1) if not _free(port)] == []

    with running(line(tmp_path / "demo", web, sandbox)) as (_child, again):
        assert (again["password"], again["address"]) == (told["password"], told["address"])
        assert again["seconds"] < 30, "under 5 s on a quiet machine"


def test_a_taken_port_is_said_in_one_line(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        words = line(tmp_path / "demo", port, free_ports(BESIDE))
        ended = subprocess.run(words, capture_output=True, text=True, env=environment(), check=False, timeout=60)

    assert ended.returncode == 1
    assert ended.stdout == ""
    assert len(ended.stderr.strip().splitlines()) == 1
    assert str(port) in ended.stderr
    assert "--port" in ended.stderr


def test_ports_that_overlap_are_wrong_usage(tmp_path: Path) -> None:
    sandbox = free_ports(BESIDE)
    words = line(tmp_path / "demo", sandbox + 1, sandbox)
    ended = subprocess.run(words, capture_output=True, text=True, env=environment(), check=False, timeout=60)

    assert ended.returncode == 2
    assert "--sandbox-port overlap" in ended.stderr
    assert not (tmp_path / "demo").exists()


def test_starting_over_deletes_only_what_a_demo_made(tmp_path: Path) -> None:
    (tmp_path / "precious.txt").write_text("mine")
    words = line(tmp_path, free_ports(1), free_ports(BESIDE), "--fresh")

    ended = subprocess.run(words, capture_output=True, text=True, env=environment(), check=False, timeout=60)

    assert ended.returncode == 1
    assert (tmp_path / "precious.txt").read_text() == "mine"
