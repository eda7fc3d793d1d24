"""After a whole day's work no secret stands anywhere in plain: not on the screen, not in the home."""

import base64
import json
import subprocess
import sys

from tests.flows.office import Office
from tests.flows.service import end, until, working
from tests.servers.command import Ended

PASSWORD = "Geheim-7311-Wort!"
UNSEAL = """
import json, sys
from pathlib import Path
from poststelle.wiring.installation import open_home
parts = open_home(Path(sys.argv[1])).parts
from poststelle.store import vault
from poststelle.store.models import Sealed
kept = [vault.get(parts.vault, one.owner, one.row, one.kind).reveal() for one in Sealed.objects.all()]
print(json.dumps(kept))
"""


def test_no_secret_is_found_in_plain_after_a_full_run(blank: Office) -> None:
    said = a_day(blank)

    secrets = unsealed(blank)
    places = {str(path): path.read_bytes() for path in blank.run.home.rglob("*") if path.is_file()}
    places["screen"] = b"\n".join(said)

    assert {PASSWORD, blank.tenant.app["client_secret"]} <= set(secrets)
    assert sum(one.startswith("eyJ") for one in secrets) >= 2, "access tokens"
    assert sum(one.startswith("1.") for one in secrets) >= 1, "a refresh token"
    for secret in filter(lambda one: len(one) > 8, secrets):  # shorter ones are marks
        for form in written(secret.encode()):
            assert [place for place, octets in places.items() if form in octets] == []
    assert not [place for place, octets in places.items() if b"eyJhbGciOi" in octets], "a token that nobody sealed"


def written(secret: bytes) -> tuple[bytes, ...]:
    """As it is, and as protocols put it."""
    return secret, base64.b64encode(secret).rstrip(b"=")[:-1], secret.hex().encode()


def a_day(office: Office) -> list[bytes]:
    """All that was said on the way."""
    office.apply()
    office.tenant.mailbox_password(office.address, PASSWORD)
    office = office.changed(incoming={"password": PASSWORD})
    done = office.sign_in()
    assert done.code == 0, done
    assert done.page is not None
    address = office.address
    ended: list[Ended] = [office.run("authorize", address, "--as", office.first, "--timeout", "1", expect=1)]
    for words in (
        ("check", address, "--as", office.first, "--send-test"),
        ("check", address, "--as", office.first, "--json"),
        ("fetch", address, "--json"),
        ("messages", address, "--json"),
        ("rights", address, "--json"),
        ("mailbox", "list", "--json"),
    ):
        ended.append(office.run(*words))
    ended.append(office.send("one"))
    with office.tenant.switched(smtp_auth_disabled="on"):
        ended.append(office.send("refused", expect=1))
    wrong = office.changed(settings={"client_secret": "wrong~secret~of~the~app"})
    ended.append(wrong.run("check", address, "--as", office.first, expect=1))
    office.apply()
    with working(office) as worker:
        until(lambda: office.listed() != [])
        end(worker)
        out, err = worker.communicate(timeout=10)
    texts = [done.out, done.err, done.page.text, *(one.err for one in ended)]
    return [out, err, *(one.out for one in ended), *(text.encode() for text in texts)]


def unsealed(office: Office) -> list[str]:
    """Every secret the installation keeps, opened with its own key."""
    words = [sys.executable, "-c", UNSEAL, str(office.run.home)]
    ended = subprocess.run(words, capture_output=True, env=office.run.environment, timeout=30, check=True)
    return [str(one) for one in json.loads(ended.stdout)]
