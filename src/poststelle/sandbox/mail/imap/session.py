"""One IMAP connection: which command is allowed when, and who carries it out.

`user=` names the mailbox, the token is the member's. A member without Full Access gets `OK AUTHENTICATE completed.`
and then, on everything that needs the mailbox, `BAD User is authenticated but not connected.` - as Exchange does it.
The right is looked at again on every command.
"""

import base64
from collections.abc import Awaitable, Callable

from poststelle.model.errors import ProtocolViolation
from poststelle.protocols.imap.server import Command
from poststelle.protocols.imap.syntax import Atom
from poststelle.sandbox.mail.imap import fetch, folders, messages, signing_on, texts
from poststelle.sandbox.mail.imap.selected import Selected
from poststelle.sandbox.mail.imap.talk import Ended, Talk
from poststelle.sandbox.mail.line import Line
from poststelle.sandbox.mail.names import DELIMITER
from poststelle.sandbox.mail.signon import Door
from poststelle.sandbox.mail.store import MailStore

ANYTIME = {"CAPABILITY", "NOOP", "LOGOUT", "ID"}
BEFORE = {"STARTTLS": signing_on.start_tls, "AUTHENTICATE": signing_on.authenticate, "LOGIN": signing_on.login}
WITH_MAILBOX: dict[str, Callable[[Talk, str, Command], None]] = {
    "LIST": folders.list_folders,
    "LSUB": folders.list_folders,
    "STATUS": folders.status,
    "SELECT": folders.select,
    "EXAMINE": folders.select,
    "CREATE": folders.create,
    "DELETE": folders.delete,
    "RENAME": folders.rename,
    "SUBSCRIBE": folders.subscribe,
    "UNSUBSCRIBE": folders.subscribe,
    "APPEND": folders.append,
}
WITH_FOLDER = {"FETCH", "STORE", "SEARCH", "COPY", "MOVE", "EXPUNGE", "CHECK", "CLOSE", "UNSELECT"}


class ImapSession:
    def __init__(self, line: Line, door: Door, store: MailStore, hostname: str) -> None:
        self._talk = Talk(line, door, store)
        self._hostname = hostname

    async def run(self) -> None:
        talk = self._talk
        talk.imap.condition("OK", f"{texts.READY} [{base64.b64encode(self._hostname.encode()).decode()}]")
        try:
            while True:
                request = await talk.next()
                if isinstance(request, Command):
                    await self._obey(request)
                else:
                    await talk.count_mistake()
        except (Ended, ProtocolViolation):
            return
        finally:
            talk.select(None)

    async def _obey(self, command: Command) -> None:
        try:
            await self._dispatch(command)
        except (ProtocolViolation, ValueError, IndexError, KeyError):  # arguments that are none, or too few of them
            await self._talk.fail(command, texts.ARGUMENT_ERROR)

    async def _dispatch(self, command: Command) -> None:
        talk, name = self._talk, command.name
        if name in ANYTIME:
            await self._anytime(command)
        elif name in BEFORE:
            if talk.signed_on:
                await talk.fail(command, texts.INVALID_STATE)
            else:
                await BEFORE[name](talk, command)
        elif name in WITH_MAILBOX or name in ("NAMESPACE", "IDLE") or name.removeprefix("UID ") in WITH_FOLDER:
            await self._connected(command)
        else:
            await talk.fail(command, texts.COMMAND_ERROR)

    async def _anytime(self, command: Command) -> None:
        talk = self._talk
        match command.name:
            case "CAPABILITY":
                offers = texts.capabilities(clear=talk.line.offers_tls, signed_on=talk.signed_on is not None)
                talk.imap.data("CAPABILITY", *(Atom(offer.encode()) for offer in offers))
            case "ID":
                talk.imap.data("ID", ["name", "Microsoft.Exchange.Imap4.Imap4Server", "version", "15.21"])
            case "NOOP" if talk.mailbox():
                talk.report()
            case "LOGOUT":
                talk.imap.condition("BYE", texts.SIGN_OFF)
        talk.imap.complete(command, "OK", f"{command.name} completed.")
        if command.name == "LOGOUT":
            await talk.flush()
            raise Ended

    async def _connected(self, command: Command) -> None:
        talk, name = self._talk, command.name
        if talk.signed_on is None:
            await talk.fail(command, texts.INVALID_STATE)
            return
        mailbox = talk.mailbox()
        if mailbox is None:
            await talk.fail(command, texts.NOT_CONNECTED)
        elif name == "NAMESPACE":
            talk.imap.data("NAMESPACE", [["", DELIMITER]], None, None)
            talk.imap.complete(command, "OK", "NAMESPACE completed.")
        elif name == "IDLE":
            await messages.idle(talk, command)
        elif name in WITH_MAILBOX:
            WITH_MAILBOX[name](talk, mailbox, command)
        elif talk.selected is None:
            await talk.fail(command, texts.INVALID_STATE)
        else:
            await self._selected(command, mailbox, talk.selected)

    async def _selected(self, command: Command, mailbox: str, selected: Selected) -> None:
        talk = self._talk
        verb, by_uid = command.name.removeprefix("UID "), command.name.startswith("UID ")
        carry_out: dict[str, Callable[[], Awaitable[None]]] = {
            "FETCH": lambda: fetch.fetch(talk, selected, command, by_uid=by_uid),
            "STORE": lambda: fetch.store(talk, selected, command, by_uid=by_uid),
            "SEARCH": lambda: messages.search(talk, selected, command, by_uid=by_uid),
            "COPY": lambda: messages.copy(talk, mailbox, selected, command, by_uid=by_uid),
            "MOVE": lambda: messages.copy(talk, mailbox, selected, command, by_uid=by_uid),
            "EXPUNGE": lambda: messages.expunge(talk, selected, command),
        }
        if verb in carry_out:
            await carry_out[verb]()
            return
        if verb == "CHECK":
            talk.report()
        else:
            if verb == "CLOSE" and not selected.read_only:
                messages.purge(talk, selected, selected.uids)
            talk.select(None)
        talk.imap.complete(command, "OK", f"{verb} completed.")
