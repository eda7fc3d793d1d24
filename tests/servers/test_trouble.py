"""Bad input and broken peers: each a clear message that names the cause, and nothing lost."""

import secrets
import socket
import subprocess
import threading
import time
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from tests.servers.bed.all import ALICE, BOB, CARLA, SUPPORT, Bed
from tests.servers.bed.certificates import Authority
from tests.servers.bed.process import free_ports
from tests.servers.bed.proxy import CuttingProxy
from tests.servers.command import Command
from tests.servers.conftest import Office, company
from tests.servers.letters import as_the_server_gives_them, deliver

pytestmark = [pytest.mark.servers, pytest.mark.xdist_group("servers"), pytest.mark.timeout(300)]

DELIVERED = 90_000


def red_steps(office: Office, *words: str) -> dict[str, str]:
    """Code of each failed step of a check that must be red."""
    report = office.run("check", SUPPORT, "--as", ALICE, "--json", *words, expect=1)
    findings = [finding for line in report.lines for finding in line.get("findings", [line]) if "step" in finding]
    return {finding["step"]: finding["code"] for finding in findings if finding["status"] == "failed"}


@pytest.mark.parametrize(
    ("changes", "step", "code"),
    [
        ({"host": "no-such-host.invalid"}, "name", "dns-"),
        ({"port": "closed"}, "connection", "tcp-refused"),
        ({"encryption": "tls", "port": "starttls-port"}, "encryption", "tls-"),
        ({"encryption": "starttls", "port": "tls-port"}, "greeting", ""),
    ],
)
def test_a_wrong_server_setting_is_named_at_its_step(
    office: Office, changes: dict[str, str], step: str, code: str
) -> None:
    ports = {
        "closed": str(free_ports(1)[0]),
        "starttls-port": str(office.bed.dovecot.imap),
        "tls-port": str(office.bed.dovecot.imaps),
    }
    settings = {name: ports.get(value, value) for name, value in changes.items()}
    office.apply(company(office))
    office.sign_in(ALICE)
    office.apply(company(office, **settings))
    started = time.monotonic()

    red = red_steps(office)

    assert step in red or (step == "greeting" and "encryption" in red), red
    assert any(found.startswith(code) for found in red.values())
    assert time.monotonic() - started < 60
    failed = office.run("fetch", SUPPORT, expect=1)
    assert failed.err.strip()
    assert "Traceback" not in failed.err


@contextmanager
def tls_server(bed: Bed, cert: Path, key: Path) -> Iterator[int]:
    """Something that shows this certificate and then says nothing useful."""
    import ssl

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    listener = socket.create_server(("127.0.0.1", 0))
    listener.settimeout(0.2)
    ended = threading.Event()

    def serve() -> None:
        while not ended.is_set():
            try:
                line, _ = listener.accept()
                with context.wrap_socket(line, server_side=True) as secure:
                    secure.sendall(b"* OK hello\r\n")
            except OSError:
                continue

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield listener.getsockname()[1]
    finally:
        ended.set()
        thread.join()
        listener.close()


@pytest.mark.parametrize("kind", ["expired", "foreign", "other-name"])
def test_a_bad_certificate_is_named_and_not_accepted(office: Office, tmp_path: Path, kind: str) -> None:
    ours = Authority("ours")
    authority = Authority("foreign") if kind == "foreign" else ours
    valid = timedelta(days=-1) if kind == "expired" else timedelta(days=5)
    host = "mail.example.org" if kind == "other-name" else "localhost"
    certificate = authority.issue(tmp_path / "bad", host=host, valid=valid)
    office.apply(company(office))
    office.sign_in(ALICE)
    (office.run.home.parent / "ours.pem").write_bytes(ours.pem)

    with tls_server(office.bed, certificate.cert, certificate.key) as port:
        office.apply(company(office, port=str(port), ca="ours.pem"))
        red = red_steps(office)

    assert red["encryption"].startswith("tls-"), red
    words = {"expired": "expired", "foreign": "tls-", "other-name": "name"}
    assert words[kind] in red["encryption"]


def test_a_wrong_client_secret_is_a_401_that_names_the_secret(office: Office) -> None:
    office.apply(company(office, secret="not-the-secret"))

    refused = office.sign_in(ALICE)

    assert refused.code == 1
    assert "401" in refused.err + refused.out
    assert refused.page is not None
    assert "401" in refused.page.text


def test_an_unknown_client_ends_on_the_provider_page_and_the_check_says_so(office: Office) -> None:
    office.apply(company(office, client_id="nobody"))
    with office.run.running("authorize", SUPPORT, "--as", ALICE, "--no-browser", "--timeout", "2") as child:
        assert child.stdout is not None
        assert child.stdout.readline().startswith(b"http")
        _, err = child.communicate(timeout=30)
        assert child.returncode == 1
        assert err.strip()
        assert b"Traceback" not in err


def test_an_unknown_issuer_is_named(office: Office) -> None:
    office.apply(company(office, issuer=f"https://127.0.0.1:{free_ports(1)[0]}/op"))

    failed = office.run("authorize", SUPPORT, "--as", ALICE, "--no-browser", expect=1)

    assert failed.err.strip()
    assert "Traceback" not in failed.err


def test_a_wrong_redirect_is_not_waited_for_without_end(office: Office) -> None:
    redirect = f"http://127.0.0.1:{office.redirect_port}/elsewhere"
    office.apply(company(office, redirect=redirect))
    with office.run.running("authorize", SUPPORT, "--as", ALICE, "--no-browser", "--timeout", "2") as child:
        _, err = child.communicate(timeout=30)
        assert child.returncode == 1
        assert err.strip()


def test_refused_consent_is_told_in_words(office: Office) -> None:
    office.apply(company(office))

    refused = office.sign_in(ALICE, accept=False)

    assert refused.code == 1
    assert refused.err.strip()
    assert "Traceback" not in refused.err


def test_the_wrong_account_is_warned_about(office: Office) -> None:
    """Alice at Poststelle, Carla at the provider."""
    office.apply(company(office))

    warned = office.sign_in(ALICE, account=CARLA)

    assert CARLA in warned.out + warned.err
    assert red_steps(office)


def test_a_missing_right_is_named(office: Office) -> None:
    office.apply(company(office))

    refused = office.run("fetch", SUPPORT, "--as", BOB, expect=3)

    assert "read" in refused.err.lower()


def test_a_line_that_breaks_in_a_message_loses_nothing(office: Office) -> None:
    server = office.bed.dovecot
    for number in range(3):
        body = secrets.token_hex(400_000).encode()
        lines = b"\r\n".join(body[start : start + 900] for start in range(0, len(body), 900))
        deliver(server.base, server.uid, b"Subject: cut %d\r\n\r\n" % number + lines, DELIVERED + number)
    with CuttingProxy(server.imaps) as proxy:
        office.apply(company(office, port=str(proxy.port)))
        office.sign_in(ALICE)
        proxy.cut_after = 1_200_000
        broken = office.run("fetch", SUPPORT, expect=1, timeout=120)
        proxy.cut_after = None
        office.run("fetch", SUPPORT, timeout=120)

    assert broken.err.strip()
    listed = office.run("messages", SUPPORT, "--folder", "INBOX", "--limit", "1000", "--json").lines
    kept = sorted(office.run("show", SUPPORT, str(line["id"]), "--raw").out for line in listed)
    assert kept == sorted(as_the_server_gives_them(office.bed, server.imaps))


def test_a_full_disk_is_said_and_the_next_fetch_makes_up_for_it(bed: Bed, tmp_path: Path) -> None:
    small = tmp_path / "small"
    small.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(small)], check=True)
    try:
        office = Office(bed, Command(small / "home"), free_ports(1)[0])
        office.run.home.mkdir()
        content = b"Subject: large\r\n\r\n" + b64encode(secrets.token_bytes(9_000_000))
        deliver(bed.dovecot.base, bed.dovecot.uid, content, DELIVERED + 10)
        office.apply(company(office))
        office.sign_in(ALICE)

        full = office.run("fetch", SUPPORT, expect=1, timeout=120)
        assert "disk" in full.err.lower() or "space" in full.err.lower()
        assert "Traceback" not in full.err

        subprocess.run(["mount", "-o", "remount,size=200m", str(small)], check=True)
        office.run("fetch", SUPPORT, timeout=120)
        listed = office.run("messages", SUPPORT, "--folder", "INBOX", "--limit", "1000", "--json").lines
        assert len(listed) == len(as_the_server_gives_them(bed, bed.dovecot.imaps))
    finally:
        subprocess.run(["umount", str(small)], check=True)


def test_a_broken_file_is_named_by_line_and_column(office: Office) -> None:
    file = office.run.home.parent / "broken.toml"
    file.write_text('[[app]]\nname = "corp"\nprovider = generic\n')

    failed = office.run("apply", str(file), expect=2)

    assert "3" in failed.err
    assert "12" in failed.err
    assert "Traceback" not in failed.err


def test_of_two_workers_on_the_same_home_one_is_turned_away(office: Office) -> None:
    office.apply(company(office))
    with office.run.running("worker") as one, office.run.running("worker") as other:
        ended: list[subprocess.Popen[bytes]] = []
        for _ in range(150):
            ended = [child for child in (one, other) if child.poll() is not None]
            if ended:
                break
            time.sleep(0.2)
        assert len(ended) == 1
        assert ended[0].returncode == 1
        assert ended[0].stderr is not None
        said = ended[0].stderr.read().decode()
        assert "worker" in said.lower()
        assert "Traceback" not in said
