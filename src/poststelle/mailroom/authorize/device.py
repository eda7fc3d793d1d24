"""For machines without a browser: a code is shown, typed elsewhere, and we ask until somebody signed in (RFC 8628)."""

import asyncio
from dataclasses import dataclass
from datetime import datetime

from poststelle.mailroom import postbox
from poststelle.mailroom.authorize.account import SignedIn, protocols_of, signed_in
from poststelle.mailroom.authorize.identity import identity
from poststelle.mailroom.explain import explained
from poststelle.mailroom.issuer.discovery import Issuer, discover
from poststelle.mailroom.issuer.request import post, token
from poststelle.mailroom.parts import Parts
from poststelle.mailroom.place import Place, look_up
from poststelle.model.errors import Misconfigured, Refused
from poststelle.model.finding import Step
from poststelle.model.identifiers import MailboxId
from poststelle.model.person import Person
from poststelle.model.secret import Secret
from poststelle.protocols.oauth import answer, request
from poststelle.protocols.oauth.answer import TokenAnswer

SLOWER_SECONDS = 5  # RFC 8628 section 3.5
PENDING = "authorization_pending"
SLOW_DOWN = "slow_down"


@dataclass(frozen=True, slots=True)
class DeviceCode:
    """What the person is shown: type `user_code` at `url`; `complete_url` spares the typing where there is one."""

    mailbox: MailboxId
    url: str
    user_code: str
    complete_url: str
    expires: datetime
    interval_seconds: int
    device_code: Secret[str]


async def begin_device(parts: Parts, person: Person, mailbox: MailboxId) -> DeviceCode:
    await asyncio.to_thread(postbox.find, person, mailbox)
    place = await asyncio.to_thread(look_up, parts, mailbox)
    app = place.registered
    issuer = await _issuer(parts, place)
    form = request.device_start_form(app.client_id, place.provider.scopes(app, protocols_of(place.mailbox)))
    said = await post(parts, app, issuer.endpoints.device, form)
    try:
        code = answer.parse_device(said.status, said.headers, said.body, parts.now())
    except Refused as error:
        raise explained(place.provider, Step.TOKEN, error) from error
    return DeviceCode(
        mailbox=mailbox,
        url=code.verification_url,
        user_code=code.user_code,
        complete_url=code.complete_url,
        expires=code.expires,
        interval_seconds=code.interval_seconds,
        device_code=code.device_code,
    )


async def poll_device(parts: Parts, person: Person, device: DeviceCode) -> SignedIn:
    """Wait until somebody typed the code; `Refused` when that was declined or took too long."""
    place = await asyncio.to_thread(look_up, parts, device.mailbox)
    issuer = await _issuer(parts, place)
    got = await _wait(parts, place, issuer, device)
    who = await identity(parts, place.registered, place.provider, issuer, got, "")
    return await signed_in(parts, place, person, who, got)


async def _wait(parts: Parts, place: Place, issuer: Issuer, device: DeviceCode) -> TokenAnswer:
    interval = float(device.interval_seconds)
    form = request.device_form(device.device_code.reveal())
    while parts.now() < device.expires:
        await asyncio.sleep(interval)
        try:
            return await token(parts, place.registered, place.provider, issuer, form)
        except Refused as error:
            said = error.facts.get("said", error.code)
            if said == SLOW_DOWN:
                interval += SLOWER_SECONDS
            elif said != PENDING:
                raise
    raise Refused("device-code-expired", user_code=device.user_code, text="")


async def _issuer(parts: Parts, place: Place) -> Issuer:
    issuer = await discover(parts, place.registered, place.provider)
    if not issuer.endpoints.device:
        raise Misconfigured("device-url-missing", field="device_url", app=place.registered.name)
    return issuer
