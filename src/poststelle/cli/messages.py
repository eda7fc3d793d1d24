"""`poststelle messages`: one line a message, newest first."""

from gettext import gettext as _

import click

from poststelle.cli.frame import command as make
from poststelle.cli.frame import option
from poststelle.cli.language import N_
from poststelle.cli.parameters import as_option, mailbox_argument
from poststelle.cli.surroundings import Surroundings
from poststelle.model.address import Address
from poststelle.model.message import Folder, Message, Party
from poststelle.model.rights import Purpose

FIELDS = (
    "id",
    "folder",
    "subject",
    "from",
    "to",
    "cc",
    "date",
    "received",
    "size_octets",
    "message_id",
    "seen",
    "answered",
    "flagged",
    "draft",
    "attachments",
    "snippet",
    "readable",
)


@make("messages", fields=FIELDS)
@mailbox_argument
@as_option()
@option(
    "--folder", metavar="F", help=N_("One folder: its name, its path, or inbox, sent, drafts, trash, junk, archive.")
)
@option("--search", "query", metavar="Q", help=N_("Words that must all occur in subject, people or text."))
@option("--limit", type=click.IntRange(min=1), default=50, metavar="N", show_default=True, help=N_("At most so many."))
def command(
    surroundings: Surroundings,
    address: Address,
    person: Address | None,
    folder: str | None,
    query: str | None,
    limit: int,
) -> None:
    """List or search the messages of a mailbox, newest first."""
    surroundings.open()
    from poststelle.cli import actor
    from poststelle.mailroom import read, rights, search

    mailbox = actor.mailbox_at(address)
    acting, permit = actor.admitted(person, mailbox, Purpose.READ)
    folders = {found.id: found for found in read.folders(permit)}
    chosen = actor.folder_named(list(folders.values()), folder) if folder else None
    if query is not None:
        found = search.find(rights.readable(acting, mailbox.id), query, limit, folder=chosen.id if chosen else None)
    else:
        found = read.page(permit, chosen.id if chosen else None, None, limit)
    surroundings.out.table(
        [_("No."), _("Received"), _("From"), _("Subject"), _("Folder")],
        [_row(message, folders[message.folder]) for message in found],
        _("No messages."),
    )


def _row(message: Message, folder: Folder) -> tuple[dict[str, object], list[str]]:
    mark = "" if message.seen else "* "
    sender = message.sender.name or message.sender.address
    received = message.received.astimezone().strftime("%Y-%m-%d %H:%M")
    return record(message, folder), [str(message.id), received, sender, mark + message.subject, folder.name]


def record(message: Message, folder: Folder) -> dict[str, object]:
    return {
        "id": message.id,
        "folder": folder.name,
        "subject": message.subject,
        "from": party(message.sender),
        "to": [party(one) for one in message.to],
        "cc": [party(one) for one in message.cc],
        "date": message.date,
        "received": message.received,
        "size_octets": message.size_octets,
        "message_id": message.message_id,
        "seen": message.seen,
        "answered": message.answered,
        "flagged": message.flagged,
        "draft": message.draft,
        "attachments": message.attachments,
        "snippet": message.snippet,
        "readable": message.readable,
    }


def party(one: Party) -> dict[str, str]:
    return {"name": one.name, "address": one.address}
