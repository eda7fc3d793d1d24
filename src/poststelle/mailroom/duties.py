"""What there is to do without anybody asking: mailboxes to watch, messages to hand over, grants to keep alive."""

from datetime import datetime, timedelta

from poststelle.mailroom import keyring
from poststelle.mailroom.authorize.account import protocols_of
from poststelle.mailroom.parts import Parts
from poststelle.model.identifiers import AccountId, MailboxId, PersonId
from poststelle.model.mailbox import Mailbox, Protocol
from poststelle.model.person import Account, AccountState
from poststelle.model.rights import Right
from poststelle.model.submission import Event, State, Submission
from poststelle.store import accounts, grants, mailboxes, submissions

RENEW_AFTER = timedelta(days=6)  # a refresh token that nobody uses dies after weeks at most providers
FIRST_RETRY = timedelta(seconds=60)  # greylisting wants to be waited for
LONGEST_RETRY = timedelta(hours=1)
LOOK_AGAIN = timedelta(seconds=60)
LEAST_REST = timedelta(seconds=15)
GIVE_UP = timedelta(days=3)  # what has not turned up by then at the server will not


def watched() -> dict[MailboxId, object]:
    """The mailboxes that can be fetched, each with what its watch hangs on: when that changes, it begins anew.

    Asked every second, so it reads three tables whole instead of one row a mailbox.
    """
    readers: dict[MailboxId, set[PersonId]] = {}
    for grant in grants.of_right(Right.READ_AND_MANAGE):
        readers.setdefault(grant.mailbox, set()).add(grant.person)
    valid = [one for one in accounts.everyone() if one.state is AccountState.VALID]
    return {
        one.id: _fingerprint(one, readers.get(one.id, set()), valid)
        for one in mailboxes.everyone()
        if one.incoming is not None
    }


def _fingerprint(mailbox: Mailbox, readers: set[PersonId], valid: list[Account]) -> object:
    keys = [(one.id, one.signed_in_at) for one in valid if one.app == mailbox.app and one.person in readers]
    return (mailbox, tuple(keys))


def due(now: datetime) -> list[Submission]:
    """Messages for which something can be done now: what is to be handed over first, each oldest first."""
    waiting = submissions.due((State.QUEUED, State.SENDING)) + submissions.due((State.AMBIGUOUS, State.SENT))
    return [one for one in waiting if (at := next_try(one, now)) is not None and at <= now]


def rest(submission: Submission, now: datetime) -> timedelta:
    """How long to leave it alone after a try that changed nothing: the longer, the longer it has been so. Pure."""
    since = submission.attempts[-1].at if submission.attempts else submission.created
    return min(max(LEAST_REST, (now - since) / 4), LONGEST_RETRY)


def next_try(submission: Submission, now: datetime) -> datetime | None:
    """When it is this message's turn again; `None` for a copy or a trace that was looked for long enough. Pure."""
    if not submission.attempts:
        return submission.created
    last = submission.attempts[-1]
    if submission.state is State.QUEUED and last.event is Event.DEFERRED:
        tries = sum(one.event is Event.DEFERRED for one in submission.attempts)
        factor: int = 1 << min(tries - 1, 10)
        return last.at + min(FIRST_RETRY * factor, LONGEST_RETRY)
    looked_for = submission.state in (State.AMBIGUOUS, State.SENT)
    if looked_for and now - last.at > GIVE_UP:
        return None
    return last.at + LOOK_AGAIN if submission.state is State.AMBIGUOUS else last.at


def to_renew(now: datetime) -> list[tuple[AccountId, Protocol]]:
    """Accounts whose grant has not been used for days."""
    stale = [one for one in accounts.everyone() if one.state is AccountState.VALID and _unused(one, now)]
    there = mailboxes.everyone() if stale else []
    return [(one.id, protocol) for one in stale if (protocol := _protocol(one, there)) is not None]


def _unused(account: Account, now: datetime) -> bool:
    used = account.renewed_at or account.signed_in_at
    return used is None or now - used > RENEW_AFTER


def _protocol(account: Account, there: list[Mailbox]) -> Protocol | None:
    """One that a mailbox of the account's app uses: its scope is sure to be granted."""
    mine = [one for one in there if one.app == account.app]
    return next((protocol for one in mine for protocol in sorted(protocols_of(one))), None)


async def renew(parts: Parts, account: AccountId, protocol: Protocol) -> None:
    await keyring.access_token(parts, account, protocol, renew=True)
