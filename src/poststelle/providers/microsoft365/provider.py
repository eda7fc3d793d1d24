"""Microsoft 365 as Poststelle uses it: IMAP, POP3 and SMTP with OAuth 2.0, administration by a script."""

from collections.abc import Mapping

from poststelle.model.finding import Finding
from poststelle.model.mailbox import AppRegistration, Authentication, Connection, Encryption, Protocol
from poststelle.providers.contract import Endpoints, Provider, SentCopy
from poststelle.providers.manners import entra, exchange
from poststelle.providers.manners.signon import mailbox_for_reading
from poststelle.providers.microsoft365.clouds import WORLD, audiences, cloud_of
from poststelle.providers.microsoft365.script import directory_script

PRESETS = {
    Protocol.IMAP: Connection(Protocol.IMAP, WORLD.reading_host, 993, Encryption.TLS, Authentication.OAUTH2),
    Protocol.POP3: Connection(Protocol.POP3, WORLD.reading_host, 995, Encryption.TLS, Authentication.OAUTH2),
    Protocol.SMTP: Connection(
        Protocol.SMTP, WORLD.sending_host, 587, Encryption.STARTTLS, Authentication.OAUTH2
    ),  # no 465 there
}


def endpoints(app: AppRegistration) -> Endpoints:
    return entra.endpoints(cloud_of(app).login, app)


def scopes(app: AppRegistration, protocols: frozenset[Protocol]) -> tuple[str, ...]:
    resource = cloud_of(app).resource
    return (*entra.SIGN_IN_SCOPES, *(entra.mail_scope(resource, protocol) for protocol in sorted(protocols)))


def token_scopes(app: AppRegistration, protocol: Protocol) -> tuple[str, ...]:
    return (entra.mail_scope(cloud_of(app).resource, protocol), "offline_access")


def app_only_scopes(app: AppRegistration, _: Protocol) -> tuple[str, ...]:
    return (f"{cloud_of(app).app_only}/.default",)


def token_fits(claims: Mapping[str, object], protocol: Protocol, app: AppRegistration) -> Finding | None:
    return exchange.token_fits(claims, protocol, app, audiences(cloud_of(app)))


PROVIDER = Provider(
    name="microsoft365",
    label="Microsoft 365",
    endpoints=endpoints,
    scopes=scopes,
    token_scopes=token_scopes,
    app_only_scopes=app_only_scopes,
    identity=mailbox_for_reading,
    presets=PRESETS,
    sign_in={"prompt": "select_account"},
    issuer_matches=entra.issuer_matches,
    mechanisms=("XOAUTH2",),
    sent_copy=SentCopy.LOOK_FIRST,  # depends on MessageCopyForSentAsEnabled
    copy_after_seconds=60,
    causes=(*entra.CAUSES, *exchange.CAUSES),
    script=directory_script,
    token_fits=token_fits,
    quirks=frozenset({"never-enable", "no-reason-on-refusal", "login-proves-nothing"}),
    needs_tenant=True,
)
