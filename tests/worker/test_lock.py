"""One worker a home."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from poststelle.model.errors import Conflict
from poststelle.worker.lock import FILE, alone

HOLD = """
import sys, time
from pathlib import Path
import django
django.setup()
from poststelle.worker.lock import alone
with alone(Path(sys.argv[1])):
    print("mine", flush=True)
    time.sleep(60)
"""


def test_a_second_worker_is_told_who_the_first_is(tmp_path: Path) -> None:
    with alone(tmp_path), pytest.raises(Conflict) as refused, alone(tmp_path):
        pass
    assert refused.value.code == "worker-running"
    assert refused.value.facts["pid"] == str(os.getpid())


def test_after_the_first_the_second_may_work(tmp_path: Path) -> None:
    with alone(tmp_path):
        pass
    with alone(tmp_path):
        assert (tmp_path / FILE).read_text().strip() == str(os.getpid())


def test_a_killed_worker_leaves_no_lock_behind(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", HOLD, str(tmp_path)], stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout
        assert other.stdout.readline() == "mine\n"
        with pytest.raises(Conflict), alone(tmp_path):
            pass
        other.kill()
        other.wait(10)
    with alone(tmp_path):
        pass
