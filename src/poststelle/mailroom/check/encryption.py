"""Is the line encrypted as configured, and is it the server it says it is?

With STARTTLS the greeting comes first, in plain; with TLS from the start the handshake. A server of the other kind is
recognised, so that the finding can say which setting is meant.
"""

from poststelle.mailroom.check.context import Context, notice, ok
from poststelle.model.errors import Misconfigured, PoststelleError
from poststelle.model.finding import Finding, Step
from poststelle.model.mailbox import Connection, Encryption, Protocol
from poststelle.transport import imap, pop3
from poststelle.transport.stream import Stream

NOT_TLS = frozenset({"tls-wrong-version-number", "tls-timeout"})


async def run(context: Context) -> Finding:
    to, stream = context.place.incoming, context.stream
    assert stream is not None
    if to.encryption is Encryption.TLS:
        await _tls(context, to, stream)
        return _encrypted(stream)
    context.incoming = await greeted(context, stream)
    if to.encryption is Encryption.NONE:
        return notice(Step.ENCRYPTION, "not-encrypted", host=to.host)
    await context.incoming.start_tls(to.host, to.ca_pem)
    return _encrypted(context.incoming.stream)


async def greeted(context: Context, stream: Stream) -> imap.ImapSession | pop3.Session:
    if context.place.incoming.protocol is Protocol.POP3:
        return await pop3.open(stream, context.parts.network)
    return await imap.open(stream, context.parts.network)


async def _tls(context: Context, to: Connection, stream: Stream) -> None:
    try:
        await stream.start_tls(to.host, to.ca_pem, context.parts.network.connect_seconds)
    except PoststelleError as error:
        if error.code in NOT_TLS and await _greets_in_plain(context, to):
            facts = {"host": to.host, "port": str(to.port), "text": error.facts.get("text", "")}
            raise Misconfigured("tls-wrong-version-number", field="encryption", meant="starttls", **facts) from error
        raise


async def _greets_in_plain(context: Context, to: Connection) -> bool:
    try:
        stream = await context.parts.network.connect_to(context.addresses, to.host, to.port)
        try:
            return (await stream.read_some(3.0))[:1] in (b"*", b"+", b"2")
        finally:
            await stream.close()
    except PoststelleError:
        return False


def _encrypted(stream: Stream) -> Finding:
    shown = stream.certificate
    expires = shown.not_after.date().isoformat() if shown else ""
    issuer = shown.issuer if shown else ""
    return ok(Step.ENCRYPTION, version=stream.tls_version, issuer=issuer, expires=expires)
