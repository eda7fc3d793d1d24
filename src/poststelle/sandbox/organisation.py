"""The organisation: people, shared mailboxes, who holds which right, and the switches of the tenant.

    organisation = Organisation.open(State(path), now)
    organisation.holds(mailbox.address, person.address, Right.SEND_AS, now)

A right holds from `effective_at` on, which is the moment of granting plus the tenant's delay: real directories
take minutes to an hour, and a program that has never waited for it has never met it.
"""

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from sqlite3 import IntegrityError
from typing import Self

from poststelle.model.address import Address
from poststelle.model.errors import Conflict, NotFound
from poststelle.model.rights import Right
from poststelle.sandbox import passwords
from poststelle.sandbox.members import (
    GRANTS,
    MAILBOX_COLUMNS,
    PERSON_COLUMNS,
    Grant,
    Person,
    SharedMailbox,
    Standing,
    grant_of,
    mailbox_of,
    person_of,
)
from poststelle.sandbox.state import State, moment, written
from poststelle.sandbox.switches import Switches, read_switches, write_switches

__all__ = ["Grant", "Organisation", "Person", "SharedMailbox", "Standing"]

DOMAIN = "muster.example"
NAME = "Muster GmbH"


class Organisation:
    def __init__(self, state: State, now: Callable[[], datetime]) -> None:
        self._state = state
        self._now = now
        kept = {row["key"]: row["value"] for row in state.rows("SELECT key, value FROM organisation")}
        self.tenant = kept["tenant"]
        self.domain = kept["domain"]
        self.name = kept["name"]

    @classmethod
    def open(cls, state: State, now: Callable[[], datetime], domain: str = DOMAIN, name: str = NAME) -> Self:
        """The organisation of this state; a new state gets one without people."""
        first = {"tenant": str(uuid.uuid4()), "domain": domain, "name": name}
        with state.transaction() as change:
            change.executemany("INSERT OR IGNORE INTO organisation VALUES (?, ?)", first.items())
        return cls(state, now)

    # people

    def people(self) -> list[Person]:
        return [person_of(row) for row in self._state.rows("SELECT * FROM person ORDER BY name, address")]

    def person(self, address: str) -> Person | None:
        row = self._state.row("SELECT * FROM person WHERE address = ?", address.strip().lower())
        return person_of(row) if row else None

    def person_by_id(self, person: str) -> Person | None:
        row = self._state.row("SELECT * FROM person WHERE id = ?", person)
        return person_of(row) if row else None

    def identity(self, who: str) -> "Person | SharedMailbox | None":
        """Whose `oid` it is: a shared mailbox can sign in as well, if somebody gave it a password."""
        row = self._state.row("SELECT * FROM mailbox WHERE id = ?", who)
        return mailbox_of(row) if row else self.person_by_id(who)

    def add_person(
        self,
        name: str,
        address: Address,
        password: str,
        *,
        language: str = "de",
        licensed: bool = True,
        administrator: bool = False,
    ) -> Person:
        now = self._now()
        person = Person(
            id=str(uuid.uuid4()),
            address=address,
            name=name,
            password=passwords.hashed(password),
            licensed=licensed,
            administrator=administrator,
            language=language,
            created=now,
            grants_valid_from=now,
        )
        self._refuse_taken(address)
        self._write_person(person)
        return person

    def change_person(self, person: Person) -> None:
        """Keep name, licence, language and the switches of the person as given. Blocking ends the sign-ins."""
        before = self.person_by_id(person.id)
        if before is None:
            raise NotFound("person-unknown", person=person.address)
        if before.enabled and not person.enabled:
            person = replace(person, grants_valid_from=self._now())
        self._write_person(person)

    def set_password(self, person: Person, password: str) -> None:
        """An administrator's reset: it ends the sign-ins made before."""
        self._write_person(replace(person, password=passwords.hashed(password), grants_valid_from=self._now()))

    def revoke_sign_ins(self, person: Person) -> None:
        self._write_person(replace(person, grants_valid_from=self._now()))

    def check_password(self, address: str, password: str) -> Person | None:
        """The person, if the password is right; whether the person is enabled is the caller's question."""
        person = self.person(address)
        return person if person and passwords.matches(password, person.password) else None

    def may_submit(self, person: Person) -> bool:
        """SMTP AUTH: the person's own switch beats the organisation's."""
        if person.smtp_auth is not None:
            return person.smtp_auth
        return not self.switches().smtp_auth_disabled

    # shared mailboxes

    def mailboxes(self) -> list[SharedMailbox]:
        return [mailbox_of(row) for row in self._state.rows("SELECT * FROM mailbox ORDER BY name, address")]

    def mailbox(self, address: str) -> SharedMailbox | None:
        row = self._state.row("SELECT * FROM mailbox WHERE address = ?", address.strip().lower())
        return mailbox_of(row) if row else None

    def owner(self, address: str) -> Person | SharedMailbox | None:
        """Whose mailbox an address names; None is an address the organisation does not have."""
        return self.person(address) or self.mailbox(address)

    def addresses(self) -> list[Address]:
        """Every address that receives mail: licensed people and shared mailboxes."""
        own = [person.address for person in self.people() if person.licensed]
        return own + [mailbox.address for mailbox in self.mailboxes()]

    def add_mailbox(self, name: str, address: Address, *, language: str = "de") -> SharedMailbox:
        self._refuse_taken(address)
        mailbox = SharedMailbox(str(uuid.uuid4()), address, name, language=language, created=self._now())
        self._write_mailbox(mailbox)
        return mailbox

    def rename_mailbox(self, mailbox: SharedMailbox, name: str) -> None:
        self._write_mailbox(replace(mailbox, name=name))

    def set_mailbox_password(self, mailbox: SharedMailbox, password: str | None) -> None:
        self._write_mailbox(replace(mailbox, password=passwords.hashed(password) if password else ""))

    def remove_mailbox(self, address: str) -> None:
        with self._state.transaction() as change:
            change.execute("DELETE FROM mailbox WHERE address = ?", (address.strip().lower(),))

    def check_mailbox_password(self, address: str, password: str) -> SharedMailbox | None:
        mailbox = self.mailbox(address)
        return mailbox if mailbox and passwords.matches(password, mailbox.password) else None

    # rights

    def grants(self, mailbox: str) -> list[Grant]:
        return [
            grant_of(row)
            for row in self._state.rows(GRANTS + " WHERE m.address = ? ORDER BY p.name", mailbox.strip().lower())
        ]

    def grants_of(self, person: str) -> list[Grant]:
        return [
            grant_of(row)
            for row in self._state.rows(GRANTS + " WHERE p.address = ? ORDER BY m.name", person.strip().lower())
        ]

    def grant(self, mailbox: str, person: str, right: Right) -> Grant:
        """Granting twice keeps the first moment."""
        holder, box = self.person(person), self.mailbox(mailbox)
        if holder is None:
            raise NotFound("person-unknown", person=person)
        if box is None:
            raise NotFound("mailbox-unknown", mailbox=mailbox)
        now = self._now()
        effective = now + timedelta(seconds=self.switches().grant_delay_seconds)
        with self._state.transaction() as change:
            change.execute(
                "INSERT OR IGNORE INTO mailbox_grant VALUES (?, ?, ?, ?, ?)",
                (box.id, holder.id, right.value, written(now), written(effective)),
            )
        return next(grant for grant in self.grants(mailbox) if grant.person == holder.address and grant.right is right)

    def revoke(self, mailbox: str, person: str, right: Right) -> None:
        with self._state.transaction() as change:
            change.execute(
                "DELETE FROM mailbox_grant WHERE right = ? AND mailbox = (SELECT id FROM mailbox WHERE address = ?)"
                " AND person = (SELECT id FROM person WHERE address = ?)",
                (right.value, mailbox.strip().lower(), person.strip().lower()),
            )

    def standing(self, mailbox: str, person: str, right: Right, now: datetime) -> Standing:
        for grant in self.grants_of(person):
            if grant.mailbox == mailbox.strip().lower() and grant.right is right:
                return Standing.EFFECTIVE if grant.effective(now) else Standing.WAITING
        return Standing.NONE

    def holds(self, mailbox: str, person: str, right: Right, now: datetime) -> bool:
        return self.standing(mailbox, person, right, now) is Standing.EFFECTIVE

    # switches

    def switches(self) -> Switches:
        return read_switches(self._state)

    def change_switches(self, switches: Switches) -> None:
        """A shorter delay reaches the rights that are still waiting; a longer one takes nothing back."""
        with self._state.transaction() as change:
            write_switches(change, switches)
            delay = timedelta(seconds=switches.grant_delay_seconds)
            for row in change.execute("SELECT rowid, granted_at, effective_at FROM mailbox_grant").fetchall():
                sooner = written(moment(row["granted_at"]) + delay)
                if sooner < row["effective_at"]:
                    change.execute("UPDATE mailbox_grant SET effective_at = ? WHERE rowid = ?", (sooner, row["rowid"]))

    def _refuse_taken(self, address: Address) -> None:
        if self.owner(address) is not None:
            raise Conflict("address-taken", address=address)

    def _write_person(self, person: Person) -> None:
        values = (
            person.id,
            person.address,
            person.name,
            person.password,
            person.licensed,
            person.enabled,
            person.administrator,
            person.language,
            person.smtp_auth,
            written(person.created or self._now()),
            written(person.grants_valid_from or self._now()),
        )
        self._upsert("person", values)

    def _write_mailbox(self, mailbox: SharedMailbox) -> None:
        created = written(mailbox.created or self._now())
        self._upsert(
            "mailbox", (mailbox.id, mailbox.address, mailbox.name, mailbox.password, mailbox.language, created)
        )

    def _upsert(self, table: str, values: tuple[object, ...]) -> None:
        # An UPDATE in place: REPLACE would delete the row first, and its grants with it.
        columns = {"person": PERSON_COLUMNS, "mailbox": MAILBOX_COLUMNS}[table]
        sets = ", ".join(f"{column} = excluded.{column}" for column in columns[1:])
        sql = f"INSERT INTO {table} VALUES ({', '.join('?' * len(columns))}) ON CONFLICT (id) DO UPDATE SET {sets}"  # noqa: S608
        try:
            with self._state.transaction() as change:
                change.execute(sql, values)
        except IntegrityError as error:
            raise Conflict("address-taken", address=str(values[1])) from error
