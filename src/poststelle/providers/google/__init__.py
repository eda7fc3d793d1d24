"""Google Workspace. It knows no shared mailbox: people sign in as the mailbox itself, or each in their own."""

from poststelle.model.finding import Responsible as Who
from poststelle.model.finding import Step
from poststelle.model.mailbox import AppRegistration, Authentication, Connection, Encryption, Protocol
from poststelle.providers.contract import Cause, Endpoints, Provider, SentCopy
from poststelle.providers.manners.signon import own_name

MAIL = "https://mail.google.com/"
OAUTH = frozenset({Step.PROVIDER, Step.TOKEN})
LOGIN = frozenset({Step.LOGIN})
SEND = frozenset({Step.OUTGOING, Step.SEND})

PRESETS = {
    Protocol.IMAP: Connection(Protocol.IMAP, "imap.gmail.com", 993, Encryption.TLS, Authentication.OAUTH2),
    Protocol.POP3: Connection(Protocol.POP3, "pop.gmail.com", 995, Encryption.TLS, Authentication.OAUTH2),
    Protocol.SMTP: Connection(Protocol.SMTP, "smtp.gmail.com", 465, Encryption.TLS, Authentication.OAUTH2),
}

CAUSES = (
    Cause("wrong-client-id", r"The OAuth client was not found", OAUTH, Who.YOU),
    Cause("app-disabled", r"deleted_client|disabled_client", OAUTH, Who.GOOGLE_ADMINISTRATOR),
    Cause("grant-revoked", r"Token has been expired or revoked", OAUTH, Who.MEMBER, sign_in_again=True),
    Cause("redirect-uri-mismatch", r"redirect_uri_mismatch", OAUTH, Who.GOOGLE_ADMINISTRATOR),
    Cause("google-test-user-missing", r"Error 403: access_denied", OAUTH, Who.GOOGLE_ADMINISTRATOR),
    Cause("admin-consent-required", r"admin_policy_enforced", OAUTH, Who.GOOGLE_ADMINISTRATOR),
    Cause("wrong-account-not-in-tenant", r"org_internal", OAUTH, Who.MEMBER),
    Cause("google-imap-off-for-account", r"not enabled for IMAP use", LOGIN, Who.MEMBER),
    Cause("google-imap-off-for-domain", r"IMAP access is disabled for your domain", LOGIN, Who.GOOGLE_ADMINISTRATOR),
    Cause(
        "google-token-refused",
        r'"status"\s*:\s*"401".*"scope"|\[AUTHENTICATIONFAILED\] Invalid credentials',
        LOGIN,
        Who.MEMBER,
    ),
    Cause("google-scope-too-small", r'"status"\s*:\s*"400".*mail\.google\.com', LOGIN, Who.MEMBER, sign_in_again=True),
    Cause("google-app-password-needed", r"Application-specific password required", LOGIN | SEND, Who.YOU),
    Cause("google-web-sign-in-needed", r"log in via your web browser|\b5\.7\.14\b", LOGIN | SEND, Who.MEMBER),
    Cause("google-too-many-connections", r"Too many simultaneous connections", LOGIN, Who.OPERATOR, passes=True),
    Cause("google-bandwidth", r"exceeded command or bandwidth limits", LOGIN, Who.OPERATOR, passes=True),
    Cause("google-smtp-refused", r"BadCredentials|Username and Password not accepted", SEND, Who.MEMBER),
    Cause("google-daily-limit", r"Daily user sending (limit|quota) exceeded", SEND, Who.OPERATOR, passes=True),
)


def endpoints(app: AppRegistration) -> Endpoints:
    return Endpoints(
        discovery="https://accounts.google.com/.well-known/openid-configuration",
        issuer="https://accounts.google.com",
        authorization=app.authorization_url or "https://accounts.google.com/o/oauth2/v2/auth",
        token=app.token_url or "https://oauth2.googleapis.com/token",
        device=app.device_url or "https://oauth2.googleapis.com/device/code",
        jwks="https://www.googleapis.com/oauth2/v3/certs",
    )


PROVIDER = Provider(
    name="google",
    label="Google Workspace",
    endpoints=endpoints,
    scopes=lambda app, protocols: ("openid", "email", "profile", MAIL),
    token_scopes=lambda app, protocol: (),
    app_only_scopes=lambda app, protocol: (),  # a service account's own grant, which Poststelle does not speak
    identity=own_name,
    presets=PRESETS,
    # a refresh token comes only offline, and a second one only with consent
    sign_in={"access_type": "offline", "prompt": "consent select_account"},
    mechanisms=("OAUTHBEARER", "XOAUTH2"),
    sent_copy=SentCopy.SERVER,
    causes=CAUSES,
)
