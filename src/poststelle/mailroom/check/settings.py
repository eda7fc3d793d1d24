"""Is what was entered plausible? Nothing is sent for it."""

import asyncio
import re
from collections.abc import Iterator

from poststelle.mailroom.check.context import Context, ok
from poststelle.mailroom.place import client_secret
from poststelle.model.errors import Misconfigured
from poststelle.model.finding import Finding, Step
from poststelle.model.mailbox import PORTS, Connection, Encryption

GUID = re.compile(r"\{?[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\}?")
TLS_PORTS = {port for (_, encryption), port in PORTS.items() if encryption is Encryption.TLS}
PLAIN_PORTS = {port for (_, encryption), port in PORTS.items() if encryption is not Encryption.TLS}


async def run(context: Context) -> Finding:
    place = context.place
    for connection in (place.incoming, place.outgoing):
        for error in mistakes(connection):
            raise error
    if context.with_tokens:
        await _of_app(context)
    return ok(Step.SETTINGS, account=context.account.address if context.account else "")


def mistakes(connection: Connection) -> Iterator[Misconfigured]:
    """What cannot work with this server. Pure."""
    where = {"protocol": connection.protocol, "host": connection.host, "port": str(connection.port)}
    if not connection.host or "://" in connection.host or "/" in connection.host or " " in connection.host:
        yield Misconfigured("host-malformed", field="host", **where)
    if connection.encryption is Encryption.TLS and connection.port in PLAIN_PORTS:
        yield Misconfigured("port-wants-starttls", field="port", **where)
    if connection.encryption is not Encryption.TLS and connection.port in TLS_PORTS:
        yield Misconfigured("port-wants-tls", field="port", **where)


async def _of_app(context: Context) -> None:
    app, provider = context.place.registered, context.place.provider
    if not app.client_id:
        raise Misconfigured("client-id-missing", field="client_id", app=app.name)
    if provider.needs_tenant and not app.tenant:
        raise Misconfigured("tenant-missing", field="tenant", app=app.name)
    secret = await asyncio.to_thread(client_secret, context.parts, app.id)
    if secret is None and provider.needs_secret:
        raise Misconfigured("secret-missing", field="client_secret", app=app.name)
    if secret is not None and provider.needs_tenant and GUID.fullmatch(secret.reveal().strip()):
        raise Misconfigured("secret-id-instead-of-value", field="client_secret", app=app.name)
