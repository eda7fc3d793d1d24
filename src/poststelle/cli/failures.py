"""How a command fails: one sentence that says what to do, and one of four exit codes."""

import errno
import json
import os
import sys
import traceback
from collections.abc import Mapping, Sequence
from enum import IntEnum
from gettext import gettext as _

import click

from poststelle.cli.output import safe
from poststelle.model.errors import NotPermitted, PoststelleError, Refused


class Failure(IntEnum):
    NONE = 0
    ITSELF = 1  # the check is red, the server refused, there is no such mailbox
    USAGE = 2
    NOT_PERMITTED = 3
    INTERRUPTED = 130  # 128 + SIGINT
    NOBODY_LISTENS = 141  # 128 + SIGPIPE


class WrongUsage(Exception):
    """What was given to the command cannot be used: a file with mistakes in it."""

    def __init__(self, mistake: PoststelleError) -> None:
        super().__init__(mistake)
        self.mistake = mistake


def failed() -> click.exceptions.Exit:
    """To be raised by a command that has already said what is wrong."""
    return click.exceptions.Exit(Failure.ITSELF)


def report(failure: BaseException, arguments: Sequence[str], environment: Mapping[str, str]) -> int:
    """Say what went wrong on standard error and return the exit code."""
    if isinstance(failure, (KeyboardInterrupt, click.Abort)):
        return Failure.INTERRUPTED
    if isinstance(failure, click.exceptions.Exit):
        return failure.exit_code
    if isinstance(failure, SystemExit):
        return failure.code if isinstance(failure.code, int) else Failure.ITSELF
    if _nobody_listens(failure):
        # what is still buffered has nowhere to go; without this Python complains at its end
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Failure.NOBODY_LISTENS
    if environment.get("POSTSTELLE_DEBUG"):
        traceback.print_exception(failure)
    if isinstance(failure, click.ClickException):
        failure.show()
        return Failure.USAGE if isinstance(failure, click.UsageError) else Failure.ITSELF
    if isinstance(failure, WrongUsage):
        _tell(failure.mistake, as_json="--json" in arguments)
        return Failure.USAGE
    _tell(failure, as_json="--json" in arguments)
    return Failure.NOT_PERMITTED if isinstance(failure, NotPermitted) else Failure.ITSELF


def _nobody_listens(failure: BaseException) -> bool:
    return isinstance(failure, OSError) and failure.errno == errno.EPIPE and failure.filename is None


def _tell(failure: BaseException, *, as_json: bool) -> None:
    code, facts, text = _words(failure)
    if as_json:
        line = json.dumps({"error": code, "text": text, "facts": facts}, ensure_ascii=False)
    else:
        line = _("Error: {message}").format(message=safe(text))
    sys.stderr.write(line + "\n")


def _words(failure: BaseException) -> tuple[str, dict[str, str], str]:
    if isinstance(failure, PoststelleError):
        from poststelle.cli.wording import explained

        facts = dict(failure.facts)
        if isinstance(failure, Refused) and failure.status:
            facts["status"] = str(failure.status)
        text = explained(failure.code, facts)
        status = facts.get("status", "")
        return failure.code, facts, text if status in text else f"{text} ({status})"
    if isinstance(failure, OSError):
        return _system(failure)
    if isinstance(failure, ExceptionGroup):
        return _words(failure.exceptions[0])
    text = _("That was not foreseen: {what}. Set POSTSTELLE_DEBUG=1 to see where it happened, and please report it.")
    return "unforeseen", {"type": type(failure).__name__}, text.format(what=f"{type(failure).__name__}: {failure}")


def _system(failure: OSError) -> tuple[str, dict[str, str], str]:
    facts = {"text": os.strerror(failure.errno) if failure.errno else str(failure), "path": str(failure.filename or "")}
    if failure.errno == errno.ENOSPC:
        return "disk-full", facts, _("The disk is full. Make room and try again; nothing that was stored is lost.")
    if failure.errno in (errno.EACCES, errno.EPERM):
        text = _(
            "{path}: not allowed for this user of the operating system. Change its owner or choose another --home."
        )
        return "file-not-allowed", facts, text.format(path=facts["path"])
    return "system-error", facts, " ".join(filter(None, [facts["path"], facts["text"]]))
