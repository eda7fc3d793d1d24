"""One request at the token endpoint, with the app registration's own credentials."""

import asyncio
from collections.abc import Mapping

from poststelle.mailroom.explain import explained
from poststelle.mailroom.issuer.discovery import Issuer
from poststelle.mailroom.parts import Parts
from poststelle.mailroom.place import client_secret
from poststelle.model.errors import Refused
from poststelle.model.finding import Step
from poststelle.model.mailbox import AppRegistration
from poststelle.protocols.oauth import answer, request
from poststelle.protocols.oauth.answer import TokenAnswer
from poststelle.providers.contract import Provider
from poststelle.transport import http


async def token(
    parts: Parts, app: AppRegistration, provider: Provider, issuer: Issuer, form: Mapping[str, str]
) -> TokenAnswer:
    """The tokens, or `Refused` with the catalogue's code and the HTTP status the provider gave."""
    said = await post(parts, app, issuer.endpoints.token, form, basic=issuer.basic)
    try:
        return answer.parse_token(said.status, said.headers, said.body, parts.now())
    except Refused as error:
        raise explained(provider, Step.TOKEN, error) from error


async def post(
    parts: Parts, app: AppRegistration, endpoint: str, form: Mapping[str, str], *, basic: bool = False
) -> http.Answer:
    secret = await asyncio.to_thread(client_secret, parts, app.id)
    headers, fields = request.authenticated(dict(form), app.client_id, secret.reveal() if secret else None, basic)
    return await http.request(parts.network, "POST", endpoint, headers=headers, form=fields, ca_pem=app.ca_pem)
