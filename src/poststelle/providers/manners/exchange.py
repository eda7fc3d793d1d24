"""How Exchange Online's IMAP, POP3 and SMTP servers speak, and what a token must look like to please them.

Exchange gives no reason when it refuses a token, so the claims are looked at first. A green login proves nothing:
a missing Full Access shows on the first command after it, a missing Send As sometimes only after the data.
"""

from collections.abc import Iterable, Mapping

from poststelle.model.finding import Finding, Status, Step
from poststelle.model.finding import Responsible as Who
from poststelle.model.mailbox import AppRegistration, Protocol
from poststelle.providers.contract import Cause
from poststelle.providers.manners.entra import APP_ROLES, MAIL_SCOPES

LOGIN = frozenset({Step.LOGIN})
OPEN = frozenset({Step.LOGIN, Step.MAILBOX, Step.FOLDERS, Step.ROUND_TRIP})
SEND = frozenset({Step.OUTGOING, Step.SEND})
GRAPH = frozenset({"00000003-0000-0000-c000-000000000000", "https://graph.microsoft.com"})

CAUSES: tuple[Cause, ...] = (
    Cause("sign-on-refused-without-reason", r"\bAUTHENTICATE failed", LOGIN, Who.MEMBER),
    Cause(
        "sign-on-refused-without-reason",
        r"Authentication failure: unknown user name or bad password",
        LOGIN,
        Who.MEMBER,
    ),
    Cause("full-access-missing", r"User is authenticated but not connected", OPEN, Who.OWNER),
    Cause("server-unavailable", r"Server Unavailable\. 15", OPEN, Who.OPERATOR, passes=True),
    Cause("fetch-throttled", r"Request is throttled", OPEN, Who.OPERATOR, passes=True),
    Cause("token-expired-in-session", r"Session invalidated - AccessTokenExpired", OPEN, Who.OPERATOR, passes=True),
    Cause("idle-too-long", r"Connection is closed\. 13", OPEN, Who.OPERATOR, passes=True),
    Cause("pop-auth-needs-two-lines", r"Protocol error\. Connection is closed\. 10", LOGIN, Who.OPERATOR),
    Cause(
        "smtp-auth-disabled-tenant",
        r"SmtpClientAuthentication is disabled for the Tenant",
        SEND,
        Who.EXCHANGE_ADMINISTRATOR,
    ),
    Cause(
        "smtp-auth-disabled-mailbox",
        r"SmtpClientAuthentication is disabled for the Mailbox",
        SEND,
        Who.EXCHANGE_ADMINISTRATOR,
    ),
    Cause("smtp-auth-security-defaults", r"security defaults policy", SEND, Who.ENTRA_ADMINISTRATOR),
    Cause(
        "smtp-auth-criteria-not-met", r"did not meet the criteria to be authenticated", SEND, Who.ENTRA_ADMINISTRATOR
    ),
    Cause(
        "smtp-basic-authentication-disabled",
        r"5\.7\.139 .*basic authentication is disabled|5\.7\.30 Basic auth",
        SEND,
        Who.YOU,
    ),
    Cause("smtp-identity-refused", r"\b5\.7\.3\b", SEND, Who.MEMBER),
    Cause("smtp-not-signed-on", r"\b5\.7\.57\b", SEND, Who.YOU),
    Cause(
        "smtp-too-many-connections",
        r"sender thread limit exceeded|4\.3\.2 concurrent connection",
        SEND,
        Who.OPERATOR,
        passes=True,
    ),
    Cause(
        "smtp-daily-quota",
        r"SubmissionQuotaExceededException|submission quota was exceeded",
        SEND,
        Who.OPERATOR,
        passes=True,
    ),
    Cause("send-as-denied", r"\b5\.7\.60\b|does not have permissions to send as this sender", SEND, Who.OWNER),
    Cause("send-as-denied", r"\b5\.2\.252\b.*SendAsDenied|SendAsDenied", SEND, Who.OWNER),
    Cause("send-on-behalf-denied", r"send the message on behalf of the specified user", SEND, Who.OWNER),
    Cause("smtp-restricted-sender", r"\b5\.1\.8\b", SEND, Who.EXCHANGE_ADMINISTRATOR),
)


def token_fits(
    claims: Mapping[str, object], protocol: Protocol, app: AppRegistration, audiences: frozenset[str]
) -> Finding | None:
    """Why a token with these claims cannot open a server of this protocol; `None` when nothing speaks against it."""
    audience = str(claims.get("aud", ""))
    if audience in GRAPH:
        return _misfit("token-audience-graph", audience=audience)
    if audience and audience.rstrip("/") not in audiences:
        return _misfit("token-audience-foreign", audience=audience)
    if not _carries(claims, protocol):
        return _misfit("token-scope-missing", wanted=MAIL_SCOPES[protocol], scopes=_shown(claims))
    tenant = str(claims.get("tid", ""))
    if _is_id(app.tenant) and tenant and tenant.lower() != app.tenant.lower():
        return _misfit("token-other-tenant", tenant=tenant, expected=app.tenant)
    return None


def _carries(claims: Mapping[str, object], protocol: Protocol) -> bool:
    """Delegated tokens have `scp`, app-only ones `roles`; a token with neither is not ours to judge."""
    if "scp" not in claims and "roles" not in claims:
        return True
    return MAIL_SCOPES[protocol] in str(claims.get("scp", "")).split() or APP_ROLES[protocol] in _roles(claims)


def _roles(claims: Mapping[str, object]) -> tuple[str, ...]:
    roles = claims.get("roles")
    return tuple(str(role) for role in roles) if isinstance(roles, Iterable) and not isinstance(roles, str) else ()


def _shown(claims: Mapping[str, object]) -> str:
    return str(claims.get("scp", "")) or " ".join(_roles(claims))


def _is_id(tenant: str) -> bool:
    return len(tenant) == 36 and tenant.count("-") == 4


def _misfit(code: str, **facts: str) -> Finding:
    return Finding(Step.TOKEN_FITS, Status.FAILED, code, facts, responsible=Who.YOU)
