"""How Entra ID speaks: addresses, issuers, scopes and the AADSTS numbers of its errors.

Microsoft asks programs to branch on `error` alone and to use the numbers for explaining; that is all that is done with
them here. A number is matched whole, since 65001 begins 650051. Documented under
learn.microsoft.com/entra/identity-platform (v2-oauth2-auth-code-flow, reference-error-codes, access-tokens).
"""

from collections.abc import Mapping

from poststelle.model.finding import Responsible as Who
from poststelle.model.finding import Step
from poststelle.model.mailbox import AppRegistration, Protocol
from poststelle.providers.contract import Cause, Endpoints

SIGN_IN_SCOPES = ("openid", "profile", "email", "offline_access")
MAIL_SCOPES = {
    Protocol.IMAP: "IMAP.AccessAsUser.All",
    Protocol.POP3: "POP.AccessAsUser.All",
    Protocol.SMTP: "SMTP.Send",
}
APP_ROLES = {Protocol.IMAP: "IMAP.AccessAsApp", Protocol.POP3: "POP.AccessAsApp", Protocol.SMTP: "SMTP.SendAsApp"}

OAUTH = frozenset({Step.PROVIDER, Step.TOKEN})


def endpoints(login: str, app: AppRegistration) -> Endpoints:
    """The addresses below a login host, for one tenant."""
    tenant = app.tenant or "organizations"
    base = f"{login.rstrip('/')}/{tenant}"
    return Endpoints(
        discovery=f"{base}/v2.0/.well-known/openid-configuration",
        authorization=app.authorization_url or f"{base}/oauth2/v2.0/authorize",
        token=app.token_url or f"{base}/oauth2/v2.0/token",
        device=app.device_url or f"{base}/oauth2/v2.0/devicecode",
        admin_consent=f"{base}/v2.0/adminconsent",
    )


def mail_scope(resource: str, protocol: Protocol) -> str:
    """With the full resource name; without it the token would be for the directory and no mail server takes it."""
    return f"{resource}/{MAIL_SCOPES[protocol]}"


def issuer_matches(expected: str, actual: str, claims: Mapping[str, object]) -> bool:
    """The metadata of `common` and `organizations` has a placeholder that the token's tenant fills."""
    tenant = claims.get("tid")
    if "{tenantid}" in expected and isinstance(tenant, str) and tenant:
        return expected.replace("{tenantid}", tenant) == actual
    return expected == actual


def _aadsts(number: int, code: str, responsible: Who, *, passes: bool = False, sign_in_again: bool = False) -> Cause:
    pattern = rf"AADSTS{number}(?!\d)"
    return Cause(code, pattern, OAUTH, responsible, passes=passes, sign_in_again=sign_in_again)


CAUSES: tuple[Cause, ...] = (
    _aadsts(7000215, "wrong-client-secret", Who.YOU),
    _aadsts(7000222, "client-secret-expired", Who.ENTRA_ADMINISTRATOR),
    _aadsts(7000218, "secret-missing", Who.YOU),
    _aadsts(700025, "secret-sent-for-public-client", Who.ENTRA_ADMINISTRATOR),
    _aadsts(7000112, "app-disabled", Who.ENTRA_ADMINISTRATOR),
    _aadsts(700016, "wrong-client-id", Who.YOU),
    _aadsts(90002, "wrong-tenant-not-found", Who.YOU),
    _aadsts(900023, "wrong-tenant-malformed", Who.YOU),
    _aadsts(50059, "wrong-tenant-not-found", Who.YOU),
    _aadsts(50194, "single-tenant-app-via-common", Who.YOU),
    _aadsts(50011, "redirect-uri-mismatch", Who.ENTRA_ADMINISTRATOR),
    _aadsts(50020, "wrong-account-not-in-tenant", Who.MEMBER),
    _aadsts(500208, "wrong-account-personal", Who.MEMBER),
    _aadsts(50034, "user-not-in-directory", Who.MEMBER),
    _aadsts(50105, "assignment-required", Who.ENTRA_ADMINISTRATOR),
    _aadsts(65001, "consent-missing", Who.MEMBER, sign_in_again=True),
    _aadsts(65004, "consent-declined", Who.MEMBER),
    _aadsts(90094, "admin-consent-required", Who.ENTRA_ADMINISTRATOR),
    _aadsts(90095, "admin-consent-requested", Who.ENTRA_ADMINISTRATOR),
    Cause("admin-consent-required", r"Need admin approval", OAUTH, Who.ENTRA_ADMINISTRATOR),
    Cause("admin-consent-canceled", r"permission_denied|admin cance?lled the request", OAUTH, Who.ENTRA_ADMINISTRATOR),
    _aadsts(70011, "scope-invalid", Who.YOU),
    _aadsts(650053, "scope-unknown-on-resource", Who.YOU),
    _aadsts(650057, "scope-not-in-registration", Who.ENTRA_ADMINISTRATOR),
    _aadsts(650052, "resource-not-enabled-in-tenant", Who.ENTRA_ADMINISTRATOR),
    _aadsts(90038, "other-national-cloud", Who.YOU),
    _aadsts(50126, "wrong-password-at-sign-in", Who.MEMBER),
    _aadsts(50055, "password-expired", Who.MEMBER),
    _aadsts(50053, "account-locked", Who.MEMBER, passes=True),
    _aadsts(50057, "member-account-disabled", Who.ENTRA_ADMINISTRATOR, sign_in_again=True),
    _aadsts(50058, "silent-sign-in-without-session", Who.MEMBER),
    _aadsts(50076, "mfa-required", Who.MEMBER, sign_in_again=True),
    _aadsts(50078, "mfa-expired", Who.MEMBER, sign_in_again=True),
    _aadsts(50072, "mfa-enrolment-needed", Who.MEMBER, sign_in_again=True),
    _aadsts(53000, "device-not-compliant", Who.ENTRA_ADMINISTRATOR),
    _aadsts(53003, "conditional-access-blocked", Who.ENTRA_ADMINISTRATOR, sign_in_again=True),
    _aadsts(54005, "code-already-redeemed", Who.MEMBER),
    _aadsts(70000, "grant-invalid", Who.MEMBER, sign_in_again=True),
    _aadsts(700082, "refresh-token-expired-inactivity", Who.MEMBER, sign_in_again=True),
    _aadsts(700084, "refresh-token-of-single-page-app", Who.ENTRA_ADMINISTRATOR, sign_in_again=True),
    _aadsts(50173, "grant-revoked", Who.MEMBER, sign_in_again=True),
    _aadsts(50132, "session-revoked", Who.MEMBER, sign_in_again=True),
    _aadsts(50133, "session-revoked", Who.MEMBER, sign_in_again=True),
    _aadsts(70043, "sign-in-frequency", Who.MEMBER, sign_in_again=True),
    _aadsts(50196, "client-request-loop", Who.OPERATOR, passes=True),
    _aadsts(90033, "temporarily-unavailable", Who.OPERATOR, passes=True),
    _aadsts(1002012, "app-only-scope-without-default", Who.YOU),
)
