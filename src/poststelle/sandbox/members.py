"""Who and what belongs to the organisation, as frozen values, and how a row of the state becomes one."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from sqlite3 import Row

from poststelle.model.address import Address
from poststelle.model.rights import Right
from poststelle.sandbox.state import moment


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the organisation with an own mailbox; `address` is the UPN as well."""

    id: str  # GUID, the claim `oid`
    address: Address
    name: str
    password: str = field(repr=False)  # hash
    licensed: bool = True
    enabled: bool = True
    administrator: bool = False  # may consent for the organisation
    language: str = "de"  # names the folders
    smtp_auth: bool | None = None  # None: as the organisation says
    created: datetime | None = None
    grants_valid_from: datetime | None = None  # sign-ins before this moment count no more


@dataclass(frozen=True, slots=True)
class SharedMailbox:
    id: str
    address: Address
    name: str
    password: str = field(repr=False, default="")  # hash; empty: none, as it should be
    language: str = "de"
    created: datetime | None = None

    @property
    def has_password(self) -> bool:
        return bool(self.password)

    @property
    def enabled(self) -> bool:
        """Without a password of its own its sign-in is blocked, which is how a shared mailbox should be."""
        return bool(self.password)

    @property
    def grants_valid_from(self) -> datetime | None:
        return self.created


@dataclass(frozen=True, slots=True)
class Grant:
    mailbox: Address
    person: Address
    right: Right
    granted_at: datetime
    effective_at: datetime

    def effective(self, now: datetime) -> bool:
        return self.effective_at <= now


class Standing(StrEnum):
    """What a right is worth at the moment."""

    NONE = "none"
    WAITING = "waiting"
    EFFECTIVE = "effective"


PERSON_COLUMNS = (
    "id",
    "address",
    "name",
    "password",
    "licensed",
    "enabled",
    "administrator",
    "language",
    "smtp_auth",
    "created",
    "grants_valid_from",
)
MAILBOX_COLUMNS = ("id", "address", "name", "password", "language", "created")
GRANTS = (
    "SELECT m.address AS mailbox, p.address AS person, g.right, g.granted_at, g.effective_at FROM mailbox_grant g"
    " JOIN mailbox m ON m.id = g.mailbox JOIN person p ON p.id = g.person"
)


def person_of(row: Row) -> Person:
    return Person(
        id=row["id"],
        address=Address(row["address"]),
        name=row["name"],
        password=row["password"],
        licensed=bool(row["licensed"]),
        enabled=bool(row["enabled"]),
        administrator=bool(row["administrator"]),
        language=row["language"],
        smtp_auth=None if row["smtp_auth"] is None else bool(row["smtp_auth"]),
        created=moment(row["created"]),
        grants_valid_from=moment(row["grants_valid_from"]),
    )


def mailbox_of(row: Row) -> SharedMailbox:
    return SharedMailbox(
        id=row["id"],
        address=Address(row["address"]),
        name=row["name"],
        password=row["password"],
        language=row["language"],
        created=moment(row["created"]),
    )


def grant_of(row: Row) -> Grant:
    return Grant(
        mailbox=Address(row["mailbox"]),
        person=Address(row["person"]),
        right=Right(row["right"]),
        granted_at=moment(row["granted_at"]),
        effective_at=moment(row["effective_at"]),
    )
