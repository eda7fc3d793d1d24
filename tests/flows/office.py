"""An installation of Poststelle that works against the sandbox, used by the command line alone."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx2

from tests.flows.tenant import Tenant
from tests.servers.command import Command, Ended, SignedIn, authorize
from tests.signin import Arrived, walk

READ, SEND_AS, ON_BEHALF = "read-and-manage", "send-as", "send-on-behalf"
ALL = (READ, SEND_AS, ON_BEHALF)


@dataclass(frozen=True)
class Office:
    """`members` are the persons with their rights; the first one is the administrator."""

    tenant: Tenant
    run: Command
    redirect_port: int
    address: str
    members: dict[str, tuple[str, ...]]
    settings: dict[str, str] = field(default_factory=dict)
    incoming: dict[str, str] = field(default_factory=dict)
    outgoing: dict[str, str] = field(default_factory=dict)
    kind: str = "shared"
    scopes: tuple[str, ...] = ()

    @property
    def first(self) -> str:
        return next(iter(self.members))

    def changed(self, **change: Any) -> "Office":
        """The same installation with something else in its file, applied."""
        other = replace(self, **change)
        other.apply()
        return other

    def apply(self) -> None:
        file = self.run.home.parent / "company.toml"
        file.write_text(self._document())
        self.run("apply", str(file))

    def sign_in(self, person: str = "", *options: str, account: str = "", decision: str = "accept") -> SignedIn:
        """Command line and browser together, until both have ended."""
        who = person or self.first

        def there(url: str) -> str:
            arrived = walk(url, account or who, decision=decision)
            assert arrived.location, arrived.page
            return arrived.location

        return authorize(self.run, self.address, who, there, *options)

    def signed_in(self, person: str = "") -> None:
        done = self.sign_in(person)
        assert done.code == 0, done

    def stranded(self, *options: str) -> tuple[Arrived, Ended]:
        """A sign-in that ends on a page of the provider: the page, and what the command says when it has waited."""
        words = ("authorize", self.address, "--as", self.first, "--no-browser", "--timeout", "2", *options)
        with self.run.running(*words) as child:
            assert child.stdout is not None
            arrived = walk(child.stdout.readline().decode().strip(), self.first)
            out, err = child.communicate(timeout=30)
        return arrived, Ended(child.returncode, out, err.decode())

    @contextmanager
    def waiting(self, *options: str) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
        """A sign-in that waits for the browser: the address of the page, and the process."""
        words = ("authorize", self.address, "--as", self.first, "--no-browser", *options)
        with self.run.running(*words) as child:
            assert child.stdout is not None
            yield child.stdout.readline().decode().strip(), child

    def check(self, person: str = "", *options: str) -> dict[str, dict[str, Any]]:
        """The findings by step."""
        said = self.run("check", self.address, "--as", person or self.first, "--json", *options, expect=None)
        return {finding["step"]: finding for finding in said.lines[-1]["findings"]}

    def red(self, person: str = "", *options: str) -> dict[str, str]:
        found = self.check(person, *options)
        return {step: finding["code"] for step, finding in found.items() if finding["status"] == "failed"}

    def send(self, subject: str, *options: str, person: str = "", to: str = "", expect: int | None = 0) -> Ended:
        words = ("--from", self.address, "--as", person or self.first, "--to", to or self.address)
        return self.run("send", *words, "--subject", subject, "--json", *options, stdin=b"Guten Tag\n", expect=expect)

    def listed(self, *options: str) -> list[Any]:
        return self.run("messages", self.address, "--limit", "1000", "--json", *options).lines

    def raws(self, *options: str) -> list[bytes]:
        return [self.run("show", self.address, str(one["id"]), "--raw").out for one in self.listed(*options)]

    def exported(self, folder: str = "*") -> list[bytes]:
        """The octets of every message, sorted: quicker than showing them one by one."""
        with TemporaryDirectory() as directory:
            self.run("export", self.address, "--format", "eml", f"{directory}/eml")
            return sorted(path.read_bytes() for path in Path(directory, "eml").glob(f"{folder}/*.eml"))

    def _document(self) -> str:
        tenant, app = self.tenant, self.tenant.app
        values = {
            "name": "sandbox",
            "provider": "sandbox",
            "issuer": tenant.issuer,
            "tenant": app["tenant"],
            "client_id": app["client_id"],
            "client_secret": app["client_secret"],
            "redirect_url": f"http://localhost:{self.redirect_port}/callback",
        }
        incoming = {"protocol": "imap", "encryption": "tls", "port": "imaps", "authentication": "oauth2"}
        outgoing = {"encryption": "starttls", "port": "submission", "authentication": "oauth2"} | self.outgoing
        app_keys = values | self.settings
        lines = ["[[app]]", *_keys(app_keys), f"scopes = {list(self.scopes)}", "[[mailbox]]"]
        lines += _keys({"address": self.address, "name": "Team", "kind": self.kind, "app": app_keys["name"]})
        if password := self.incoming.get("password", ""):
            lines += _keys({"password": password})
        for table, keys in (("incoming", incoming | self.incoming), ("outgoing", {"protocol": "smtp"} | outgoing)):
            lines += [f"[mailbox.{table}]", 'host = "127.0.0.1"', f'ca_file = "{tenant.ready["ca_file"]}"']
            lines.append(f"port = {tenant.ready.get(keys.pop('port'), 0)}")
            lines += _keys({name: value for name, value in keys.items() if name != "password"})
        for person, rights in self.members.items():
            lines += ["[[mailbox.grant]]", f'person = "{person}"', f"rights = {list(rights)}"]
        for person in self.members:
            name = person.partition("-")[0].capitalize()
            lines += [
                "[[person]]",
                f'address = "{person}"',
                f'name = "{name}"',
                f"administrator = {_is_first(self, person)}",
            ]
        return "\n".join(lines) + "\n"


def _is_first(office: Office, person: str) -> str:
    return "true" if person == office.first else "false"


def _keys(values: dict[str, str]) -> list[str]:
    return [f"{name} = '{value}'" for name, value in values.items()]


def get(url: str) -> httpx2.Response:
    return httpx2.get(url, timeout=20)
