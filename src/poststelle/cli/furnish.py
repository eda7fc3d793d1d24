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
from poststelle.mailroom import apply, configure, keyring, persons
from poststelle.model.address import Address
from poststelle.model.person import Person
from poststelle.sandbox import founding
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
        app = _table("app", _app(ready))
        _apply(installation, app)
        people = [_table("person", fields) for fields in _people(installation, kept["password"])]
        _apply(installation, "\n".join([app, *people]))
    administrator = persons.first_administrator()
    assert administrator is not None
    return Furnished(administrator, kept["password"], founding.PASSWORD)


def _apply(installation: Installation, document: str) -> None:
    """By the same way as an administrator's file; it stays to be looked at."""
    file = installation.home / "demo.toml"
    file.unlink(missing_ok=True)
    keep_private(file, document)
    asyncio.run(apply.apply(installation.parts, apply.read(file)))


def _app(ready: Mapping[str, Any]) -> dict[str, object]:
    registered = json.loads(Path(ready["app_file"]).read_text())
    return {
        "name": APP,
        "provider": "sandbox",
        "tenant": registered["tenant"],
        "issuer": ready["url"],
        "client_id": registered["client_id"],
        "client_secret": registered["client_secret"],
        "redirect_url": registered["redirect_urls"][0],
        "ca_file": registered["ca_file"],
    }


def _people(installation: Installation, password: str) -> list[dict[str, object]]:
    """Everybody of the sandbox's directory; the first one administers Poststelle."""
    found = asyncio.run(_directory(installation))
    return [
        {"name": name, "address": address, "administrator": place == 0, "password": password}
        for place, (name, address) in enumerate(found)
    ]


async def _directory(installation: Installation) -> list[tuple[str, Address]]:
    parts = installation.parts
    app = next(app for app in await asyncio.to_thread(configure.apps, None) if app.name == APP)
    directory = parts.providers[app.provider].directory
    assert directory is not None
    token = await keyring.app_only_token(parts, app.id, directory.scopes)
    return await directory.people(parts.network, app, token)


def _table(name: str, fields: Mapping[str, object]) -> str:
    # a JSON string or truth value is a TOML one as well
    return "\n".join([f"[[{name}]]", *(f"{key} = {json.dumps(value)}" for key, value in fields.items()), ""])
