"""What a provider's servers are called, filled in at a click; "other server" empties the form."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from poststelle.model.mailbox import Connection, Protocol
from poststelle.web import place


@dataclass(frozen=True, slots=True)
class Preset:
    name: str
    label: str | Promise
    incoming: Connection | None
    outgoing: Connection | None


def presets() -> list[tuple[str, str | Promise]]:
    known = place.parts().providers
    return [(name, _("Other server") if not one.presets else one.label) for name, one in known.items()]


def preset_for(name: str, protocol: str) -> Preset | None:
    """The preset asked for in the address, with IMAP unless POP3 is wanted."""
    provider = place.parts().providers.get(name)
    if provider is None:
        return None
    reading = Protocol.POP3 if protocol == Protocol.POP3 else Protocol.IMAP
    return Preset(name, provider.label, provider.presets.get(reading), provider.presets.get(Protocol.SMTP))
