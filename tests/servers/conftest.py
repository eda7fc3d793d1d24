"""The bed once a session; homes, mailboxes and sign-ins per test."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.servers.bed.all import ALICE, BOB, CARLA, SUPPORT, Bed
from tests.servers.bed.process import free_ports
from tests.servers.command import Command, SignedIn, authorize

NEEDED = ("dovecot", "postfix")


@pytest.fixture(scope="session")
def bed(request: pytest.FixtureRequest) -> Iterator[Bed]:
    missing = [program for program in NEEDED if shutil.which(program, path="/usr/sbin:/usr/bin") is None]
    if not (Path(__file__).parent / "provider" / "node_modules").exists():
        missing.append("oidc-provider")
    if os.geteuid() != 0:
        missing.append("root, for Postfix")
    if missing:
        reason = f"not here: {', '.join(missing)}"
        if request.config.getoption("--require-servers"):
            pytest.fail(reason)
        pytest.skip(reason)
    # not below pytest's own directory, which other users may not pass
    directory = Path(tempfile.mkdtemp(prefix="poststelle-bed-"))
    directory.chmod(0o755)
    os.umask(0o022)  # an installation opened in this process before has closed it to the others
    bed = Bed(directory)
    try:
        bed.start()
        yield bed
    finally:
        bed.stop()
        shutil.rmtree(directory, ignore_errors=True)


@dataclass
class Office:
    """One installation of Poststelle that knows the bed's servers."""

    bed: Bed
    run: Command
    redirect_port: int
    client_secret: str = ""
    changed: dict[str, str] = field(default_factory=dict)

    def apply(self, document: str) -> None:
        file = self.run.home.parent / "company.toml"
        file.write_text(document)
        shutil.copy(self.bed.ca, file.parent / "ca.pem")
        self.run("apply", str(file))

    def sign_in(
        self, person: str, address: str = SUPPORT, *options: str, account: str = "", accept: bool = True
    ) -> SignedIn:
        return authorize(
            self.run,
            address,
            person,
            lambda url: self.bed.provider.walk(url, account or person, accept=accept),
            *options,
        )


@pytest.fixture
def office(bed: Bed, tmp_path: Path) -> Office:
    home = tmp_path / "home"
    home.mkdir()
    return Office(bed, Command(home), free_ports(1)[0])


def company(office: Office, **changes: str) -> str:
    """An `apply` file for the bed; `changes` replace values by name."""
    bed = office.bed
    values = {
        "issuer": bed.provider.issuer,
        "client_id": "poststelle",
        "secret": bed.provider.secret,
        "redirect": f"http://127.0.0.1:{office.redirect_port}/callback",
        "protocol": "imap",
        "host": "localhost",
        "port": str(bed.dovecot.imaps),
        "encryption": "tls",
        "ca": "ca.pem",
        "out_port": str(bed.postfix.starttls),
        "out_encryption": "starttls",
        "username": "mailbox",
    } | changes
    return COMPANY.format_map(values) + PEOPLE


COMPANY = """
[[app]]
name = "corp"
provider = "generic"
issuer = "{issuer}"
client_id = "{client_id}"
client_secret = "{secret}"
redirect_url = "{redirect}"
scopes = ["openid", "email", "offline_access", "mail"]
ca_file = "ca.pem"

[[mailbox]]
address = "support@firma.test"
name = "Support"
kind = "shared"
app = "corp"
  [mailbox.incoming]
  protocol = "{protocol}"
  host = "{host}"
  port = {port}
  encryption = "{encryption}"
  authentication = "oauth2"
  username = "{username}"
  ca_file = "{ca}"
  [mailbox.outgoing]
  protocol = "smtp"
  host = "localhost"
  port = {out_port}
  encryption = "{out_encryption}"
  authentication = "oauth2"
  username = "account"
  ca_file = "ca.pem"
"""

PEOPLE = f"""
  [[mailbox.grant]]
  person = "{ALICE}"
  rights = ["read-and-manage", "send-as"]
  [[mailbox.grant]]
  person = "{BOB}"
  rights = ["send-as"]

[[person]]
name = "Alice"
address = "{ALICE}"
administrator = true

[[person]]
name = "Bob"
address = "{BOB}"

[[person]]
name = "Carla"
address = "{CARLA}"
"""
