"""What can be seen to be wrong before anything is tried: the slips of the pen that cost people an afternoon.

Pure: fields in, mistakes out. Each names its field as the form, the API and the TOML file do.
"""

import dataclasses
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from ipaddress import ip_address
from urllib.parse import urlsplit

from poststelle.model.identifiers import AppId
from poststelle.model.mailbox import AppRegistration, Authentication, Connection, Encryption, Protocol
from poststelle.model.secret import Secret
from poststelle.providers.contract import Provider

GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
DOMAIN = re.compile(
    r"(?=.{1,253}$)([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z0-9_]([a-z0-9-]{0,61}[a-z0-9])?\.?", re.I
)
ANY_TENANT = ("common", "organizations", "consumers")
BRACES = "{}<>\"'"
INCOMING = (Protocol.IMAP, Protocol.POP3)
# Ports that mean one thing, RFC 8314 section 7.3 and RFC 6409; on any other port all is possible.
MEANT: dict[int, tuple[Protocol, tuple[Encryption, ...]]] = {
    993: (Protocol.IMAP, (Encryption.TLS,)),
    143: (Protocol.IMAP, (Encryption.STARTTLS, Encryption.NONE)),
    995: (Protocol.POP3, (Encryption.TLS,)),
    110: (Protocol.POP3, (Encryption.STARTTLS, Encryption.NONE)),
    465: (Protocol.SMTP, (Encryption.TLS,)),
    587: (Protocol.SMTP, (Encryption.STARTTLS, Encryption.NONE)),
    25: (Protocol.SMTP, (Encryption.STARTTLS, Encryption.NONE)),
}


@dataclass(frozen=True, slots=True)
class Mistake:
    field: str
    code: str
    facts: Mapping[str, str] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AppFields:
    """An app registration as somebody entered it. `id` of an existing one changes it."""

    name: str
    provider: str
    client_id: str
    redirect_url: str = ""
    tenant: str = ""
    issuer: str = ""
    authorization_url: str = ""
    token_url: str = ""
    device_url: str = ""
    scopes: tuple[str, ...] = ()
    ca_pem: str = ""
    secret_expires: datetime | None = None
    id: AppId | None = None

    def registration(self) -> AppRegistration:
        """The same as a value, with id 0 for a new one."""
        given = {one.name: getattr(self, one.name) for one in dataclasses.fields(self) if one.name != "id"}
        return AppRegistration(id=self.id or AppId(0), **given)


def mistakes(
    provider: Provider | None,
    app: AppFields | None,
    secret: Secret[str] | None,
    incoming: Connection | None,
    outgoing: Connection | None,
) -> list[Mistake]:
    """Everything that is wrong with a whole mailbox configuration."""
    found = app_mistakes(provider, app, secret) if provider and app else []
    has_app = app is not None
    found += connection_mistakes(incoming, "incoming", has_app=has_app) if incoming else []
    return found + (connection_mistakes(outgoing, "outgoing", has_app=has_app) if outgoing else [])


def app_mistakes(provider: Provider, app: AppFields, secret: Secret[str] | None = None) -> list[Mistake]:
    """What is wrong with an app registration; `secret` is given when one was entered."""
    found = [*_ids(provider, app), *_urls(provider, app)]
    if not app.name.strip():
        found.append(Mistake("name", "name-missing"))
    if "PRIVATE KEY" in app.ca_pem or (app.ca_pem.strip() and "BEGIN CERTIFICATE" not in app.ca_pem):
        found.append(Mistake("ca_file", "ca-file-broken"))
    return found + (list(_secret(provider, app, secret.reveal())) if secret else [])


def connection_mistakes(connection: Connection, direction: str, *, has_app: bool) -> list[Mistake]:
    """What is wrong with one server; `direction` is "incoming" or "outgoing" and leads the field's name."""
    found = [*_host(connection.host), *_port(connection), *_protection(connection, has_app)]
    if (connection.protocol in INCOMING) != (direction == "incoming"):
        found.append(Mistake("protocol", "protocol-not-for-this", {"protocol": connection.protocol}))
    if connection.ca_pem.strip() and "BEGIN CERTIFICATE" not in connection.ca_pem:
        found.append(Mistake("ca_file", "ca-file-broken"))
    return [Mistake(f"{direction}.{one.field}", one.code, one.facts) for one in found]


def _ids(provider: Provider, app: AppFields) -> Iterator[Mistake]:
    for name, text in (("client_id", app.client_id), ("tenant", app.tenant)):
        if any(sign in text for sign in BRACES):
            yield Mistake(name, "braces-in-id", {"fits": text.strip(BRACES + " ")})
        elif text != text.strip() or any(sign.isspace() for sign in text):
            yield Mistake(name, "blank-in-id", {"fits": "".join(text.split())})
    if not app.client_id.strip():
        yield Mistake("client_id", "client-id-missing")
    elif provider.needs_tenant:
        yield from _tenant(app.client_id.strip(BRACES + " "), app.tenant.strip(BRACES + " "))


def _tenant(client_id: str, tenant: str) -> Iterator[Mistake]:
    """Tenant and client of one directory: the client is a GUID, the tenant a GUID or one of its domains."""
    if not tenant:
        yield Mistake("tenant", "tenant-missing")
    elif client_id.lower() == tenant.lower():
        yield Mistake("tenant", "tenant-is-client-id")
    elif not GUID.fullmatch(client_id) and GUID.fullmatch(tenant) and "." in client_id:
        yield Mistake("client_id", "tenant-and-client-swapped")
    elif not GUID.fullmatch(client_id):
        yield Mistake("client_id", "client-id-malformed", {"text": client_id})
    elif not (GUID.fullmatch(tenant) or tenant in ANY_TENANT or ("." in tenant and DOMAIN.fullmatch(tenant))):
        yield Mistake("tenant", "tenant-malformed", {"text": tenant})


def _secret(provider: Provider, app: AppFields, secret: str) -> Iterator[Mistake]:
    if provider.needs_tenant and GUID.fullmatch(secret.strip()):
        same = secret.strip().lower() == app.client_id.strip().lower()
        yield Mistake("client_secret", "secret-is-client-id" if same else "secret-id-instead-of-value")
    elif secret != secret.strip():
        yield Mistake("client_secret", "blank-around-secret")


def _urls(provider: Provider, app: AppFields) -> Iterator[Mistake]:
    for name in ("redirect_url", "issuer", "authorization_url", "token_url", "device_url"):
        text = getattr(app, name)
        if text:
            yield from _url(name, text)
    if app.redirect_url and "#" in app.redirect_url:
        yield Mistake("redirect_url", "url-malformed", {"text": app.redirect_url})
    known = provider.endpoints(app.registration())
    if not urlsplit(known.discovery or known.token).netloc:
        yield Mistake("issuer", "issuer-missing")


def _url(name: str, text: str) -> Iterator[Mistake]:
    try:
        parts = urlsplit(text)
        host = parts.hostname
    except ValueError:
        host = None
    if host is None or parts.scheme not in {"http", "https"} or any(sign.isspace() for sign in text):
        yield Mistake(name, "url-malformed", {"text": text})
    elif parts.scheme == "http" and not is_loopback(host):
        yield Mistake(name, "url-not-secure", {"text": text})


def _host(host: str) -> Iterator[Mistake]:
    bare = urlsplit(host).hostname or "" if "://" in host else host.split("/", maxsplit=1)[0]
    if not host.strip():
        yield Mistake("host", "host-missing")
    elif "://" in host:
        yield Mistake("host", "host-with-scheme", {"text": host, "fits": bare})
    elif "/" in host:
        yield Mistake("host", "host-with-path", {"text": host, "fits": bare})
    elif "@" in host:
        yield Mistake("host", "host-is-address", {"text": host})
    elif re.fullmatch(r"[^:]+:\d+|\[.+\]:\d+", host):
        yield Mistake("host", "host-with-port", {"text": host, "fits": host.rpartition(":")[0]})
    elif not (_is_ip(host) or DOMAIN.fullmatch(_ascii(host))):
        yield Mistake("host", "host-malformed", {"text": host})


def _port(connection: Connection) -> Iterator[Mistake]:
    port = connection.port
    if not 1 <= port <= 65535:
        yield Mistake("port", "port-out-of-range", {"port": str(port)})
    elif port in MEANT:
        protocol, fitting = MEANT[port]
        if connection.protocol is not protocol:
            yield Mistake("port", "port-of-another-protocol", {"port": str(port), "protocol": protocol})
        elif connection.encryption not in fitting:
            facts = {"port": str(port), "encryption": connection.encryption, "fits": fitting[0]}
            yield Mistake("encryption", "port-and-encryption", facts)


def _protection(connection: Connection, has_app: bool) -> Iterator[Mistake]:
    if connection.authentication is Authentication.OAUTH2 and not has_app:
        yield Mistake("authentication", "app-missing")
    if connection.encryption is Encryption.NONE and not is_loopback(connection.host):
        yield Mistake("encryption", "encryption-missing", {"authentication": connection.authentication})


def is_loopback(host: str) -> bool:
    """Whether the host is this machine, where nobody else listens in."""
    return host == "localhost" or (_is_ip(host) and ip_address(host.strip("[]")).is_loopback)


def _is_ip(host: str) -> bool:
    try:
        ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True


def _ascii(host: str) -> str:
    try:
        return host.encode("idna").decode()
    except UnicodeError:
        return host
