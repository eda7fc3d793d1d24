"""A traceback in the log names lines, never values: those are people's mail and keys."""

import os
import subprocess
import sys
from pathlib import Path

BROKEN = """
import poststelle.wiring.asgi, structlog
def read(mail):
    raise ValueError("broken")
try:
    read("kana" + "rie")
except ValueError:
    structlog.get_logger().exception("unforeseen")
"""


def test_under_any_server_a_traceback_shows_no_values(tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("POSTSTELLE", "DJANGO"))}
    ended = subprocess.run(
        [sys.executable, "-c", BROKEN],
        env={**environment, "POSTSTELLE_HOME": str(tmp_path / "home")},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    said = ended.stdout + ended.stderr
    assert "ValueError: broken" in said
    assert "kanarie" not in said
