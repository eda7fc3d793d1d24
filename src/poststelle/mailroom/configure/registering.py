"""Scene 3, the upper half: what the provider knows of this installation, and the secret it gave for it."""

from poststelle.mailroom import journal, rights
from poststelle.mailroom.configure.slips import AppFields, app_mistakes
from poststelle.mailroom.parts import Parts
from poststelle.model.errors import Misconfigured
from poststelle.model.identifiers import AppId
from poststelle.model.mailbox import AppRegistration
from poststelle.model.person import Person
from poststelle.model.secret import Secret
from poststelle.store import registrations, vault


def apps(actor: Person | None) -> list[AppRegistration]:
    """All registrations, for administrators; their secrets are not among it."""
    if actor is not None:
        rights.administer(actor)
    return registrations.everyone()


def app(actor: Person | None, number: AppId) -> AppRegistration:
    if actor is not None:
        rights.administer(actor)
    return registrations.find(number)


def register(
    parts: Parts, actor: Person | None, fields: AppFields, secret: Secret[str] | None = None
) -> AppRegistration:
    """Add a registration, or change that of `fields.id`. Without a secret the one that is there stays."""
    if actor is not None:
        rights.administer(actor)
    provider = parts.providers.get(fields.provider)
    if provider is None:
        raise Misconfigured("provider-unknown", field="provider", provider=fields.provider)
    for mistake in app_mistakes(provider, fields, secret):
        raise Misconfigured(mistake.code, **{"field": mistake.field, **mistake.facts})
    kept = registrations.keep(fields.registration())
    if secret is not None:
        vault.drop(registrations.OWNER, kept.id)  # tokens that the old secret brought as well
        vault.put(parts.vault, registrations.OWNER, kept.id, registrations.CLIENT_SECRET, secret)
    journal.note(parts, "app-changed" if fields.id else "app-registered", actor, app=kept.name)
    return registrations.find(kept.id)


def unregister(parts: Parts, actor: Person | None, number: AppId) -> None:
    """Forget a registration; `Conflict` while a mailbox uses it."""
    if actor is not None:
        rights.administer(actor)
    name = registrations.find(number).name
    registrations.remove(number)
    journal.note(parts, "app-removed", actor, app=name)
