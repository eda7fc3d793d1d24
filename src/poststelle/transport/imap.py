"""An IMAP session: drives the engine of `protocols/imap` over a `Stream`.

    session = await imap.connect(network, connection)
    await session.authenticate("XOAUTH2", "support@example.test", token)
    await session.namespace()                    at Exchange this shows whether the mailbox is open to us
    folder = await session.examine("INBOX")
    async for message in session.uid_fetch([1, 2], imap.WHOLE): …

Reading leaves no trace: EXAMINE, and BODY.PEEK where bodies are asked for. One command at a time; an iterator that was
left early is brought to its end by the next command. After an error other than `Refused` the session is over: close it.
"""

import base64
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from datetime import datetime
from types import TracebackType

from poststelle.model.errors import By, Misconfigured, ProtocolViolation, Refused, Unreachable
from poststelle.model.mailbox import Connection
from poststelle.model.secret import Secret
from poststelle.protocols import sasl
from poststelle.protocols.imap import (
    dates,
    fetching,
    ident,
    idling,
    listing,
    namespace,
    searching,
    selecting,
    sets,
    special_use,
    uidplus,
)
from poststelle.protocols.imap.client import State
from poststelle.protocols.imap.events import Completion, Condition, Continuation, Data
from poststelle.protocols.imap.fetching import Fetched
from poststelle.protocols.imap.framing import Limits
from poststelle.protocols.imap.idling import Change
from poststelle.protocols.imap.listing import Listed
from poststelle.protocols.imap.namespace import Namespaces
from poststelle.protocols.imap.selecting import Selected
from poststelle.protocols.imap.syntax import Atom, Literal, Value
from poststelle.transport import bearer, imap_refusals, silence
from poststelle.transport.dialogue import Deadline
from poststelle.transport.imap_conversation import BODY_SECONDS, Conversation
from poststelle.transport.network import Network
from poststelle.transport.opening import connected
from poststelle.transport.stream import Stream
from poststelle.transport.transcript import Transcript

WHOLE = ("UID", "FLAGS", "INTERNALDATE", "RFC822.SIZE", "BODY.PEEK[]")
FLAGS = ("UID", "FLAGS")
SLOW_SECONDS = 300.0  # a search in a large mailbox
GOODBYE_SECONDS = 5.0
LEAST_SECONDS = 0.001  # what a `Deadline` that has passed has left
CHALLENGES = 5
CHALLENGE_CHARACTERS = 2000


async def connect(
    network: Network, connection: Connection, transcript: Transcript | None = None, limits: Limits | None = None
) -> "ImapSession":
    """Connected, encrypted as configured, greeted; not signed on."""
    return await connected(network, connection, lambda stream: open(stream, network, transcript, limits))


async def open(  # noqa: A001
    stream: Stream, network: Network, transcript: Transcript | None = None, limits: Limits | None = None
) -> "ImapSession":
    """The session over a connection that stands: greeting and capabilities."""
    session = ImapSession(stream, network, transcript, limits)
    await session.greet()
    return session


class ImapSession:
    def __init__(
        self, stream: Stream, network: Network, transcript: Transcript | None = None, limits: Limits | None = None
    ) -> None:
        self._talk = Conversation(stream, network, transcript, limits)
        self.greeting = ""

    @property
    def stream(self) -> Stream:
        return self._talk.stream

    @property
    def transcript(self) -> Transcript:
        return self._talk.transcript

    @property
    def capabilities(self) -> frozenset[str]:
        return self._talk.client.capabilities

    @property
    def mechanisms(self) -> tuple[str, ...]:
        return tuple(sorted(name.removeprefix("AUTH=") for name in self.capabilities if name.startswith("AUTH=")))

    def can(self, capability: str) -> bool:
        return self._talk.client.can(capability)

    # --- beginning and end

    async def greet(self) -> None:
        try:
            event = await self._talk.event(
                Deadline(self._talk.network.greeting_seconds), self._talk.network.greeting_seconds
            )
        except ProtocolViolation as error:
            text = error.facts.get("text", "")
            raise Misconfigured("protocol-not-this-service", field="port", **self._talk.where, text=text) from error
        except Unreachable as error:
            raise (
                await silence.explain(self._talk.network, self.stream) if error.code == "answer-timeout" else error
            ) from None
        assert isinstance(event, Condition)  # the engine lets nothing else through
        self.greeting = event.text
        if event.kind == "BYE":
            raise imap_refusals.of_goodbye(event, **self._talk.where)
        if not self.capabilities:
            await self._talk.run("CAPABILITY")

    async def start_tls(self, server_name: str, ca_pem: str = "") -> None:
        """STARTTLS; the capabilities are asked for again, since those from before could be anybody's."""
        if self._talk.client.state is not State.NOT_AUTHENTICATED:
            # RFC 9051 section 7.1.4: PREAUTH in plain text would keep us from ever encrypting
            raise ProtocolViolation("starttls-preauth", by=By.THEM, **self._talk.where)
        if not self.can("STARTTLS"):
            raise Misconfigured("starttls-not-offered", field="encryption", **self._talk.where)
        await self._talk.run("STARTTLS")
        await self.stream.start_tls(server_name, ca_pem, self._talk.network.connect_seconds)
        self._talk.client.tls_started()
        self.transcript.note("TLS began")
        await self._talk.run("CAPABILITY")

    async def logout(self) -> None:
        """Say goodbye and close; a server that is gone already is no error."""
        try:
            if self._talk.client.state is not State.LOGOUT and not self._talk.client.running:
                await self._talk.run("LOGOUT", seconds=GOODBYE_SECONDS)
        except (Unreachable, Refused):
            self.transcript.note("no answer to the goodbye")
        finally:
            await self.close()

    async def close(self) -> None:
        await self.stream.close()

    async def __aenter__(self) -> "ImapSession":
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await (self.logout() if kind is None else self.close())

    # --- signing on

    async def authenticate(self, mechanism: str, user: str, secret: Secret[str]) -> None:
        """Sign on; `Refused("sign-on-refused")` holds the server's words in `text`, its JSON in `challenge`."""
        bearer.check(mechanism, self.stream)
        if mechanism.upper() not in self.mechanisms:
            raise self._not_offered(mechanism)
        exchange = sasl.begin(mechanism, user, secret.reveal(), self.stream.host, self.stream.port)
        initial = (
            [Atom(base64.b64encode(exchange.responses[0]) or b"=")] if exchange.initial and self.can("SASL-IR") else []
        )
        before = self.capabilities
        await self._talk.start("AUTHENTICATE", Atom(exchange.mechanism.encode()), *initial)
        completion, challenges = await self._exchange(exchange, len(initial))
        if completion.kind != "OK":
            said = challenges[-1] if challenges else b""
            shown = said[:CHALLENGE_CHARACTERS].decode("utf-8", "replace")
            raise imap_refusals.of_sign_on(completion, exchange.mechanism, shown, **self._talk.where)
        await self._learn_again(before)

    async def login(self, user: str, secret: Secret[str]) -> None:
        """The LOGIN command, for servers without AUTH=PLAIN."""
        if self.can("LOGINDISABLED"):
            raise self._not_offered("LOGIN")
        before = self.capabilities
        try:
            await self._talk.run("LOGIN", user, secret.reveal())
        except Refused as error:
            facts = {**error.facts, "mechanism": "LOGIN", "challenge": ""}
            raise Refused("sign-on-refused", status=None, **facts) from None
        await self._learn_again(before)

    async def _exchange(self, exchange: sasl.Exchange, answered: int) -> tuple[Completion, list[bytes]]:
        deadline, challenges = Deadline(self._talk.network.answer_seconds), list[bytes]()
        while not isinstance(event := await self._talk.event(deadline), Completion):
            if not isinstance(event, Continuation):
                continue
            if len(challenges) >= CHALLENGES:
                raise ProtocolViolation("sasl-endless", by=By.THEM, **self._talk.where)
            challenges.append(challenge_of(event))
            response = exchange.answer(answered + len(challenges) - 1)
            self._talk.client.answer(b"*" if response is None else base64.b64encode(response))
        return event, [challenge for challenge in challenges if challenge]

    async def _learn_again(self, before: frozenset[str]) -> None:
        """The capabilities after signing on. Where they are refused (Exchange, when the mailbox is not open to the
        account) those from before are kept: the next command says it again, and that is the step that it belongs to."""
        if self.capabilities:
            return
        try:
            await self._talk.run("CAPABILITY")
        except Refused:
            self._talk.client.capabilities = before

    # --- folders

    async def identify(self, fields: Mapping[str, str]) -> dict[str, str]:
        """Tell the server who we are; who it is. Nothing without ID."""
        if not self.can("ID"):
            return {}
        events, _ = await self._talk.run("ID", ident.argument(fields))
        return next((ident.of_data(event) for event in events if isinstance(event, Data) and event.name == "ID"), {})

    async def namespace(self) -> Namespaces:
        """Where folders are; empty without NAMESPACE (then a NOOP still shows whether the mailbox is open)."""
        if not self.can("NAMESPACE"):
            await self._talk.run("NOOP")
            return Namespaces()
        events, _ = await self._talk.run("NAMESPACE")
        found = [event for event in events if isinstance(event, Data) and event.name == "NAMESPACE"]
        return namespace.of_data(found[0]) if found else Namespaces()

    async def list_folders(self, prefix: str = "") -> list[Listed]:
        """The folders below the prefix (a path, with its delimiter), each special use assigned once."""
        pattern = listing.wire_of(prefix) + b"*"
        options: list[Value] = [Atom(b"RETURN"), [Atom(b"SPECIAL-USE")]]
        extended = self.can("LIST-EXTENDED") and self.can("SPECIAL-USE")
        events, _ = await self._talk.run("LIST", b"", pattern, *(options if extended else ()), seconds=SLOW_SECONDS)
        return special_use.assign(
            listing.of_data(one) for one in events if isinstance(one, Data) and one.name == "LIST"
        )

    async def examine(self, path: str) -> Selected:
        """Open for reading: nothing changes there."""
        return await self._select("EXAMINE", path)

    async def select(self, path: str) -> Selected:
        return await self._select("SELECT", path)

    async def create(self, path: str) -> None:
        await self._talk.run("CREATE", listing.wire_of(path))

    async def _select(self, command: str, path: str) -> Selected:
        parameters: list[Value] = [[Atom(b"CONDSTORE")]] if self.can("CONDSTORE") else []
        events, completion = await self._talk.run(command, listing.wire_of(path), *parameters, seconds=SLOW_SECONDS)
        return selecting.of_events(path, events, completion)

    # --- messages

    async def uid_search(self, *criteria: Value) -> list[int]:
        """UIDs, ascending. Words as `Atom`, strings as they are: `uid_search(Atom(b"HEADER"), "Message-ID", id)`."""
        wanted = criteria or (Atom(b"ALL"),)
        events, _ = await self._talk.run("UID SEARCH", *wanted, seconds=SLOW_SECONDS)
        return searching.numbers(events)

    async def uid_fetch(
        self, uids: str | Iterable[int], items: Sequence[str], changed_since: int | None = None
    ) -> AsyncIterator[Fetched]:
        """What the server says of these messages, as it comes; among it changes of flags that nobody asked for.

        `uids` is a set as in "1:*", or numbers. A UID that is gone is passed over in silence.
        """
        modifiers: list[Value] = [[Atom(b"CHANGEDSINCE"), changed_since]] if changed_since is not None else []
        tag = await self._talk.start("UID FETCH", set_of(uids), [Atom(item.encode()) for item in items], *modifiers)
        while not isinstance(event := await self._talk.event(Deadline(BODY_SECONDS)), Completion):
            if isinstance(event, Data) and event.name == "FETCH" and event.number is not None:
                yield fetching.of_response(event.number, event.values)
                if tag not in self._talk.client.running:  # brought to its end by another command meanwhile
                    return
        if event.kind != "OK":
            raise imap_refusals.of_completion(event, **self._talk.where)

    async def uid_store(self, uids: str | Iterable[int], action: str, flags: Iterable[str]) -> None:
        """`action` is "+FLAGS.SILENT" and the like."""
        await self._talk.run("UID STORE", set_of(uids), Atom(action.encode()), [Atom(flag.encode()) for flag in flags])

    async def uid_expunge(self, uids: str | Iterable[int]) -> None:
        """Only these, of those marked \\Deleted: UIDPLUS, RFC 4315."""
        await self._talk.run("UID EXPUNGE", set_of(uids))

    async def uid_copy(self, uids: str | Iterable[int], path: str) -> None:
        await self._talk.run("UID COPY", set_of(uids), listing.wire_of(path), seconds=SLOW_SECONDS)

    async def uid_move(self, uids: str | Iterable[int], path: str) -> None:
        """MOVE (RFC 6851), or copied, marked and expunged where the server knows UIDPLUS only."""
        if self.can("MOVE"):
            await self._talk.run("UID MOVE", set_of(uids), listing.wire_of(path), seconds=SLOW_SECONDS)
            return
        if not self.can("UIDPLUS"):  # EXPUNGE would take others' deleted messages with it
            raise Misconfigured("move-not-offered", field="incoming", **self._talk.where)
        uids = uids if isinstance(uids, str) else list(uids)
        await self.uid_copy(uids, path)
        await self.uid_store(uids, "+FLAGS.SILENT", ["\\Deleted"])
        await self.uid_expunge(uids)

    async def append(
        self, path: str, octets: bytes, flags: Iterable[str] = (), date: datetime | None = None
    ) -> int | None:
        """File a message; its UID where the server says it (UIDPLUS)."""
        moment = [dates.print_date_time(date)] if date else []
        marks = [Atom(flag.encode()) for flag in flags]
        _, completion = await self._talk.run(
            "APPEND", listing.wire_of(path), marks, *moment, Literal(octets), seconds=BODY_SECONDS
        )
        return uidplus.appended(completion)

    async def noop(self) -> list[Change]:
        """What has happened in the open folder."""
        events, _ = await self._talk.run("NOOP")
        return [change for change in map(idling.of_event, events) if change]

    async def idle(self, timeout: float = idling.USUAL_SECONDS) -> AsyncIterator[Change]:  # noqa: ASYNC109
        """Changes in the open folder as they happen, for so many seconds; leave it whenever you like."""
        tag = await self._talk.start("IDLE")
        answering, until = Deadline(self._talk.network.answer_seconds), Deadline(timeout)
        early = []
        while not isinstance(event := await self._talk.event(answering), Continuation):
            if isinstance(event, Completion):
                raise imap_refusals.of_completion(event, **self._talk.where)
            early.append(idling.of_event(event))
        self._talk.idling = tag
        try:
            for change in filter(None, early):  # what happened before we waited is told before the continuation
                yield change
            while self._talk.idling == tag and (news := await self._change(until)):
                yield news
        finally:
            if self._talk.idling == tag:
                await self._talk.finish_former()

    async def _change(self, until: Deadline) -> Change | None:
        """The next change; None when it is time to go."""
        while until.left > LEAST_SECONDS:
            try:
                event = await self._talk.event(until, until.left)
            except Unreachable as error:
                if error.code == "answer-timeout":
                    return None
                raise
            if isinstance(event, Completion):
                self._talk.idling = ""
                return None
            if change := idling.of_event(event):
                return change
        return None

    def _not_offered(self, mechanism: str) -> Misconfigured:
        offered = " ".join(self.mechanisms)
        return Misconfigured(
            "protocol-mechanism-not-offered",
            field="authentication",
            mechanism=mechanism,
            offered=offered,
            **self._talk.where,
        )


def challenge_of(event: Continuation) -> bytes:
    """Decoded; as it came when it is no base64."""
    try:
        return sasl.from_wire(event.text)
    except ValueError:
        return event.text


def set_of(uids: str | Iterable[int]) -> Atom:
    if isinstance(uids, str):
        sets.read_set(uids.encode(), sets.LARGEST)
        return Atom(uids.encode())
    return sets.print_set(uids)
