"""How the program ends: documented exit codes, one sentence, never a traceback."""

import errno
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from poststelle.cli import failures
from poststelle.model.errors import Conflict, NotPermitted, PoststelleError, Refused, Unreachable


@pytest.mark.parametrize(
    ("failure", "code"),
    [
        (NotPermitted("right-missing", right="send-as", mailbox="m", person="p"), 3),
        (Refused("invalid-client", status=401, text="AADSTS7000215"), 1),
        (Unreachable("tcp-refused", host="h", port="1"), 1),
        (Conflict("worker-running", pid="7"), 1),
        (OSError(errno.ENOSPC, "no space"), 1),
        (PermissionError(errno.EACCES, "no", "/somewhere"), 1),
        (RuntimeError("surprise"), 1),
        (KeyboardInterrupt(), 130),
    ],
)
def test_each_failure_has_its_exit_code_and_no_traceback(
    failure: BaseException, code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert failures.report(failure, [], {}) == code

    said = capsys.readouterr()
    assert said.out == ""
    assert "Traceback" not in said.err
    assert len(said.err.strip().splitlines()) <= 1


def test_the_status_of_a_refusal_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    failures.report(Refused("somebody-said-no", status=401, text="invalid_client"), [], {})

    said = capsys.readouterr().err
    assert "401" in said
    assert "invalid_client" in said


def test_the_first_of_several_failures_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    both: list[Exception] = [Conflict("worker-running", pid="7"), PoststelleError("x")]

    failures.report(ExceptionGroup("unhandled errors", both), ["--json"], {})

    assert '"error": "worker-running"' in capsys.readouterr().err


def test_a_traceback_comes_only_when_asked_for(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    try:
        raise RuntimeError("surprise")
    except RuntimeError as error:
        failures.report(error, [], {"POSTSTELLE_DEBUG": "1"})

    assert "Traceback" in capsys.readouterr().err


def test_a_reader_who_leaves_is_no_failure() -> None:
    line = f"{sys.executable} -m poststelle messages --help | true; exit ${{PIPESTATUS[0]}}"
    ended = subprocess.run(["bash", "-c", line], capture_output=True, text=True, check=False)

    assert ended.returncode in (0, failures.Failure.NOBODY_LISTENS)
    assert ended.stderr == ""


def test_ctrl_c_ends_quietly_with_130(tmp_path: Path) -> None:
    line = [sys.executable, "-m", "poststelle", "worker", "--json"]
    environment = {**os.environ, "POSTSTELLE_HOME": str(tmp_path), "POSTSTELLE_LANGUAGE": "en"}
    child = subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment)
    assert child.stdout is not None
    assert '"working"' in child.stdout.readline()

    child.send_signal(signal.SIGINT)
    _out, err = child.communicate(timeout=20)

    assert child.returncode == 130
    assert "Traceback" not in err


def test_a_second_worker_on_the_same_home_is_turned_away(tmp_path: Path) -> None:
    line = [sys.executable, "-m", "poststelle", "worker", "--json"]
    environment = {**os.environ, "POSTSTELLE_HOME": str(tmp_path), "POSTSTELLE_LANGUAGE": "en"}
    first = subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment)
    try:
        assert first.stdout is not None
        assert '"working"' in first.stdout.readline()
        second = subprocess.run(line, capture_output=True, text=True, env=environment, check=False, timeout=30)
    finally:
        first.terminate()
        _out, err = first.communicate(timeout=20)

    assert (second.returncode, second.stdout) == (1, "")
    assert str(first.pid) in second.stderr
    assert first.returncode == 0, err


def test_control_characters_of_a_message_do_not_reach_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    failures.report(Refused("somebody-said-no", text="\x1b[2Jgone"), [], {})

    assert "\x1b" not in capsys.readouterr().err
