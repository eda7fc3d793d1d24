"""The sample organisation of a new home: people, shared mailboxes, some rights, and Poststelle's own app registration.

Anna      may read and send as support@     (and is the administrator who may consent for all)
Bernd     may send as support@, not read it
Frank     holds nothing
"""

import json
import os
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from poststelle.model.address import Address
from poststelle.model.rights import Right
from poststelle.sandbox.issuer.permissions import MAIL, OPENID
from poststelle.sandbox.organisation import Organisation
from poststelle.sandbox.parts import Parts
from poststelle.sandbox.registrations import EVERYBODY, App, Platform, RedirectUri

PASSWORD = "Muster-2026!"  # noqa: S105 - everybody's, and said so on the first page
APP_NAME = "Poststelle"
APP_FILE = "poststelle-app.json"
SECRET_LIFETIME = timedelta(days=730)
ROLES = ("Exchange.ManageAsApp", "IMAP.AccessAsApp", "POP.AccessAsApp", "SMTP.SendAsApp")

PEOPLE = (  # name, local part, language, licensed
    ("Anna Berger", "anna.berger", "de", True),
    ("Bernd Krause", "bernd.krause", "de", True),
    ("Carla Neumann", "carla.neumann", "de", True),
    ("Emily Watson", "emily.watson", "en", True),
    ("Frank Schröder", "frank.schroeder", "de", True),
    ("Gülay Yıldız", "guelay.yildiz", "de", True),
    ("James O’Connor", "james.oconnor", "en", True),
    ("Lena Vogt", "lena.vogt", "de", False),
)
MAILBOXES = (
    ("Support", "support"),
    ("Rechnungswesen", "rechnung"),
    ("Bewerbungen", "bewerbung"),
    ("Sales", "sales"),
)
READ, SEND_AS, ON_BEHALF = Right.READ_AND_MANAGE, Right.SEND_AS, Right.SEND_ON_BEHALF
GRANTS = (
    ("support", "anna.berger", (READ, SEND_AS)),
    ("support", "bernd.krause", (SEND_AS,)),
    ("support", "carla.neumann", (READ, ON_BEHALF)),
    ("support", "emily.watson", (READ, SEND_AS, ON_BEHALF)),
    ("rechnung", "anna.berger", (READ,)),
    ("rechnung", "carla.neumann", (READ, SEND_AS)),
    ("sales", "emily.watson", (READ, SEND_AS)),
    ("sales", "james.oconnor", (READ, ON_BEHALF)),
)


def found(organisation: Organisation) -> None:
    """People, mailboxes and rights, if the organisation has nobody yet."""
    if organisation.people():
        return
    at = organisation.domain
    for name, local, language, licensed in PEOPLE:
        person = organisation.add_person(name, Address(f"{local}@{at}"), PASSWORD, language=language, licensed=licensed)
        if local == "anna.berger":
            organisation.change_person(replace(person, administrator=True))
    for name, local in MAILBOXES:
        organisation.add_mailbox(name, Address(f"{local}@{at}"))
    for mailbox, person_local, rights in GRANTS:
        for right in rights:
            organisation.grant(f"{mailbox}@{at}", f"{person_local}@{at}", right)


def register_poststelle(parts: Parts, home: Path, redirect_urls: Iterable[str]) -> App:
    """Poststelle's registration. Its secret goes to a file for the owner alone: nobody is there to copy it."""
    path = home / APP_FILE
    kept = json.loads(path.read_text("utf-8")) if path.exists() else {}
    app = parts.registrations.app(kept.get("client_id", ""))
    if app is None:
        kept = {}
        app = parts.registrations.register(APP_NAME, (), (*OPENID, *MAIL, *ROLES))
        app = replace(app, public=True)  # for the device code
        parts.registrations.consent(app.client_id, EVERYBODY, ROLES)
    app = _with_redirects(parts, app, redirect_urls)
    if "client_secret" not in kept:
        secret, value = parts.registrations.new_secret(app.client_id, APP_NAME, parts.now() + SECRET_LIFETIME)
        kept = {"secret_id": secret.id, "client_secret": value.reveal()}
    _write(path, kept | _facts(parts, app))
    return app


def _with_redirects(parts: Parts, app: App, urls: Iterable[str]) -> App:
    known = {redirect.uri for redirect in app.redirects}
    more = tuple(RedirectUri(url, Platform.WEB) for url in dict.fromkeys(urls) if url not in known)
    app = replace(app, redirects=app.redirects + more)
    parts.registrations.keep(app)
    return app


def _facts(parts: Parts, app: App) -> dict[str, object]:
    return {
        "tenant": parts.organisation.tenant,
        "client_id": app.client_id,
        "redirect_urls": [redirect.uri for redirect in app.redirects],
        "issuer": parts.signer.issuer,
        "base": parts.base,
        "admin_api": f"{parts.base}/admin/api",
        "ca_file": str(parts.ca),
    }


def _write(path: Path, content: dict[str, object]) -> None:
    """In one step, so that a reader never sees half of it."""
    draft = path.with_suffix(".new")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        json.dump(content, file, indent=2, ensure_ascii=False)
    draft.replace(path)
