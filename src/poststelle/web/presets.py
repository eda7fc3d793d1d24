"""What a provider's servers are called, filled in at a click; "other server" empties the form."""

from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from poststelle.model.mailbox import AppRegistration, Connection, Protocol
from poststelle.web import place

ISSUER_PORT = 8700  # where an issuer of one's own machine is by default, with its mail servers behind it


@dataclass(frozen=True, slots=True)
class Preset:
    name: str
    label: str | Promise
    incoming: Connection | None
    outgoing: Connection | None


def presets() -> list[tuple[str, str | Promise]]:
    known = place.parts().providers
    return [(name, _(one.label) if one.presets else _("Other server")) for name, one in known.items()]


def preset_for(name: str, protocol: str, apps: list[AppRegistration]) -> Preset | None:
    """The preset asked for in the address, with IMAP unless POP3 is wanted."""
    provider = place.parts().providers.get(name)
    if provider is None:
        return None
    reading = Protocol.POP3 if protocol == Protocol.POP3 else Protocol.IMAP
    app = next((app for app in apps if app.provider == name), None)
    incoming, outgoing = provider.presets.get(reading), provider.presets.get(Protocol.SMTP)
    return Preset(name, provider.label, beside(incoming, app), beside(outgoing, app))


def beside(connection: Connection | None, app: AppRegistration | None) -> Connection | None:
    """A mail server on the issuer's own machine: its ports follow the issuer's, its certificate is of one authority."""
    if connection is None or app is None:
        return connection
    issuer = urlsplit(app.issuer)
    if issuer.hostname != connection.host or not issuer.port:
        return connection
    return replace(connection, port=issuer.port + connection.port - ISSUER_PORT, ca_pem=connection.ca_pem or app.ca_pem)
