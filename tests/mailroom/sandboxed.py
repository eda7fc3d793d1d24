"""The sandbox as a process of its own, and somebody who walks through its sign-in pages."""

import json
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx2

PASSWORD = "Muster-2026!"
BACK = "http://127.0.0.1:8999/authorize/callback"
START = """
import sys
from pathlib import Path
from poststelle.sandbox import process
process.main(process.Options(home=Path(sys.argv[1]), redirect_urls=(sys.argv[2],)))
"""
FIELD = re.compile(r'<input[^>]*type="hidden"[^>]*name="([^"]+)"[^>]*value="([^"]*)"')
STEPS = 12


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
    with httpx2.Client(follow_redirects=False, timeout=20) as browser:
        answer = browser.get(url)
        for _ in range(STEPS):
            while answer.is_redirect:
                target = httpx2.URL(str(answer.url)).join(answer.headers["location"])
                if str(target).startswith(BACK):
                    return dict(parse_qsl(urlsplit(str(target)).query))
                answer = browser.get(target)
            answer = browser.post(str(answer.url), data=reply(answer.text, address, password, decision))
    raise AssertionError(f"the sign-in pages go in circles: {answer.text[:2000]}")


def reply(page: str, address: str, password: str, decision: str) -> dict[str, str]:
    forms = [dict(FIELD.findall(form)) for form in page.split("<form")[1:]]
    found = {form["step"]: form for form in forms if "step" in form}
    for step, answers in (
        ("password", {"password": password}),
        ("consent", {"decision": decision}),
        ("username", {"username": address}),
        ("other", {}),
    ):
        if step in found:
            return {**found[step], **answers}
    raise AssertionError(f"no way on: {page[:3000]}")
