"""What search looks through: a row of the full-text index beside each message's row."""

from django.db import connection

from poststelle.model.identifiers import MailboxId, MessageId
from poststelle.model.message import Party
from poststelle.store.derive import Derived

INSERT = "INSERT INTO store_messagetext (rowid, mailbox, subject, people, text) VALUES (%s, %s, %s, %s, %s)"


def index(message: MessageId, mailbox: MailboxId, content: Derived) -> None:
    people = " ".join(_said(party) for party in (content.sender, *content.to, *content.cc))
    with connection.cursor() as cursor:
        cursor.execute(INSERT, [message, token(mailbox), content.subject, people, content.text])


def token(mailbox: MailboxId) -> str:
    """The word that stands for the mailbox in the index."""
    return f"mailbox{mailbox}"


def _said(party: Party) -> str:
    return f"{party.name} {party.address}"
