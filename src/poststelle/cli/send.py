"""`poststelle send`: a message as the mailbox or on its behalf; the text comes from standard input."""

import asyncio
import mimetypes
import sys
from gettext import gettext as _
from pathlib import Path

import click

from poststelle.cli.failures import failed
from poststelle.cli.frame import command as make
from poststelle.cli.frame import option
from poststelle.cli.language import N_
from poststelle.cli.parameters import ADDRESS, as_option
from poststelle.cli.surroundings import Surroundings
from poststelle.model.address import Address
from poststelle.model.rights import Purpose
from poststelle.model.submission import Letter, Manner, State, Submission, Upload

FIELDS = ("id", "state", "manner", "from", "person", "message_id", "subject", "recipients", "refused", "attempts")
WITH_THE_SERVER = frozenset({State.SENT, State.FILED})
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@make("send", fields=FIELDS)
@option("--from", "address", type=ADDRESS, required=True, metavar="ADDRESS", help=N_("The mailbox that sends."))
@as_option(required=True)
@option("--on-behalf", is_flag=True, help=N_("On behalf of the mailbox: the person is named as the sender."))
@option("--to", type=ADDRESS, multiple=True, required=True, metavar="ADDRESS", help=N_("Recipient; may be repeated."))
@option("--cc", type=ADDRESS, multiple=True, metavar="ADDRESS", help=N_("Copy to; may be repeated."))
@option("--bcc", type=ADDRESS, multiple=True, metavar="ADDRESS", help=N_("Blind copy to; may be repeated."))
@option("--subject", default="", help=N_("Subject."))
@option("--attach", type=FILE, multiple=True, metavar="FILE", help=N_("File to attach; may be repeated."))
@option("--html", type=FILE, metavar="FILE", help=N_("The same text as HTML, UTF-8."))
def command(  # noqa: PLR0913, PLR0917 - one parameter an option
    surroundings: Surroundings,
    address: Address,
    person: Address,
    on_behalf: bool,
    to: tuple[Address, ...],
    cc: tuple[Address, ...],
    bcc: tuple[Address, ...],
    subject: str,
    attach: tuple[Path, ...],
    html: Path | None,
) -> None:
    """Send a message as a mailbox or on its behalf.

    The text is read from standard input. Exit code 1 when the server has not taken it.
    """
    surroundings.open()
    from poststelle.cli import actor

    manner = Manner.ON_BEHALF if on_behalf else Manner.SEND_AS
    purpose = Purpose.SEND_ON_BEHALF if on_behalf else Purpose.SEND_AS
    mailbox = actor.mailbox_at(address)
    acting, _permit = actor.admitted(person, mailbox, purpose)  # before the text is asked for
    letter = Letter(
        to=to,
        cc=cc,
        bcc=bcc,
        subject=subject,
        text=sys.stdin.buffer.read().decode("utf-8", "replace"),
        html=html.read_text("utf-8") if html else "",
        attachments=tuple(map(_upload, attach)),
    )
    from poststelle.mailroom import send

    queued = send.submit(surroundings.parts, acting, mailbox.id, manner, letter)
    sent = asyncio.run(send.deliver(surroundings.parts, queued.id))
    surroundings.out.show(_record(address, acting.address, sent), _told(sent, surroundings.language))
    if sent.state not in WITH_THE_SERVER:
        raise failed()


def _upload(file: Path) -> Upload:
    kind, encoding = mimetypes.guess_type(file.name)
    return Upload(file.name, kind if kind and not encoding else "application/octet-stream", file.read_bytes())


def _told(sent: Submission, language: str) -> str:
    from poststelle.words import texts

    lines = [f"{texts.term(sent.state, language)}: {sent.message_id}"]
    lines += [
        _("Refused: {address} ({text})").format(address=address, text=text) for address, _code, text in sent.refused
    ]
    if sent.state not in WITH_THE_SERVER and sent.attempts:
        last = sent.attempts[-1]
        lines.append(f"{last.code or ''} {last.text}".strip())
    return "\n".join(filter(None, lines))


def _record(address: Address, person: Address, sent: Submission) -> dict[str, object]:
    return {
        "id": sent.id,
        "state": sent.state,
        "manner": sent.manner,
        "from": address,
        "person": person,
        "message_id": sent.message_id,
        "subject": sent.subject,
        "recipients": list(sent.recipients),
        "refused": [{"address": one, "code": code, "text": text} for one, code, text in sent.refused],
        "attempts": [
            {"at": attempt.at, "event": attempt.event, "code": attempt.code, "text": attempt.text}
            for attempt in sent.attempts
        ],
    }
