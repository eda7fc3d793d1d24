"""App registrations: client IDs, redirect URIs, permissions, secrets and who consented to what."""

import hashlib
import hmac
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from sqlite3 import Row

from poststelle.model.errors import NotFound
from poststelle.model.secret import Secret
from poststelle.sandbox.state import State, moment, written

EVERYBODY = "*"  # an administrator's consent, for the whole organisation


class Platform(StrEnum):
    WEB = "web"  # confidential: a secret is needed
    SPA = "spa"  # in the browser: PKCE, no secret
    NATIVE = "native"  # mobile and desktop: no secret


@dataclass(frozen=True, slots=True)
class RedirectUri:
    uri: str
    platform: Platform = Platform.WEB


@dataclass(frozen=True, slots=True)
class App:
    client_id: str
    object_id: str
    name: str
    created: datetime
    public: bool = False  # "Allow public client flows"
    multitenant: bool = False
    enabled: bool = True
    redirects: tuple[RedirectUri, ...] = ()
    permissions: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class AppSecret:
    """The value is shown once and never kept; `hint` is its beginning."""

    id: str
    client_id: str
    description: str
    hint: str
    created: datetime
    expires: datetime
    hash: str = field(repr=False)

    def expired(self, now: datetime) -> bool:
        return self.expires <= now


@dataclass(frozen=True, slots=True)
class Consent:
    client_id: str
    person: str  # `oid`, or EVERYBODY
    permission: str
    given: datetime


class Registrations:
    def __init__(self, state: State, now: Callable[[], datetime], new_token: Callable[[], str]) -> None:
        self._state = state
        self._now = now
        self._new_token = new_token

    def apps(self) -> list[App]:
        return [self._app(row) for row in self._state.rows("SELECT * FROM app ORDER BY name, created")]

    def app(self, client_id: str) -> App | None:
        row = self._state.row("SELECT * FROM app WHERE client_id = ?", client_id.strip().lower())
        return self._app(row) if row else None

    def register(self, name: str, redirects: Iterable[RedirectUri] = (), permissions: Iterable[str] = ()) -> App:
        app = App(
            client_id=str(uuid.uuid4()),
            object_id=str(uuid.uuid4()),
            name=name,
            created=self._now(),
            redirects=tuple(redirects),
            permissions=frozenset(permissions),
        )
        self.keep(app)
        return app

    def keep(self, app: App) -> None:
        """The registration as given: redirect URIs and permissions are replaced as a whole."""
        values = (
            app.client_id,
            app.object_id,
            app.name,
            app.public,
            app.multitenant,
            app.enabled,
            written(app.created),
        )
        with self._state.transaction() as change:
            change.execute(
                "INSERT INTO app VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (client_id) DO UPDATE"
                " SET name = excluded.name, public = excluded.public, multitenant = excluded.multitenant,"
                " enabled = excluded.enabled",
                values,
            )
            change.execute("DELETE FROM app_redirect WHERE client_id = ?", (app.client_id,))
            change.execute("DELETE FROM app_permission WHERE client_id = ?", (app.client_id,))
            change.executemany(
                "INSERT OR IGNORE INTO app_redirect VALUES (?, ?, ?)",
                [(app.client_id, redirect.uri, redirect.platform.value) for redirect in app.redirects],
            )
            change.executemany(
                "INSERT INTO app_permission VALUES (?, ?)", [(app.client_id, name) for name in sorted(app.permissions)]
            )

    def remove(self, client_id: str) -> None:
        with self._state.transaction() as change:
            change.execute("DELETE FROM app WHERE client_id = ?", (client_id,))

    def _app(self, row: Row) -> App:
        client_id = row["client_id"]
        redirects = self._state.rows(
            "SELECT uri, platform FROM app_redirect WHERE client_id = ? ORDER BY rowid", client_id
        )
        permissions = self._state.rows("SELECT permission FROM app_permission WHERE client_id = ?", client_id)
        return App(
            client_id=client_id,
            object_id=row["object_id"],
            name=row["name"],
            created=moment(row["created"]),
            public=bool(row["public"]),
            multitenant=bool(row["multitenant"]),
            enabled=bool(row["enabled"]),
            redirects=tuple(RedirectUri(found["uri"], Platform(found["platform"])) for found in redirects),
            permissions=frozenset(found["permission"] for found in permissions),
        )

    # secrets

    def secrets(self, client_id: str) -> list[AppSecret]:
        rows = self._state.rows("SELECT * FROM app_secret WHERE client_id = ? ORDER BY created", client_id)
        return [_secret(row) for row in rows]

    def new_secret(self, client_id: str, description: str, expires: datetime) -> tuple[AppSecret, Secret[str]]:
        """The secret and its value, which is not to be had a second time."""
        if self.app(client_id) is None:
            raise NotFound("app-unknown", client_id=client_id)
        value = self._new_token()[:40]
        secret = AppSecret(str(uuid.uuid4()), client_id, description, value[:3], self._now(), expires, _hash(value))
        with self._state.transaction() as change:
            change.execute(
                "INSERT INTO app_secret VALUES (?, ?, ?, ?, ?, ?, ?)",
                (
                    secret.id,
                    client_id,
                    description,
                    secret.hint,
                    secret.hash,
                    written(secret.created),
                    written(expires),
                ),
            )
        return secret, Secret(value)

    def remove_secret(self, client_id: str, secret_id: str) -> None:
        with self._state.transaction() as change:
            change.execute("DELETE FROM app_secret WHERE client_id = ? AND id = ?", (client_id, secret_id))

    def secret_of(self, client_id: str, value: str) -> AppSecret | None:
        """The secret, expired or not, whose value this is."""
        sent = _hash(value)
        return next((kept for kept in self.secrets(client_id) if hmac.compare_digest(kept.hash, sent)), None)

    # consents

    def consents(self, client_id: str) -> list[Consent]:
        rows = self._state.rows("SELECT * FROM consent WHERE client_id = ? ORDER BY given, permission", client_id)
        return [Consent(row["client_id"], row["person"], row["permission"], moment(row["given"])) for row in rows]

    def consented(self, client_id: str, person: str) -> frozenset[str]:
        """What the app may do for this person: by the person's own consent or by an administrator's."""
        rows = self._state.rows(
            "SELECT permission FROM consent WHERE client_id = ? AND person IN (?, ?)", client_id, person, EVERYBODY
        )
        return frozenset(row["permission"] for row in rows)

    def consent(self, client_id: str, person: str, permissions: Iterable[str]) -> None:
        given = written(self._now())
        with self._state.transaction() as change:
            change.executemany(
                "INSERT OR IGNORE INTO consent VALUES (?, ?, ?, ?)",
                [(client_id, person, permission, given) for permission in permissions],
            )

    def withdraw(self, client_id: str, person: str) -> None:
        with self._state.transaction() as change:
            change.execute("DELETE FROM consent WHERE client_id = ? AND person = ?", (client_id, person))


def _secret(row: Row) -> AppSecret:
    return AppSecret(
        id=row["id"],
        client_id=row["client_id"],
        description=row["description"],
        hint=row["hint"],
        created=moment(row["created"]),
        expires=moment(row["expires"]),
        hash=row["hash"],
    )


def _hash(value: str) -> str:
    # 240 random bits need no slow hash.
    return hashlib.sha256(value.encode()).hexdigest()
