"""What the issuer hands out and takes back once: authorization codes, refresh tokens, device codes. Kept as hashes."""

import hashlib
import json
import secrets
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from poststelle.sandbox.state import State, moment, moment_or_none, written

CODE_LIFETIME = timedelta(minutes=10)
REFRESH_LIFETIME = timedelta(days=90)
SPA_REFRESH_LIFETIME = timedelta(hours=24)
DEVICE_LIFETIME = timedelta(minutes=15)
USER_CODE_LETTERS = "BCDFGHJKLMNPQRSTVWXZ2346789"  # none that look like one another, no vowels


@dataclass(frozen=True, slots=True)
class Code:
    client_id: str
    person: str  # `oid`
    redirect_uri: str
    scope: str
    nonce: str = ""
    challenge: str = ""
    spa: bool = False


@dataclass(frozen=True, slots=True)
class KeptCode:
    code: Code
    expires: datetime
    redeemed: datetime | None


@dataclass(frozen=True, slots=True)
class RefreshToken:
    client_id: str
    person: str
    family: str  # one sign-in and all that was renewed from it
    scope: str
    spa: bool
    issued: datetime
    expires: datetime
    used: datetime | None = None


class Outcome(StrEnum):
    PENDING = "pending"
    APPROVED = "approved"
    DECLINED = "declined"
    REDEEMED = "redeemed"


@dataclass(frozen=True, slots=True)
class DeviceCode:
    user_code: str
    client_id: str
    scope: str
    outcome: Outcome
    expires: datetime
    person: str = ""


class Tickets:
    def __init__(self, state: State, now: Callable[[], datetime], new_token: Callable[[], str]) -> None:
        self._state = state
        self._now = now
        self._new_token = new_token

    def issue_code(self, code: Code) -> str:
        value = f"1.{self._new_token()}"
        with self._state.transaction() as change:
            change.execute(
                "INSERT INTO code VALUES (?, ?, ?, ?, ?, NULL)",
                (
                    _hash(value),
                    code.client_id,
                    code.person,
                    json.dumps(asdict(code)),
                    written(self._now() + CODE_LIFETIME),
                ),
            )
        return value

    def redeem_code(self, value: str) -> KeptCode | None:
        """The code as it was before; it counts as redeemed from now on, whatever the caller makes of it."""
        with self._state.transaction() as change:
            row = change.execute("SELECT * FROM code WHERE hash = ?", (_hash(value),)).fetchone()
            if row is None:
                return None
            now = written(self._now())
            change.execute("UPDATE code SET redeemed = ? WHERE hash = ? AND redeemed IS NULL", (now, row["hash"]))
        return KeptCode(Code(**json.loads(row["body"])), moment(row["expires"]), moment_or_none(row["redeemed"]))

    def issue_refresh_token(
        self, client_id: str, person: str, scope: str, *, family: str = "", spa: bool = False
    ) -> str:
        value = f"1.{self._new_token()}{self._new_token()}"
        now = self._now()
        lifetime = SPA_REFRESH_LIFETIME if spa else REFRESH_LIFETIME
        with self._state.transaction() as change:
            change.execute(
                "INSERT INTO refresh_token VALUES (?, ?, ?, ?, ?, ?, ?, ?, NULL)",
                (
                    _hash(value),
                    client_id,
                    person,
                    family or secrets.token_hex(16),
                    scope,
                    spa,
                    written(now),
                    written(now + lifetime),
                ),
            )
        return value

    def refresh_token(self, value: str) -> RefreshToken | None:
        row = self._state.row("SELECT * FROM refresh_token WHERE hash = ?", _hash(value))
        if row is None:
            return None
        return RefreshToken(
            client_id=row["client_id"],
            person=row["person"],
            family=row["family"],
            scope=row["scope"],
            spa=bool(row["spa"]),
            issued=moment(row["issued"]),
            expires=moment(row["expires"]),
            used=moment_or_none(row["used"]),
        )

    def use_refresh_token(self, value: str) -> bool:
        """False if somebody was faster."""
        with self._state.transaction() as change:
            done = change.execute(
                "UPDATE refresh_token SET used = ? WHERE hash = ? AND used IS NULL",
                (written(self._now()), _hash(value)),
            )
            return done.rowcount == 1

    def issue_device_code(self, client_id: str, scope: str) -> tuple[str, DeviceCode]:
        value = f"1.{self._new_token()}"
        user_code = "".join(secrets.choice(USER_CODE_LETTERS) for _ in range(9))
        expires = self._now() + DEVICE_LIFETIME
        with self._state.transaction() as change:
            change.execute(
                "INSERT INTO device_code VALUES (?, ?, ?, ?, '', ?, ?)",
                (_hash(value), user_code, client_id, scope, Outcome.PENDING.value, written(expires)),
            )
        return value, DeviceCode(user_code, client_id, scope, Outcome.PENDING, expires)

    def device_code(self, value: str) -> DeviceCode | None:
        return self._device("hash", _hash(value))

    def device_code_of(self, user_code: str) -> DeviceCode | None:
        return self._device("user_code", user_code.strip().upper().replace("-", ""))

    def settle_device(self, user_code: str, before: Outcome, after: Outcome, person: str = "") -> bool:
        """Move the device code on; False if it is not where the caller thinks."""
        with self._state.transaction() as change:
            done = change.execute(
                "UPDATE device_code SET outcome = ?, person = CASE ? WHEN '' THEN person ELSE ? END"
                " WHERE user_code = ? AND outcome = ?",
                (after.value, person, person, user_code, before.value),
            )
            return done.rowcount == 1

    def forget_expired(self) -> None:
        """Codes that ended an hour ago; refresh tokens stay a while, so that their refusal can name the reason."""
        hour, month = (written(self._now() - ago) for ago in (timedelta(hours=1), timedelta(days=30)))
        with self._state.transaction() as change:
            change.execute("DELETE FROM code WHERE expires < ?", (hour,))
            change.execute("DELETE FROM device_code WHERE expires < ?", (hour,))
            change.execute("DELETE FROM refresh_token WHERE expires < ?", (month,))

    def _device(self, column: str, value: str) -> DeviceCode | None:
        row = self._state.row(f"SELECT * FROM device_code WHERE {column} = ?", value)  # noqa: S608 - one of two columns
        if row is None:
            return None
        return DeviceCode(
            user_code=row["user_code"],
            client_id=row["client_id"],
            scope=row["scope"],
            outcome=Outcome(row["outcome"]),
            expires=moment(row["expires"]),
            person=row["person"],
        )


def _hash(value: str) -> str:
    return hashlib.sha256(value.encode()).hexdigest()
