"""The inbox as POP3 sees it: numbered when the session began, deletions carried out at its end (RFC 1939, 6)."""

from collections.abc import Callable

from poststelle.protocols.pop3 import server as pop3
from poststelle.sandbox.mail.store import Entry, Folder, MailStore

NO_SUCH_MESSAGE = "The specified message is out of range."


class Maildrop:
    def __init__(self, store: MailStore, inbox: Folder, still_open: Callable[[], bool]) -> None:
        self._store = store
        self._inbox = inbox
        self._still_open = still_open
        self._entries = store.entries(inbox.id)
        self._deleted: set[int] = set()  # numbers

    def answer(self, command: pop3.Command) -> bytes:
        if not self._still_open():  # the right ended while the session was open
            return pop3.err("Mailbox is not available.")
        match command.verb, command.arguments:
            case "STAT", ():
                return pop3.ok(f"{len(self._left())} {sum(entry.size for _, entry in self._left())}")
            case "LIST" | "UIDL", ():
                return pop3.multiline("", [self._row(command.verb, number, entry) for number, entry in self._left()])
            case "RSET", ():
                self._deleted.clear()
                return pop3.ok()
            case (("LIST" | "UIDL" | "RETR" | "DELE" | "TOP"), (text, *rest)):
                return self._one(command.verb, text, rest)
            case _:
                return pop3.err("Protocol error. 14")

    def commit(self) -> None:
        if self._deleted and self._still_open():
            self._store.expunge(self._inbox.id, [self._entries[number - 1].uid for number in self._deleted])

    def _one(self, verb: str, text: str, rest: list[str]) -> bytes:
        number = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
        entry = dict(self._left()).get(number)
        raw = self._store.raw(self._inbox.id, entry.uid) if entry else None
        if entry is None or raw is None:
            return pop3.err(NO_SUCH_MESSAGE)
        match verb, rest:
            case "LIST" | "UIDL", []:
                return pop3.ok(self._row(verb, number, entry).decode())
            case "RETR", []:
                return pop3.message("", raw)
            case "DELE", []:
                self._deleted.add(number)
                return pop3.ok()
            case "TOP", [lines] if lines.isascii() and lines.isdigit() and len(lines) < 10:
                return pop3.message("", pop3.top(raw, int(lines)))
        return pop3.err("Protocol error. 14")

    def _row(self, verb: str, number: int, entry: Entry) -> bytes:
        value = f"{entry.size}" if verb == "LIST" else f"{self._inbox.uidvalidity}-{entry.uid}"
        return f"{number} {value}".encode()

    def _left(self) -> list[tuple[int, Entry]]:
        return [(number, entry) for number, entry in enumerate(self._entries, 1) if number not in self._deleted]
