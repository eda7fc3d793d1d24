"""A mailbox with all that belongs to it, read in one go: its app registration and its provider."""

from dataclasses import dataclass

from poststelle.mailroom.parts import Parts
from poststelle.model.errors import Misconfigured
from poststelle.model.identifiers import AppId, MailboxId
from poststelle.model.mailbox import AppRegistration, Connection, Mailbox
from poststelle.model.secret import Secret
from poststelle.providers.contract import Provider
from poststelle.store import mailboxes, registrations, vault

WITHOUT_APP = "generic"  # a mailbox with passwords alone keeps to the standards


@dataclass(frozen=True, slots=True)
class Place:
    mailbox: Mailbox
    provider: Provider
    app: AppRegistration | None

    @property
    def registered(self) -> AppRegistration:
        """The app registration; `Misconfigured("app-missing")` when the mailbox has none."""
        if self.app is None:
            raise Misconfigured("app-missing", field="app", mailbox=self.mailbox.address)
        return self.app

    @property
    def incoming(self) -> Connection:
        if self.mailbox.incoming is None:
            raise Misconfigured("incoming-missing", field="incoming", mailbox=self.mailbox.address)
        return self.mailbox.incoming

    @property
    def outgoing(self) -> Connection:
        if self.mailbox.outgoing is None:
            raise Misconfigured("outgoing-missing", field="outgoing", mailbox=self.mailbox.address)
        return self.mailbox.outgoing


def look_up(parts: Parts, mailbox: MailboxId) -> Place:
    found = mailboxes.find(mailbox)
    app = registrations.find(found.app) if found.app is not None else None
    return Place(found, parts.providers[app.provider if app else WITHOUT_APP], app)


def registered(parts: Parts, app: AppId) -> tuple[AppRegistration, Provider]:
    found = registrations.find(app)
    return found, parts.providers[found.provider]


def client_secret(parts: Parts, app: AppId) -> Secret[str] | None:
    return vault.get(parts.vault, "app", app, "client-secret")
