"""Programs that we did not write, against the sandbox: curl, mbsync, msmtp and neomutt, with both mechanisms."""

import contextlib
import mailbox
import os
import pty
import select
import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from poststelle.sandbox.mail.names import Use
from poststelle.sandbox.mail.outside import OUTSIDE
from tests.sandbox.mail.world import ALICE, BOB, FORWARDED, SUPPORT, World

pytestmark = pytest.mark.clients

CUSTOMER = "kunde@draussen.example"
ODD = b"From: bob@muster.example\r\nSubject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=\r\n\r\n.Punkt\r\n..\r\nGr\xfc\xdfe\r\n"
PASSWORD_FILE = "token"
MECHANISMS = pytest.mark.parametrize("mechanism", ["XOAUTH2", "OAUTHBEARER"])

Run = Callable[..., subprocess.CompletedProcess[bytes]]


@pytest.fixture
def run(tmp_path: Path, request: pytest.FixtureRequest) -> Run:
    """Start a program in an empty home of its own; where it is missing the test is skipped or, if required, fails."""

    def run(*command: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        if shutil.which(command[0]) is None:
            if request.config.getoption("--require-servers"):
                pytest.fail(f"{command[0]} is missing")
            pytest.skip(f"{command[0]} is missing")
        home = tmp_path / "home"
        home.mkdir(exist_ok=True)
        environment = {"HOME": str(home), "PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "TERM": "xterm"}
        return subprocess.run(
            command, input=stdin, capture_output=True, timeout=60, check=False, cwd=home, env=environment
        )

    return run


@pytest.fixture
def token(world: World, tmp_path: Path) -> Path:
    """Alice's, in a file."""
    path = tmp_path / PASSWORD_FILE
    path.write_text(world.token(ALICE))
    return path


def curl(run: Run, world: World, url: str, mechanism: str, *more: str, user: str = SUPPORT) -> bytes:
    token = world.token(ALICE)
    who = ("--user", f"{user}:", "--oauth2-bearer", token, "--login-options", f"AUTH={mechanism}")
    done = run("curl", "--silent", "--show-error", "--cacert", str(world.certificates.ca), *who, url, *more)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


@MECHANISMS
def test_curl_reads_by_imap(run: Run, world: World, mechanism: str) -> None:
    world.put(SUPPORT, FORWARDED)
    world.put(SUPPORT, ODD)
    base = f"imaps://127.0.0.1:{world.ports['imaps']}/INBOX"
    assert curl(run, world, f"{base};UID=2", mechanism) == ODD
    assert curl(run, world, f"{base}?SUBJECT%20Anfrage", mechanism) == b"* SEARCH 1\r\n"
    clear = f"imap://127.0.0.1:{world.ports['imap']}/INBOX;MAILINDEX=1"
    assert curl(run, world, clear, mechanism, "--ssl-reqd", "--sasl-ir") == FORWARDED


@MECHANISMS
def test_curl_reads_by_pop3(run: Run, world: World, mechanism: str) -> None:
    world.put(SUPPORT, ODD)
    assert curl(run, world, f"pop3s://127.0.0.1:{world.ports['pop3s']}/1", mechanism) == ODD
    assert curl(run, world, f"pop3://127.0.0.1:{world.ports['pop3']}/", mechanism, "--ssl-reqd") == b"1 %d\r\n" % len(
        ODD
    )


@MECHANISMS
@pytest.mark.parametrize("scheme", ["smtp", "smtps"])
def test_curl_submits(run: Run, world: World, tmp_path: Path, mechanism: str, scheme: str) -> None:
    letter = tmp_path / "letter"
    letter.write_bytes(ODD.replace(BOB.encode(), SUPPORT.encode()))
    port = world.ports["submission" if scheme == "smtp" else "submissions"]
    envelope = ("--mail-from", SUPPORT, "--mail-rcpt", CUSTOMER, "--mail-rcpt", BOB, "--upload-file", str(letter))
    curl(run, world, f"{scheme}://127.0.0.1:{port}/", mechanism, *envelope, "--ssl-reqd", user=ALICE)
    assert world.mail(OUTSIDE)[0].endswith(letter.read_bytes())
    assert world.mail(BOB)[0].endswith(letter.read_bytes())


def test_mbsync_mirrors_the_shared_mailbox_and_files_back(run: Run, world: World, tmp_path: Path, token: Path) -> None:
    """With XOAUTH2, the only one of the two that Debian's SASL library has."""
    for raw in (FORWARDED, ODD):
        world.put(SUPPORT, raw)
    world.put(SUPPORT, FORWARDED, Use.DRAFTS)
    mirror = tmp_path / "mirror"
    mirror.mkdir()
    settings = tmp_path / "mbsyncrc"
    settings.write_text(
        f"""
IMAPAccount sandbox
Host localhost
Port {world.ports["imaps"]}
User {SUPPORT}
PassCmd "cat {token}"
AuthMechs XOAUTH2
SSLType IMAPS
CertificateFile {world.certificates.ca}

IMAPStore far
Account sandbox

MaildirStore near
SubFolders Verbatim
Path {mirror}/
Inbox {mirror}/INBOX

Channel all
Far :far:
Near :near:
Patterns *
Create Both
Expunge Both
SyncState *
"""
    )
    done = run("mbsync", "-c", str(settings), "-a")
    assert done.returncode == 0, done.stderr.decode()
    inbox = [path.read_bytes() for path in sorted((mirror / "INBOX").glob("[nc][eu][wr]/*"))]
    unix = [raw.replace(b"\r\n", b"\n") for raw in (FORWARDED, ODD)]
    assert sorted(_without_mark(raw) for raw in inbox) == sorted(unix)
    assert (mirror / "Entwürfe").is_dir() or (mirror / "Entw&APw-rfe").is_dir()
    (mirror / "INBOX" / "cur" / "1234.new:2,S").write_bytes(b"Subject: hinauf\n\nvon unten\n")
    done = run("mbsync", "-c", str(settings), "-a")
    assert done.returncode == 0, done.stderr.decode()
    assert any(b"Subject: hinauf" in raw for raw in world.mail(SUPPORT))
    assert len(world.mail(SUPPORT)) == 3


def _without_mark(raw: bytes) -> bytes:
    """mbsync may write its own X-TUID field."""
    return b"".join(line for line in raw.splitlines(keepends=True) if not line.startswith(b"X-TUID:"))


@MECHANISMS
@pytest.mark.parametrize("starttls", ["on", "off"])
def test_msmtp_submits(run: Run, world: World, tmp_path: Path, token: Path, mechanism: str, starttls: str) -> None:
    settings = tmp_path / "msmtprc"
    port = world.ports["submission" if starttls == "on" else "submissions"]
    settings.write_text(
        f"""
account sandbox
host 127.0.0.1
port {port}
tls on
tls_starttls {starttls}
tls_trust_file {world.certificates.ca}
auth {mechanism.lower()}
user {ALICE}
passwordeval cat {token}
from {SUPPORT}
account default : sandbox
"""
    )
    settings.chmod(0o600)
    letter = ODD.replace(BOB.encode(), SUPPORT.encode())
    done = run("msmtp", "--file", str(settings), CUSTOMER, BOB, stdin=letter.replace(b"\r\n", b"\n"))
    assert done.returncode == 0, done.stderr.decode()
    assert world.mail(OUTSIDE)[0].endswith(letter)
    assert world.mail(BOB)[0].endswith(letter)


def neomutt(world: World, tmp_path: Path, token: Path) -> Path:
    """With XOAUTH2: for OAUTHBEARER neomutt takes tokens up to 1,024 octets only, and these are longer."""
    settings = tmp_path / "neomuttrc"
    settings.write_text(
        f"""
set ssl_ca_certificates_file={world.certificates.ca}
set ssl_force_tls=yes
set imap_user="{SUPPORT}"
set imap_oauth_refresh_command="cat {token}"
set imap_authenticators="xoauth2"
set folder="imaps://{SUPPORT.replace("@", "%40")}@127.0.0.1:{world.ports["imaps"]}/"
set spoolfile="+INBOX"
set smtp_url="smtp://{ALICE.replace("@", "%40")}@127.0.0.1:{world.ports["submission"]}/"
set smtp_oauth_refresh_command="cat {token}"
set smtp_authenticators="xoauth2"
set from="{SUPPORT}"
set use_envelope_from=yes
set envelope_from_address="{SUPPORT}"
set record=""
set copy=no
set confirmappend=no
set confirmcreate=no
set quit=yes
set wait_key=no
set mbox_type=mbox
"""
    )
    return settings


def test_neomutt_submits(run: Run, world: World, tmp_path: Path, token: Path) -> None:
    settings = neomutt(world, tmp_path, token)
    done = run("neomutt", "-F", str(settings), "-s", "Grüße", CUSTOMER, stdin="Schöne Grüße\n".encode())
    assert done.returncode == 0, done.stderr.decode()
    (kept,) = world.mail(OUTSIDE)
    assert b"\r\nFrom: " in kept
    assert b"support@muster.example" in kept
    assert "Schöne Grüße".encode("latin-1") in kept


def test_neomutt_reads(run: Run, world: World, tmp_path: Path, token: Path) -> None:
    for raw in (FORWARDED, ODD):
        world.put(SUPPORT, raw)
    run("neomutt", "-v")
    settings, copy = neomutt(world, tmp_path, token), tmp_path / "copy"
    keys = f"<tag-pattern>~A<enter><tag-prefix><copy-message>{copy}<enter><quit>"
    screen = _on_a_screen(["neomutt", "-F", str(settings), "-e", f'push "{keys}"'])
    assert copy.exists(), screen[-2000:].decode("utf-8", "replace")
    subjects = [message["Subject"] for message in mailbox.mbox(copy)]
    assert sorted(subjects) == ["=?utf-8?q?Gr=C3=BC=C3=9Fe?=", "Anfrage"]


def _on_a_screen(command: list[str]) -> bytes:
    """What a program without a terminal would not start for; everything it wrote."""
    near, far = pty.openpty()
    environment = {**os.environ, "TERM": "xterm", "HOME": "/nonexistent", "LC_ALL": "C.UTF-8"}
    process = subprocess.Popen(command, stdin=far, stdout=far, stderr=far, env=environment)
    os.close(far)
    screen, ends = b"", time.monotonic() + 30
    while time.monotonic() < ends and process.poll() is None:
        if select.select([near], [], [], 0.2)[0]:
            with contextlib.suppress(OSError):  # the other end of a terminal closes with an error
                screen += os.read(near, 65536)
    os.close(near)
    process.kill()
    process.wait(10)
    return screen
