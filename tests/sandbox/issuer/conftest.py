"""An issuer without pages and without a process: the rules on a clock that a test can move."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from poststelle.model.address import Address
from poststelle.sandbox.issuer.permissions import MAIL, OPENID
from poststelle.sandbox.issuer.refusals import Refusal
from poststelle.sandbox.issuer.signing import Signer
from poststelle.sandbox.issuer.tenants import Tenant
from poststelle.sandbox.organisation import Organisation, Person
from poststelle.sandbox.parts import Parts
from poststelle.sandbox.registrations import App, Platform, RedirectUri, Registrations
from poststelle.sandbox.state import State
from poststelle.sandbox.tickets import Tickets

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
CALLBACK = "https://poststelle.example/callback"
SPA_CALLBACK = "https://spa.example/callback"
NATIVE_CALLBACK = "http://localhost/callback"
ROLES = ("Exchange.ManageAsApp", "IMAP.AccessAsApp")


class Clock:
    def __init__(self) -> None:
        self.at = NOON

    def __call__(self) -> datetime:
        return self.at

    def forward(self, **time: float) -> None:
        self.at += timedelta(**time)


class Tokens:
    def __init__(self) -> None:
        self.made = 0

    def __call__(self) -> str:
        self.made += 1
        return f"{self.made:06d}{'x' * 37}"


@dataclass(frozen=True, slots=True)
class House:
    """An organisation with Alice, and an app with a secret."""

    parts: Parts
    clock: Clock
    alice: Person
    app: App
    secret: str
    secret_id: str
    tenant: Tenant

    def client(self, **more: str) -> dict[str, str]:
        return {"client_id": self.app.client_id, "client_secret": self.secret, **more}


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    state, clock = State(tmp_path / "state.sqlite3"), Clock()
    organisation = Organisation.open(state, clock)
    registrations = Registrations(state, clock, Tokens())
    parts = Parts(
        organisation=organisation,
        registrations=registrations,
        tickets=Tickets(state, clock, Tokens()),
        signer=Signer.open(tmp_path / "key.pem", "http://127.0.0.1:8700", organisation.tenant),
        base="http://127.0.0.1:8700",
        ca=tmp_path / "ca.pem",
        now=clock,
        below=lambda end: end - 1,
    )
    alice = organisation.add_person("Alice", Address("alice@muster.example"), "alice's password")
    redirects = (
        RedirectUri(CALLBACK),
        RedirectUri(SPA_CALLBACK, Platform.SPA),
        RedirectUri(NATIVE_CALLBACK, Platform.NATIVE),
    )
    app = registrations.register("Poststelle", redirects, (*OPENID, *MAIL, *ROLES))
    secret, value = registrations.new_secret(app.client_id, "first", NOON + timedelta(days=30))
    registrations.consent(app.client_id, alice.id, (*OPENID, *MAIL))
    tenant = Tenant(organisation.tenant, specific=True)
    yield House(parts, clock, alice, app, value.reveal(), secret.id, tenant)
    state.close()


def numbered(refusal: pytest.ExceptionInfo[Refusal]) -> tuple[int, str, int]:
    return refusal.value.number, refusal.value.error, refusal.value.sort.status


def changed(house: House, **fields: Any) -> None:
    house.parts.registrations.keep(replace(house.app, **fields))
