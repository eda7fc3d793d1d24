"""Is what was entered plausible? Nothing is sent for it; the form asks the same questions, of what is entered there."""

import asyncio
from dataclasses import fields

from poststelle.mailroom.check.context import Context, ok
from poststelle.mailroom.configure.slips import AppFields, Mistake, app_mistakes, connection_mistakes
from poststelle.mailroom.place import Place, client_secret
from poststelle.model.errors import Misconfigured
from poststelle.model.finding import Finding, Step
from poststelle.model.mailbox import AppRegistration
from poststelle.model.secret import Secret


async def run(context: Context) -> Finding:
    place = context.place
    found = of_servers(place)
    if context.with_tokens:
        app = place.registered
        secret = await asyncio.to_thread(client_secret, context.parts, app.id)
        found += of_app(place, app, secret)
    for mistake in found:
        raise Misconfigured(mistake.code, **{**mistake.facts, "field": mistake.field})
    return ok(Step.SETTINGS, account=context.account.address if context.account else "")


def of_servers(place: Place) -> list[Mistake]:
    """What cannot work with the two servers. Pure."""
    both = {"incoming": place.incoming, "outgoing": place.outgoing}
    has_app = place.app is not None
    return [one for side, to in both.items() for one in connection_mistakes(to, side, has_app=has_app)]


def of_app(place: Place, app: AppRegistration, secret: Secret[str] | None) -> list[Mistake]:
    """What cannot work with the app registration. Pure."""
    entered = AppFields(**{one.name: getattr(app, one.name) for one in fields(AppFields)})
    found = app_mistakes(place.provider, entered, secret)
    if secret is None and place.provider.needs_secret:
        found.append(Mistake("client_secret", "secret-missing"))
    return found
