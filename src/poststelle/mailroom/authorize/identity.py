"""Who signed in: the claims of the ID token, after its signature, issuer, audience, nonce and times were checked."""

from poststelle.mailroom.issuer.discovery import Issuer, document
from poststelle.mailroom.parts import Parts
from poststelle.model.errors import Misconfigured, Refused
from poststelle.model.mailbox import AppRegistration
from poststelle.protocols.oauth import id_token
from poststelle.protocols.oauth.answer import TokenAnswer
from poststelle.protocols.oauth.id_token import IdToken
from poststelle.providers.contract import Provider


async def identity(
    parts: Parts, app: AppRegistration, provider: Provider, issuer: Issuer, token: TokenAnswer, nonce: str
) -> IdToken:
    """`Refused("id-token-…")` when it does not hold; the keys are fetched anew once, since issuers change them."""
    if not token.id_token:
        raise Refused("id-token-missing", text="")
    if not issuer.endpoints.jwks:
        raise Misconfigured("issuer-missing", field="issuer", app=app.name)
    try:
        return _validate(await document(parts, app, issuer.endpoints.jwks), app, provider, issuer, token, nonce, parts)
    except Refused:
        keys = await document(parts, app, issuer.endpoints.jwks, anew=True)
    return _validate(keys, app, provider, issuer, token, nonce, parts)


def _validate(
    keys: bytes, app: AppRegistration, provider: Provider, issuer: Issuer, token: TokenAnswer, nonce: str, parts: Parts
) -> IdToken:
    return id_token.validate(
        token.id_token,
        keys,
        issuer=issuer.issuer,
        audience=app.client_id,
        nonce=nonce,
        now=parts.now(),
        issuer_matches=provider.issuer_matches,
    )
