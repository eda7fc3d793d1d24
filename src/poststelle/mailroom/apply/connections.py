"""The servers of a mailbox: what the file leaves open comes from the provider's preset, or is what is usual."""

from poststelle.mailroom.apply.document import ConnectionEntry
from poststelle.model.errors import Misconfigured
from poststelle.model.mailbox import PORTS, Authentication, Connection, Encryption, Protocol
from poststelle.providers.contract import Provider

USUAL = {
    Protocol.IMAP: Encryption.TLS,
    Protocol.POP3: Encryption.TLS,
    Protocol.SMTP: Encryption.STARTTLS,
}


def connection(entry: ConnectionEntry, provider: Provider | None, *, has_app: bool) -> Connection:
    preset = provider.presets.get(entry.protocol) if provider else None
    host = entry.host or (preset.host if preset else "")
    if not host:
        raise Misconfigured("value-missing", field=f"{entry.path}.host")
    encryption = entry.encryption or (preset.encryption if preset else USUAL[entry.protocol])
    usual_port = preset.port if preset and encryption is preset.encryption else PORTS[entry.protocol, encryption]
    return Connection(
        protocol=entry.protocol,
        host=host,
        port=usual_port if entry.port is None else entry.port,
        encryption=encryption,
        authentication=entry.authentication or (Authentication.OAUTH2 if has_app else Authentication.PASSWORD),
        username=entry.username or (preset.username if preset else None),
        ca_pem=entry.ca_pem,
    )
