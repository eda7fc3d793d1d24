"""Whose name signs on to which server: the identity rules, small and pure.

The token is always the person's; the name beside it is not always the same.
Exchange opens a shared mailbox over IMAP and POP3 under the *mailbox's* name with
the member's token, and wants the *member's* name over SMTP (the mailbox's own ends
in 535 5.7.3). Other servers know the person, and show the shared mailbox in a namespace.
"""

from poststelle.model.address import Address
from poststelle.model.mailbox import SIGN_ON_AS_ACCOUNT, SIGN_ON_AS_MAILBOX, Connection, Mailbox, Protocol


def configured(connection: Connection, mailbox: Mailbox, account: Address) -> str | None:
    """The name the connection's setting asks for; `None` when it leaves it to the provider's rule."""
    if connection.username == SIGN_ON_AS_MAILBOX:
        return mailbox.address
    if connection.username == SIGN_ON_AS_ACCOUNT:
        return account
    return connection.username or None


def own_name(connection: Connection, mailbox: Mailbox, account: Address) -> str:
    """The rule of standards-based servers: the person's own name, everywhere."""
    return configured(connection, mailbox, account) or account


def mailbox_for_reading(connection: Connection, mailbox: Mailbox, account: Address) -> str:
    """Exchange's rule: the mailbox's name for IMAP and POP3, the account's for SMTP."""
    by_rule = account if connection.protocol is Protocol.SMTP else mailbox.address
    return configured(connection, mailbox, account) or by_rule
