"""The sandbox as a provider like the others; its app registration's issuer is the address it runs at."""

from collections.abc import Mapping

from poststelle.model.finding import Finding
from poststelle.model.mailbox import AppRegistration, Authentication, Connection, Encryption, Protocol
from poststelle.providers.contract import Endpoints, Provider, SentCopy
from poststelle.providers.manners import entra, exchange
from poststelle.providers.manners.signon import mailbox_for_reading
from poststelle.providers.sandbox.directory import DIRECTORY, base

RESOURCE = "https://outlook.office.com"
APP_ONLY = "https://outlook.office365.com"
AUDIENCES = frozenset({RESOURCE, APP_ONLY})


# the ports it takes when nobody says otherwise
PRESETS = {
    Protocol.IMAP: Connection(Protocol.IMAP, "127.0.0.1", 8701, Encryption.TLS, Authentication.OAUTH2),
    Protocol.POP3: Connection(Protocol.POP3, "127.0.0.1", 8703, Encryption.TLS, Authentication.OAUTH2),
    Protocol.SMTP: Connection(Protocol.SMTP, "127.0.0.1", 8705, Encryption.STARTTLS, Authentication.OAUTH2),
}


def endpoints(app: AppRegistration) -> Endpoints:
    return entra.endpoints(base(app), app)


def scopes(_: AppRegistration, protocols: frozenset[Protocol]) -> tuple[str, ...]:
    return (*entra.SIGN_IN_SCOPES, *(entra.mail_scope(RESOURCE, protocol) for protocol in sorted(protocols)))


def token_fits(claims: Mapping[str, object], protocol: Protocol, app: AppRegistration) -> Finding | None:
    return exchange.token_fits(claims, protocol, app, AUDIENCES)


PROVIDER = Provider(
    name="sandbox",
    label="Sandbox",
    endpoints=endpoints,
    scopes=scopes,
    token_scopes=lambda app, protocol: (entra.mail_scope(RESOURCE, protocol), "offline_access"),
    app_only_scopes=lambda app, protocol: (f"{APP_ONLY}/.default",),
    identity=mailbox_for_reading,
    presets=PRESETS,
    sign_in={"prompt": "select_account"},
    issuer_matches=entra.issuer_matches,
    mechanisms=("XOAUTH2", "OAUTHBEARER"),
    sent_copy=SentCopy.LOOK_FIRST,
    copy_after_seconds=0.5,
    causes=(*entra.CAUSES, *exchange.CAUSES),
    directory=DIRECTORY,
    token_fits=token_fits,
    quirks=frozenset({"no-reason-on-refusal", "login-proves-nothing"}),
    needs_tenant=True,
)
