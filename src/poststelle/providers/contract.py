"""What a provider's folder has to say. Differences are data first, a function second, a class never."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from poststelle.model.address import Address
from poststelle.model.finding import Finding, Responsible, Step
from poststelle.model.mailbox import AppRegistration, Connection, Mailbox, Protocol
from poststelle.model.rights import Right


@dataclass(frozen=True, slots=True)
class Endpoints:
    """Where the provider's OAuth 2.0 lives. `discovery` is the metadata document (RFC 8414) for what is empty here."""

    discovery: str = ""
    issuer: str = ""
    authorization: str = ""
    token: str = ""
    device: str = ""
    jwks: str = ""
    admin_consent: str = ""


class SentCopy(StrEnum):
    """Who puts the copy of a sent message into the shared Sent folder."""

    LOOK_FIRST = "look-first"  # the server may, or we did before we were killed: append what Message-ID does not find
    SERVER = "server"


@dataclass(frozen=True, slots=True)
class Cause:
    """One way for a step to fail: how it is recognised, and which text explains it.

    `pattern` is a regular expression for `re.search` over the peer's text. `passes` is true when it goes away by
    itself (a right that is not replicated yet, throttling), `sign_in_again` when the person's grant is dead.
    """

    code: str
    pattern: str
    steps: frozenset[Step]
    responsible: Responsible
    remedy: str = ""  # code of the remedy's text; empty: the code's own
    passes: bool = False
    sign_in_again: bool = False


@dataclass(frozen=True, slots=True)
class Directory:
    """Administration by program, where the provider allows it. Each returns when it is done."""

    create: Callable[..., Awaitable[None]]  # (network, app, token, address, name)
    grant: Callable[..., Awaitable[None]]  # (network, app, token, mailbox, person, right)
    revoke: Callable[..., Awaitable[None]]
    people: Callable[..., Awaitable[list[tuple[str, Address]]]]  # (network, app, token) -> name, address
    grants: Callable[..., Awaitable[dict[Right, list[Address]]]]  # (network, app, token, mailbox)
    scopes: tuple[str, ...] = ()  # for the client-credentials token that carries it


@dataclass(frozen=True, slots=True)
class Provider:
    name: str  # as in `apply` files: "microsoft365"
    label: str  # proper name: "Microsoft 365"
    endpoints: Callable[[AppRegistration], Endpoints]
    scopes: Callable[[AppRegistration, frozenset[Protocol]], tuple[str, ...]]  # what to ask for at sign-in
    # what to ask for at refresh: one resource a token; () keeps the grant's
    token_scopes: Callable[[AppRegistration, Protocol], tuple[str, ...]]
    app_only_scopes: Callable[[AppRegistration, Protocol], tuple[str, ...]]
    identity: Callable[[Connection, Mailbox, Address], str]  # whose name signs on, given the account's address
    presets: Mapping[Protocol, Connection]
    sign_in: Mapping[str, str] = field(default_factory=dict)  # extra parameters: prompt, access_type
    issuer_matches: Callable[[str, str, Mapping[str, object]], bool] = lambda expected, actual, claims: (
        expected == actual
    )
    mechanisms: tuple[str, ...] = ("OAUTHBEARER", "XOAUTH2")  # in the order of preference
    sent_copy: SentCopy = SentCopy.LOOK_FIRST
    copy_after_seconds: float = 0.0  # how long the server may take to file a copy of its own
    causes: tuple[Cause, ...] = ()
    directory: Directory | None = None
    script: Callable[[Mailbox, Mapping[Right, list[Address]]], str] | None = None  # what an administrator runs instead
    token_fits: Callable[[Mapping[str, object], Protocol, AppRegistration], Finding | None] | None = (
        None  # claims that cannot work
    )
    quirks: frozenset[str] = frozenset()
    needs_tenant: bool = False
    needs_secret: bool = True
