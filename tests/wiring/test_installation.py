"""An installation opens in its home: private, quickly, and twice at once without harm."""

import os
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from poststelle.model.errors import Misconfigured
from poststelle.wiring import masterkey
from poststelle.wiring.files import keep_private

OPEN = """
from poststelle.wiring.installation import open_home
first, second = open_home(), open_home()
assert first.config == second.config
from django.db import connection
with connection.cursor() as cursor:
    for pragma in ("journal_mode", "synchronous", "secure_delete", "foreign_keys"):
        print(pragma, cursor.execute(f"PRAGMA {pragma}").fetchone()[0])
"""


def opening(home: Path, code: str = OPEN) -> "subprocess.Popen[str]":
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("POSTSTELLE", "DJANGO"))}
    return subprocess.Popen(
        [sys.executable, "-c", code],
        env={**environment, "POSTSTELLE_HOME": str(home)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_a_new_home_is_made_private_and_durable(tmp_path: Path) -> None:
    home = tmp_path / "deep" / "home"
    child = opening(home)
    out, errors = child.communicate(timeout=60)
    assert (child.returncode, errors) == (0, "")
    assert out.split() == ["journal_mode", "wal", "synchronous", "2", "secure_delete", "1", "foreign_keys", "1"]
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
    assert {stat.S_IMODE((home / name).stat().st_mode) for name in ("key", "django-secret")} == {0o600}


def test_no_file_can_be_read_by_others_even_in_a_home_that_lets_them_in(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    home.chmod(0o755)
    out, errors = opening(home, f"import os; os.umask(0o022)\n{OPEN}").communicate(timeout=60)
    assert errors == "", out
    found = [path for path in home.rglob("*") if stat.S_IMODE(path.stat().st_mode) & 0o077]
    assert [path.name for path in found] == []
    assert (home / "poststelle.sqlite3").exists()


def test_several_processes_may_open_a_new_home_at_once(tmp_path: Path) -> None:
    children = [opening(tmp_path / "home") for _ in range(3)]
    errors = [child.communicate(timeout=60)[1] for child in children]
    assert errors == ["", "", ""]
    with sqlite3.connect(tmp_path / "home" / "poststelle.sqlite3") as database:
        assert database.execute("SELECT count(*) FROM store_person").fetchone() == (0,)


def test_settings_come_from_the_environment_and_a_home_from_the_caller(tmp_path: Path) -> None:
    code = """
from pathlib import Path
from poststelle import config
import sys
made = config.load(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
print(made.home, made.port)
try:
    config.load(Path("/elsewhere"))
except RuntimeError:
    print("one home a process")
"""
    child = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)],
        env={"POSTSTELLE_HOME": "/not/this", "POSTSTELLE_PORT": "8123"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert child.stdout.split("\n")[:2] == [f"{tmp_path} 8123", "one home a process"]


def test_a_lost_key_is_not_replaced_by_a_new_one(tmp_path: Path) -> None:
    first = masterkey.load(tmp_path)
    assert masterkey.load(tmp_path) == first
    (tmp_path / "poststelle.sqlite3").touch()
    (tmp_path / "key").unlink()
    with pytest.raises(Misconfigured, match="key-missing"):
        masterkey.load(tmp_path)


@pytest.mark.parametrize("text", ["", "one", "id !!!", "id c2hvcnQ="])
def test_a_broken_key_file_is_said(text: str, tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match="key-broken"):
        masterkey.read(text, tmp_path / "key")


def test_a_second_key_is_added_below_the_first(tmp_path: Path) -> None:
    both = masterkey.read(masterkey.line() + masterkey.line(), tmp_path / "key")
    assert len(both) == 2


def test_the_first_content_of_a_private_file_stays(tmp_path: Path) -> None:
    path = tmp_path / "secret"
    assert [keep_private(path, text) for text in ("one", "two")] == ["one", "one"]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [path]
