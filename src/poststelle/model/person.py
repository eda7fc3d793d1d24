"""Somebody who signs in to Poststelle, and the identities that person has at providers."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from poststelle.model.address import Address
from poststelle.model.identifiers import AccountId, AppId, PersonId


@dataclass(frozen=True, slots=True)
class Person:
    id: PersonId
    name: str
    address: Address
    administrator: bool = False
    language: str = ""  # "de" or "en"; empty: as the browser asks


class AccountState(StrEnum):
    VALID = "valid"
    REFUSED = "refused"  # the provider wants the person to sign in again


@dataclass(frozen=True, slots=True)
class Account:
    """A person's identity at a provider, as the validated ID token named it; bound by issuer and subject alone."""

    id: AccountId
    app: AppId
    person: PersonId
    issuer: str
    subject: str
    address: Address  # preferred_username, or e-mail
    name: str = ""
    tenant: str = ""
    state: AccountState = AccountState.VALID
    reason: str = ""  # code of the refusal
    scopes: tuple[str, ...] = ()  # as granted
    signed_in_at: datetime | None = None
    renewed_at: datetime | None = None
