"""What there is to do without anybody asking: mailboxes to watch, messages to hand over, grants to keep alive."""

from datetime import datetime, timedelta

from poststelle.mailroom import keyring
from poststelle.mailroom.authorize.account import protocols_of
from poststelle.mailroom.parts import Parts
from poststelle.model.identifiers import AccountId, MailboxId, SubmissionId
from poststelle.model.mailbox import Mailbox, Protocol
from poststelle.model.person import Account, AccountState
from poststelle.model.submission import Event, State, Submission
from poststelle.store import accounts, mailboxes, submissions

RENEW_AFTER = timedelta(days=6)  # a refresh token that nobody uses dies after weeks at most providers
FIRST_RETRY = timedelta(seconds=60)  # greylisting wants to be waited for
LONGEST_RETRY = timedelta(hours=1)
LOOK_AGAIN = timedelta(seconds=60)


def watched() -> dict[MailboxId, object]:
    """The mailboxes that can be fetched, each with what its watch hangs on: when that changes, it begins anew."""
    return {one.id: _fingerprint(one) for one in mailboxes.everyone() if one.incoming is not None}


def _fingerprint(mailbox: Mailbox) -> object:
    keys = [(key.account.id, key.state, key.account.signed_in_at) for key in keyring.reading_keys(mailbox.id)]
    return (mailbox, tuple(keys))


def due(now: datetime) -> list[SubmissionId]:
    """Messages for which something can be done now, oldest first."""
    waiting = submissions.due((State.QUEUED, State.SENDING, State.AMBIGUOUS, State.SENT))
    return [one.id for one in waiting if next_try(one) <= now]


def next_try(submission: Submission) -> datetime:
    """When it is this message's turn again. Pure."""
    if not submission.attempts:
        return submission.created
    last = submission.attempts[-1]
    if submission.state is State.QUEUED and last.event is Event.DEFERRED:
        tries = sum(one.event is Event.DEFERRED for one in submission.attempts)
        factor: int = 1 << min(tries - 1, 10)
        return last.at + min(FIRST_RETRY * factor, LONGEST_RETRY)
    if submission.state is State.AMBIGUOUS:
        return last.at + LOOK_AGAIN
    return last.at


def to_renew(now: datetime) -> list[tuple[AccountId, Protocol]]:
    """Accounts whose grant has not been used for days."""
    stale = [one for one in accounts.everyone() if one.state is AccountState.VALID and _unused(one, now)]
    return [(one.id, protocol) for one in stale if (protocol := _protocol(one)) is not None]


def _unused(account: Account, now: datetime) -> bool:
    used = account.renewed_at or account.signed_in_at
    return used is None or now - used > RENEW_AFTER


def _protocol(account: Account) -> Protocol | None:
    """One that a mailbox of the account's app uses: its scope is sure to be granted."""
    mine = [one for one in mailboxes.everyone() if one.app == account.app]
    return next((protocol for one in mine for protocol in sorted(protocols_of(one))), None)


async def renew(parts: Parts, account: AccountId, protocol: Protocol) -> None:
    await keyring.access_token(parts, account, protocol, renew=True)
