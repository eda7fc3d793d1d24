"""Where the provider's pages and keys are: its metadata document (RFC 8414), kept for an hour."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from poststelle.mailroom.explain import cause_of, explained
from poststelle.mailroom.parts import Parts
from poststelle.model.errors import Misconfigured, Refused, Unreachable
from poststelle.model.finding import Step
from poststelle.model.mailbox import AppRegistration
from poststelle.protocols.oauth import metadata
from poststelle.providers.contract import Endpoints, Provider
from poststelle.transport import http

KEPT = timedelta(hours=1)
DEADLINE_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Issuer:
    """`issuer` may hold a placeholder that only a token can fill; the provider's rule compares."""

    issuer: str
    endpoints: Endpoints
    iss_in_answer: bool = False
    basic: bool = False  # the token endpoint takes the client secret in HTTP Basic only


_documents: dict[tuple[str, str], tuple[datetime, bytes]] = {}


async def discover(parts: Parts, app: AppRegistration, provider: Provider, *, anew: bool = False) -> Issuer:
    """What the registration says, filled up by what the provider publishes."""
    said = provider.endpoints(app)
    if not said.discovery:
        if not (said.authorization and said.token):
            raise Misconfigured("issuer-missing", field="issuer", app=app.name)
        return Issuer(said.issuer, said)
    found = metadata.parse(await _described(parts, app, provider, said.discovery, anew=anew), said.issuer)
    endpoints = Endpoints(
        discovery=said.discovery,
        issuer=found.issuer,
        authorization=said.authorization or found.authorization,
        token=said.token or found.token,
        device=said.device or found.device,
        jwks=said.jwks or found.jwks,
        admin_consent=said.admin_consent,
    )
    return Issuer(found.issuer, endpoints, found.iss_in_answer, found.basic)


async def _described(parts: Parts, app: AppRegistration, provider: Provider, url: str, *, anew: bool) -> bytes:
    """The metadata document; a refusal that the catalogue knows, such as a wrong tenant, is told by its name."""
    try:
        return await document(parts, app, url, anew=anew)
    except Refused as error:
        if cause_of(provider, Step.PROVIDER, error) is None:
            raise
        raise explained(provider, Step.PROVIDER, error) from error


async def document(parts: Parts, app: AppRegistration, url: str, *, anew: bool = False) -> bytes:
    """The body at this address, from memory while it is fresh."""
    key = (url, app.ca_pem)
    kept = _documents.get(key)
    if kept and not anew and parts.now() - kept[0] < KEPT:
        return kept[1]
    answer = await http.request(parts.network, "GET", url, ca_pem=app.ca_pem, deadline=DEADLINE_SECONDS)
    if answer.status >= 500 or answer.status == 429:
        raise Unreachable("provider-unavailable", url=url, status=str(answer.status))
    if answer.status != 200:
        text = answer.body[:500].decode("utf-8", "replace")
        raise Refused("provider-metadata-missing", status=answer.status, url=url, text=text)
    _documents[key] = (parts.now(), answer.body)
    return answer.body
