"""One worker a home: a file that is locked while it works, and holds its process id for whoever comes second.

The lock is the kernel's, so it is gone with the process however that ended.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from poststelle.model.errors import Conflict

FILE = "worker.lock"


@contextmanager
def alone(home: Path) -> Iterator[None]:
    handle = os.open(home / FILE, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            pid = os.read(handle, 20).decode("ascii", "replace").strip()
            raise Conflict("worker-running", home=str(home), pid=pid) from error
        os.truncate(handle, 0)
        os.pwrite(handle, f"{os.getpid()}\n".encode(), 0)
        yield
    finally:
        os.close(handle)
