"""The round trip through the browser: authorization code, PKCE, a single-use `state` bound to session and mailbox."""

import asyncio
import hashlib
from collections.abc import Mapping

from poststelle.mailroom import postbox
from poststelle.mailroom.authorize.account import SignedIn, protocols_of, signed_in
from poststelle.mailroom.authorize.identity import identity
from poststelle.mailroom.explain import explained
from poststelle.mailroom.issuer.discovery import Issuer, discover
from poststelle.mailroom.issuer.request import token
from poststelle.mailroom.parts import Parts
from poststelle.mailroom.place import look_up
from poststelle.model.errors import Refused
from poststelle.model.finding import Step
from poststelle.model.identifiers import MailboxId
from poststelle.model.person import Person
from poststelle.model.secret import Secret
from poststelle.protocols.oauth import callback as answer
from poststelle.protocols.oauth import request
from poststelle.providers.contract import Provider
from poststelle.store import persons, signins
from poststelle.store.signins import Pending


async def begin(parts: Parts, person: Person, mailbox: MailboxId, session: str, redirect_url: str | None = None) -> str:
    """The address of the provider's page. `session` names the browser session, which alone may come back."""
    await asyncio.to_thread(postbox.find, person, mailbox)
    place = await asyncio.to_thread(look_up, parts, mailbox)
    app = place.registered
    issuer = await discover(parts, app, place.provider)
    state, nonce, pkce = parts.new_token(), parts.new_token(), request.pkce(parts.new_token())
    back = redirect_url or app.redirect_url
    pending = Pending(mailbox, app.id, person.id, back, nonce, Secret(pkce.verifier))
    await asyncio.to_thread(signins.start, parts.vault, _hash(state), _hash(session), pending, parts.now())
    return request.authorization_url(
        issuer.endpoints.authorization,
        client_id=app.client_id,
        redirect_url=back,
        scopes=place.provider.scopes(app, protocols_of(place.mailbox)),
        state=state,
        nonce=nonce,
        challenge=pkce.challenge,
        extra=place.provider.sign_in,
    )


async def finish(parts: Parts, session: str, callback: Mapping[str, str]) -> SignedIn:
    """What the provider's page sent back, turned into an account. A `state` counts once, and in its own session."""
    state = callback.get("state", "")
    pending = await asyncio.to_thread(signins.take, parts.vault, _hash(state), _hash(session), parts.now())
    if pending is None:
        raise Refused("state-mismatch", text=callback.get("error_description", ""))
    place = await asyncio.to_thread(look_up, parts, pending.mailbox)
    person = await asyncio.to_thread(persons.find, pending.person)
    app = place.registered
    if app.id != pending.app:
        raise Refused("app-changed-meanwhile", mailbox=place.mailbox.address)
    issuer = await discover(parts, app, place.provider)
    form = request.code_form(
        _code(callback, state, issuer, place.provider), pending.redirect_url, pending.verifier.reveal()
    )
    got = await token(parts, app, place.provider, issuer, form)
    who = await identity(parts, app, place.provider, issuer, got, pending.nonce)
    return await signed_in(parts, place, person, who, got)


def _code(callback: Mapping[str, str], state: str, issuer: Issuer, provider: Provider) -> str:
    """The code, or the provider's refusal in the catalogue's words."""
    # an issuer with a placeholder cannot be compared before a token has come; RFC 9207 asks for it only where promised
    comparable = issuer.issuer if "{" not in issuer.issuer else ""
    try:
        return answer.parse(callback, state=state, issuer=comparable, iss_required=issuer.iss_in_answer)
    except Refused as error:
        raise explained(provider, Step.TOKEN, error) from error


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
