"""What the demo puts into a new installation: the sandbox's app registration and a person for everybody there.

Mailboxes, rights and sign-ins are left to whoever walks through the how-to.
"""

import asyncio
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from gettext import gettext as _
from pathlib import Path
from typing import Any

from poststelle.cli.demo import MARK
from poststelle.mailroom import apply, persons
from poststelle.model.person import Person
from poststelle.model.secret import Secret
from poststelle.wiring.files import keep_private
from poststelle.wiring.installation import Installation

APP = "sandbox"


@dataclass(frozen=True, slots=True)
class Furnished:
    administrator: Person
    password: str
    provider_password: str

    def record(self, url: str, ready: Mapping[str, Any], home: Path, seconds: float) -> dict[str, object]:
        return {
            "event": "ready",
            "url": url,
            "address": self.administrator.address,
            "password": self.password,
            "provider_url": ready["admin_url"],
            "provider_password": self.provider_password,
            "people": list(ready["people"]),
            "home": str(home),
            "seconds": round(seconds, 1),
        }

    def text(self, told: Mapping[str, object]) -> str:
        return "\n".join(
            [
                "",
                _("Poststelle           {url}").format(**told),
                _("  sign in as         {address}").format(**told),
                _("  password           {password}").format(**told),
                "",
                _("Sandbox provider     {provider_url}").format(**told),
                _("  everybody's password there: {provider_password}").format(**told),
                _("  The browser warns once: the certificate is the sandbox's own."),
                "",
                _("The other people of the sandbox sign in to Poststelle with the same password as you."),
                _("Everything is kept in {home}. Ctrl-C stops it.").format(**told),
            ]
        )


def furnish(installation: Installation, ready: Mapping[str, Any]) -> Furnished:
    """Nothing is changed that is there already: a second start only reads."""
    home = installation.home
    kept = json.loads(keep_private(home / MARK, json.dumps({"password": secrets.token_urlsafe(9)})))
    if persons.first_administrator() is None:
        document = home / "demo.toml"
        document.unlink(missing_ok=True)  # of a start that did not come to its end
        keep_private(document, _document(ready))
        asyncio.run(apply.apply(installation.parts, apply.read(document)))
        for person in persons.everyone(None):
            persons.set_password(None, person.id, Secret(kept["password"]))
    administrator = persons.first_administrator()
    assert administrator is not None
    return Furnished(administrator, kept["password"], ready.get("password", ""))


def _document(ready: Mapping[str, Any]) -> str:
    """The same kind of file that an administrator writes for `poststelle apply`."""
    registered = json.loads(Path(ready["app_file"]).read_text())
    app = {
        "name": APP,
        "provider": "sandbox",
        "tenant": registered["tenant"],
        "issuer": ready["url"],
        "client_id": registered["client_id"],
        "client_secret": registered["client_secret"],
        "redirect_url": registered["redirect_urls"][0],
        "ca_file": registered["ca_file"],
    }
    people = [
        {"name": _name(address), "address": address, "administrator": place == 0}
        for place, address in enumerate(ready["people"])
    ]
    return "\n".join([_table("app", app), *(_table("person", person) for person in people)])


def _table(name: str, fields: Mapping[str, object]) -> str:
    # a JSON string or truth value is a TOML one as well
    return "\n".join([f"[[{name}]]", *(f"{key} = {json.dumps(value)}" for key, value in fields.items()), ""])


def _name(address: str) -> str:
    return " ".join(part.capitalize() for part in address.partition("@")[0].split("."))
