"""What search looks through: a row of the full-text index beside each message's row."""

from collections.abc import Iterable

from django.db import connection

from poststelle.model.identifiers import MailboxId, MessageId
from poststelle.store.derive import Derived

INSERT = "INSERT INTO store_messagetext (rowid, mailbox, subject, people, text) VALUES (%s, %s, %s, %s, %s)"


def index(mailbox: MailboxId, batch: Iterable[tuple[MessageId, Derived]]) -> None:
    rows = [(message, token(mailbox), content.subject, _people(content), content.text) for message, content in batch]
    with connection.cursor() as cursor:
        cursor.executemany(INSERT, rows)


def token(mailbox: MailboxId) -> str:
    """The word that stands for the mailbox in the index."""
    return f"mailbox{mailbox}"


def _people(content: Derived) -> str:
    return " ".join(f"{party.name} {party.address}" for party in (content.sender, *content.to, *content.cc))
