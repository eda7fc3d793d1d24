"""Ports, readiness and the end of what was started, and of nothing else."""

import socket
import subprocess
import time
from pathlib import Path


def free_ports(count: int) -> list[int]:
    """Ports that were free a moment ago, all different."""
    sockets = [socket.socket() for _ in range(count)]
    try:
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]
    finally:
        for each in sockets:
            each.close()


def wait_for_greeting(port: int, seconds: float = 20, *, speaks_first: bool = True) -> None:
    """An open port is not yet a server that is ready: wait for its first bytes."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=5) as line:
                if not speaks_first or line.recv(1):
                    return
        except OSError:
            pass
        time.sleep(0.05)
    raise TimeoutError(f"nothing answers on port {port}")


def start(command: list[str], log: Path) -> subprocess.Popen[bytes]:
    """With its output in a file: a daemon that inherits a pipe keeps its reader waiting for ever."""
    with log.open("ab") as file:
        return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=file, stderr=file, start_new_session=True)
