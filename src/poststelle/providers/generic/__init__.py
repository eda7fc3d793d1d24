"""Any server that keeps to the standards: OpenID Connect, and IMAP, POP3 and SMTP with OAuth 2.0 or a password."""

from poststelle.model.mailbox import AppRegistration, Protocol
from poststelle.providers.contract import Endpoints, Provider, SentCopy
from poststelle.providers.manners.signon import own_name

SCOPES = ("openid", "profile", "email", "offline_access")


def endpoints(app: AppRegistration) -> Endpoints:
    """What the registration says wins over what discovery finds."""
    base = app.issuer.rstrip("/")
    return Endpoints(
        discovery=f"{base}/.well-known/openid-configuration" if base else "",
        issuer=app.issuer,
        authorization=app.authorization_url,
        token=app.token_url,
        device=app.device_url,
    )


def scopes(app: AppRegistration, _: frozenset[Protocol]) -> tuple[str, ...]:
    return app.scopes or SCOPES


def app_only_scopes(app: AppRegistration, _: Protocol) -> tuple[str, ...]:
    """Only what concerns the mail: a client that speaks for itself has no identity to ask for."""
    return tuple(scope for scope in app.scopes if scope not in SCOPES)


PROVIDER = Provider(
    name="generic",
    label="OpenID Connect",
    endpoints=endpoints,
    scopes=scopes,
    token_scopes=lambda app, protocol: (),
    app_only_scopes=app_only_scopes,
    identity=own_name,
    presets={},
    # OpenID Connect Core section 11: without consent the request for offline_access is dropped in silence
    sign_in={"prompt": "select_account consent"},
    mechanisms=("OAUTHBEARER", "XOAUTH2"),
    sent_copy=SentCopy.LOOK_FIRST,
    needs_secret=False,
)
