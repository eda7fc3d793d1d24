"""Scene 3, the lower half: the servers of a mailbox and how to sign on to them."""

from poststelle.mailroom import journal, rights
from poststelle.mailroom.configure.slips import Mistake, connection_mistakes
from poststelle.mailroom.parts import Parts
from poststelle.model.errors import Misconfigured
from poststelle.model.identifiers import AppId, MailboxId
from poststelle.model.mailbox import Authentication, Connection, Mailbox
from poststelle.model.person import Person
from poststelle.model.secret import Secret
from poststelle.store import mailboxes, registrations, vault


def connect(
    parts: Parts,
    actor: Person | None,
    mailbox: MailboxId,
    incoming: Connection | None,
    outgoing: Connection | None,
    app: AppId | None = None,
    password: Secret[str] | None = None,
) -> Mailbox:
    """Set both servers, or raise `Misconfigured` for the first mistake. Without a password the earlier one stays."""
    if actor is not None:
        rights.administer(actor)
    before = mailboxes.find(mailbox)
    if app is not None:
        registrations.find(app)
    for mistake in _mistakes(incoming, outgoing, app, before.has_password or password is not None):
        raise Misconfigured(mistake.code, **{"field": mistake.field, **mistake.facts})
    if password is not None:
        vault.put(parts.vault, mailboxes.OWNER, mailbox, mailboxes.PASSWORD, password)
    kept = mailboxes.connect(mailbox, incoming, outgoing, app)
    journal.note(parts, "mailbox-configured", actor, mailbox, **_servers(kept))
    return kept


def _mistakes(
    incoming: Connection | None, outgoing: Connection | None, app: AppId | None, has_password: bool
) -> list[Mistake]:
    found = []
    for direction, connection in (("incoming", incoming), ("outgoing", outgoing)):
        if connection is not None:
            found += connection_mistakes(connection, direction, has_app=app is not None)
            if connection.authentication is Authentication.PASSWORD and not has_password:
                found.append(Mistake("password", "password-missing"))
    return found


def _servers(mailbox: Mailbox) -> dict[str, str]:
    both = {"incoming": mailbox.incoming, "outgoing": mailbox.outgoing}
    return {direction: f"{one.host}:{one.port}" for direction, one in both.items() if one}
