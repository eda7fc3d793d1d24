"""How a mailbox stands: last fetch, keys, last check, holders of each right. What lists and start pages show."""

from collections.abc import Mapping
from dataclasses import dataclass

from poststelle.mailroom import keyring, rights
from poststelle.model.finding import CheckRun
from poststelle.model.mailbox import Mailbox
from poststelle.model.person import AccountState, Person
from poststelle.model.rights import Right
from poststelle.model.state import FetchState
from poststelle.store import checks, mailboxes


@dataclass(frozen=True, slots=True)
class Standing:
    mailbox: Mailbox
    fetched: FetchState
    keys: int
    valid_keys: int
    check: CheckRun | None
    counts: Mapping[Right, int]
    mine: frozenset[Right]

    @property
    def configured(self) -> bool:
        return self.mailbox.incoming is not None or self.mailbox.outgoing is not None


def of(person: Person, mailbox: Mailbox) -> Standing:
    """For whoever may know of the mailbox; `NotFound` for strangers."""
    overview = rights.overview(person, mailbox.id)
    keys = keyring.keys(mailbox.id)
    return Standing(
        mailbox=mailbox,
        fetched=mailboxes.fetch_state(mailbox.id),
        keys=len(keys),
        valid_keys=sum(key.account.state is AccountState.VALID for key in keys),
        check=checks.latest(mailbox.id),
        counts={right: len(holders) for right, holders in overview.holders.items()},
        mine=overview.mine,
    )
