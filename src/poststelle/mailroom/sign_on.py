"""Connecting to a mailbox's servers and signing on with a key.

A refusal does not prove that the grant is dead (Postfix answers 535 when its provider is down, tokens are withdrawn
before their time), so the token is renewed once and tried again before anybody is told.
"""

from collections.abc import Awaitable, Callable
from typing import Protocol as Shape
from typing import TypeVar

from poststelle.mailroom.explain import explained
from poststelle.mailroom.keyring import SignOn, access_token, sign_on
from poststelle.mailroom.parts import Parts
from poststelle.mailroom.place import Place
from poststelle.model.errors import Misconfigured, Refused
from poststelle.model.finding import Step
from poststelle.model.mailbox import Authentication, Connection, Protocol
from poststelle.model.person import Account
from poststelle.model.secret import Secret
from poststelle.transport import imap, pop3, smtp


class Session(Shape):
    """What the sessions of all protocols have in common."""

    @property
    def mechanisms(self) -> tuple[str, ...]: ...

    async def authenticate(self, mechanism: str, user: str, secret: Secret[str]) -> None: ...

    async def close(self) -> None: ...


S = TypeVar("S", bound=Session)
STEP = {Protocol.IMAP: Step.LOGIN, Protocol.POP3: Step.LOGIN, Protocol.SMTP: Step.OUTGOING}


def reading_name(place: Place, account: Account | None) -> str:
    """The name that signs on to the incoming server."""
    return place.provider.identity(place.incoming, place.mailbox, account.address if account else place.mailbox.address)


async def open_imap(parts: Parts, place: Place, account: Account | None) -> imap.ImapSession:
    return await _open(parts, place, place.incoming, account, imap.connect)


async def open_pop3(parts: Parts, place: Place, account: Account | None) -> pop3.Session:
    return await _open(parts, place, place.incoming, account, pop3.connect)


async def open_smtp(parts: Parts, place: Place, account: Account | None) -> smtp.Session:
    return await _open(parts, place, place.outgoing, account, smtp.connect)


async def _open(
    parts: Parts,
    place: Place,
    connection: Connection,
    account: Account | None,
    connect: Callable[..., Awaitable[S]],
) -> S:
    """Signed on, or closed and an error in the catalogue's words."""
    try:
        return await _attempt(parts, connection, await sign_on(parts, place, connection, account), connect)
    except Refused as error:
        if account is None or connection.authentication is not Authentication.OAUTH2 or not _of_server(error):
            raise explained(place.provider, STEP[connection.protocol], error) from error
    await access_token(parts, account.id, connection.protocol, renew=True)
    try:
        return await _attempt(parts, connection, await sign_on(parts, place, connection, account), connect)
    except Refused as error:
        raise explained(place.provider, STEP[connection.protocol], error) from error


async def _attempt(parts: Parts, connection: Connection, key: SignOn, connect: Callable[..., Awaitable[S]]) -> S:
    session = await connect(parts.network, connection)
    try:
        await authenticate(session, key)
    except BaseException:
        await session.close()
        raise
    return session


async def authenticate(session: Session, key: SignOn) -> str:
    """Sign on with the first of our mechanisms that the server offers; which one it was."""
    try:
        return await _authenticate(session, key)
    except Refused as error:
        if key.by_password:
            error.facts = {**error.facts, "by": "password"}
        raise


async def _authenticate(session: Session, key: SignOn) -> str:
    offered = session.mechanisms
    common = [name for name in key.mechanisms if name in offered]
    if common:
        await session.authenticate(common[0], key.username, key.secret)
        return common[0]
    if key.by_password and isinstance(session, imap.ImapSession):
        await session.login(key.username, key.secret)
        return "LOGIN"
    if key.by_password and isinstance(session, pop3.Session):
        await session.authenticate("USER", key.username, key.secret)
        return "USER"
    raise Misconfigured(
        "protocol-mechanism-not-offered",
        field="authentication",
        offered=" ".join(offered),
        wanted=" ".join(key.mechanisms),
    )


def _of_server(error: Refused) -> bool:
    """Said by the mail server about our token, not by the token endpoint."""
    return error.code == "sign-on-refused"
