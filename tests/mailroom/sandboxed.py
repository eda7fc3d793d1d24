"""The sandbox as a process of its own, and somebody who walks through its sign-in pages."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from tests import signin
from tests.signin import PASSWORD

BACK = "http://127.0.0.1:8999/authorize/callback"
START = """
import sys
from pathlib import Path
from poststelle.sandbox import process
process.main(process.Options(home=Path(sys.argv[1]), redirect_urls=(sys.argv[2],)))
"""


@dataclass(frozen=True)
class Sandbox:
    ready: dict[str, Any]
    app: dict[str, Any]
    process: subprocess.Popen[str]

    @property
    def ca_pem(self) -> str:
        return Path(self.ready["ca_file"]).read_text()

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(10)


def start(home: Path) -> Sandbox:
    """Up and ready; stop it again."""
    home.mkdir(parents=True, exist_ok=True)
    process = subprocess.Popen([sys.executable, "-c", START, str(home), BACK], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    line = process.stdout.readline()
    assert line, "the sandbox did not start"
    ready = json.loads(line)
    return Sandbox(ready, json.loads(Path(ready["app_file"]).read_text()), process)


def walk(url: str, address: str, password: str = PASSWORD, decision: str = "accept") -> dict[str, str]:
    """Sign in as this person and answer the consent page; the parameters that come back to the redirect URL."""
    arrived = signin.walk(url, address, password, decision)
    assert arrived.location.startswith(BACK), arrived.page[:2000]
    return dict(parse_qsl(urlsplit(arrived.location).query))
