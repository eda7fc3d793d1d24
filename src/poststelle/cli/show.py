"""`poststelle show`: one message, made readable or byte for byte."""

import sys
from base64 import b64encode
from gettext import gettext as _

import click

from poststelle.cli.frame import command as make
from poststelle.cli.frame import option
from poststelle.cli.language import N_
from poststelle.cli.messages import FIELDS as LISTED
from poststelle.cli.messages import party, record
from poststelle.cli.parameters import as_option, mailbox_argument
from poststelle.cli.surroundings import Surroundings
from poststelle.model.address import Address
from poststelle.model.identifiers import MessageId
from poststelle.model.message import Folder, Party, Readable
from poststelle.model.rights import Purpose

FIELDS = (*LISTED, "reply_to", "text", "html", "files", "raw")


@make("show", fields=FIELDS)
@mailbox_argument
@click.argument("message", type=int, metavar="MESSAGE")
@as_option()
@option("--raw", is_flag=True, help=N_("Byte for byte as the server gave it (with --json: in Base64)."))
def command(surroundings: Surroundings, address: Address, message: int, person: Address | None, raw: bool) -> None:
    """Show one message.

    MESSAGE is the number that `poststelle messages` shows.
    """
    surroundings.open()
    from poststelle.cli import actor
    from poststelle.mailroom import read

    _acting, permit = actor.admitted(person, actor.mailbox_at(address), Purpose.READ)
    number = MessageId(message)
    if raw and not surroundings.out.json:
        _copy(read.raw(surroundings.parts, permit, number))
        return
    opened = read.open(surroundings.parts, permit, number)
    folder = next(found for found in read.folders(permit) if found.id == opened.message.folder)
    octets = b64encode(read.raw(surroundings.parts, permit, number)).decode() if raw else None
    surroundings.out.show(_record(opened, folder, octets), _text(opened))


def _copy(octets: bytes) -> None:
    sys.stdout.flush()
    sys.stdout.buffer.write(octets)
    sys.stdout.buffer.flush()


def _record(opened: Readable, folder: Folder, octets: str | None) -> dict[str, object]:
    return {
        **record(opened.message, folder),
        "reply_to": [party(one) for one in opened.reply_to],
        "text": opened.text,
        "html": opened.html,
        "files": [
            {
                "index": file.index,
                "name": file.name,
                "content_type": file.content_type,
                "size_octets": file.size_octets,
                "inline": file.inline,
            }
            for file in opened.attachments
        ],
        "raw": octets,
    }


def _text(opened: Readable) -> str:
    message = opened.message
    lines = [
        (_("From"), _named(message.sender)),
        (_("To"), ", ".join(map(_named, message.to))),
        (_("Cc"), ", ".join(map(_named, message.cc))),
        (_("Date"), message.date.astimezone().strftime("%Y-%m-%d %H:%M %z") if message.date else ""),
        (_("Subject"), message.subject),
        *((_("Attachment"), f"{file.name} ({file.content_type}, {file.size_octets})") for file in opened.attachments),
    ]
    head = "\n".join(f"{title}: {' '.join(value.split())}" for title, value in lines if value)
    return f"{head}\n\n{opened.text}"


def _named(one: Party) -> str:
    return f"{one.name} <{one.address}>" if one.name else one.address
