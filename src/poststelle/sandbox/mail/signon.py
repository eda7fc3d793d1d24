"""Who may sign on to which server under which name: Exchange's rules.

    IMAP, POP3   user=MAILBOX with the member's token; the right is looked at afterwards ("connected")
    SMTP         user=MEMBER with the member's token; the mailbox's address is refused
    app-only     user=MAILBOX everywhere; the token has roles and no person

A password opens the mailbox it belongs to and no other.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from poststelle.model.rights import Right
from poststelle.sandbox.issuer.signing import Claims
from poststelle.sandbox.mail.outside import OUTSIDE, outside_address
from poststelle.sandbox.organisation import Organisation, Person


class Service(StrEnum):
    IMAP = "imap"
    POP3 = "pop3"
    SMTP = "smtp"


SCOPE = {Service.IMAP: "IMAP.AccessAsUser.All", Service.POP3: "POP.AccessAsUser.All", Service.SMTP: "SMTP.Send"}
ROLE = {Service.IMAP: "IMAP.AccessAsApp", Service.POP3: "POP.AccessAsApp", Service.SMTP: "SMTP.SendAsApp"}


class Reason(StrEnum):
    """Why a sign-on is refused. Exchange keeps it to itself; RFC 7628's challenge and the tests do not."""

    TOKEN = "invalid_token"  # noqa: S105 - RFC 6750's word
    SCOPE = "insufficient_scope"
    IDENTITY = "identity"  # the name does not fit the token
    PASSWORD = "password"  # noqa: S105
    PASSWORDS_OFF = "passwords-off"
    SUBMISSION_OFF = "submission-off"  # for the organisation
    SUBMISSION_OFF_MAILBOX = "submission-off-mailbox"  # for this person

    @property
    def status(self) -> str:
        """As a challenge says it (RFC 7628, section 3.2.2), which knows two of RFC 6750's words."""
        return (self if self is Reason.SCOPE else Reason.TOKEN).value


class SignOnRefused(Exception):
    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class SignedOn:
    """`user` is the name that signed on; `person` who it is: "" for an app or a mailbox with its own password."""

    user: str
    person: str = ""
    expires: datetime | None = None

    def expired(self, now: datetime) -> bool:
        return self.expires is not None and self.expires <= now


@dataclass(frozen=True, slots=True)
class Door:
    organisation: Organisation
    verify: Callable[[str, datetime], Claims | None]
    now: Callable[[], datetime]

    def by_token(self, service: Service, user: str, token: str) -> SignedOn:
        """Raises `SignOnRefused`."""
        claims = self.verify(token, self.now())
        if claims is None or not claims.for_exchange:
            raise SignOnRefused(Reason.TOKEN)
        user = user.strip().lower()
        if not claims.person:
            return self._as_app(service, user, claims)
        if SCOPE[service] not in claims.scopes:
            raise SignOnRefused(Reason.SCOPE)
        person = self.organisation.person_by_id(claims.person)
        if person is None:
            return self._as_mailbox(user, claims)
        if not person.enabled:
            raise SignOnRefused(Reason.TOKEN)
        if service is Service.SMTP:
            self._refuse_submission(person, user)
        return SignedOn(user, person.address, claims.expires)

    def by_password(self, service: Service, user: str, password: str) -> SignedOn:
        """Raises `SignOnRefused`."""
        if self.organisation.check_mailbox_password(user, password):
            return SignedOn(user.strip().lower())
        if not self.organisation.switches().password_sign_on:
            raise SignOnRefused(Reason.PASSWORDS_OFF)
        person = self.organisation.check_password(user, password)
        if person is None or not person.enabled:
            raise SignOnRefused(Reason.PASSWORD)
        if service is Service.SMTP:
            self._refuse_submission(person, person.address)
        return SignedOn(person.address, person.address)

    def opened(self, signed_on: SignedOn) -> str | None:
        """The store's key of the mailbox, if the right to read it is there at this moment."""
        if signed_on.user == outside_address(self.organisation.domain):
            return OUTSIDE if self._administrates(signed_on.person) else None
        owner = self.organisation.owner(signed_on.user)
        if owner is None or not self._licensed(signed_on):
            return None
        if signed_on.person in ("", owner.address):
            return owner.id
        full_access = self.organisation.holds(owner.address, signed_on.person, Right.READ_AND_MANAGE, self.now())
        return owner.id if full_access else None

    def language(self, signed_on: SignedOn) -> str:
        """In which the mailbox names its folders."""
        owner = self.organisation.owner(signed_on.user)
        return owner.language if owner else "de"

    def _as_mailbox(self, user: str, claims: Claims) -> SignedOn:
        """A shared mailbox that was given a password may sign in itself, as itself."""
        mailbox = self.organisation.mailbox(claims.upn)
        if mailbox is None or mailbox.id != claims.person or not mailbox.has_password:
            raise SignOnRefused(Reason.TOKEN)
        if user != mailbox.address:
            raise SignOnRefused(Reason.IDENTITY)
        return SignedOn(user, expires=claims.expires)

    def _as_app(self, service: Service, user: str, claims: Claims) -> SignedOn:
        if ROLE[service] not in claims.roles:
            raise SignOnRefused(Reason.SCOPE)
        if self.organisation.owner(user) is None:
            raise SignOnRefused(Reason.IDENTITY)
        return SignedOn(user, expires=claims.expires)

    def _refuse_submission(self, person: Person, user: str) -> None:
        if user != person.address:
            raise SignOnRefused(Reason.IDENTITY)
        if not self.organisation.may_submit(person):
            own = person.smtp_auth is False
            raise SignOnRefused(Reason.SUBMISSION_OFF_MAILBOX if own else Reason.SUBMISSION_OFF)

    def _licensed(self, signed_on: SignedOn) -> bool:
        """The mailbox needs no licence; the member who opens it does."""
        if not signed_on.person:
            return True
        person = self.organisation.person(signed_on.person)
        return person is not None and person.licensed and person.enabled

    def _administrates(self, address: str) -> bool:
        person = self.organisation.person(address)
        return person is not None and person.administrator and person.enabled
