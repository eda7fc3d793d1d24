"""Causes that any server may have.

Sockets, TLS, OAuth 2.0 (RFC 6749, 8628), SASL (RFC 7628), IMAP (RFC 5530) and SMTP (RFC 3463).

The texts of sockets and TLS are those of CPython and OpenSSL 3; Dovecot and Postfix were 2.3 and 3.7.
"""

from poststelle.model.finding import Responsible as Who
from poststelle.model.finding import Step
from poststelle.providers.contract import Cause

CONNECT = frozenset(
    {Step.PROVIDER, Step.TOKEN, Step.NAME, Step.CONNECTION, Step.ENCRYPTION, Step.GREETING, Step.LOGIN, Step.OUTGOING}
)
SERVER = frozenset({Step.GREETING, Step.LOGIN, Step.MAILBOX, Step.FOLDERS, Step.OUTGOING})
OAUTH = frozenset({Step.PROVIDER, Step.TOKEN})
SIGN_ON = frozenset({Step.LOGIN, Step.OUTGOING})
OPEN = frozenset({Step.LOGIN, Step.MAILBOX, Step.FOLDERS, Step.ROUND_TRIP})
SEND = frozenset({Step.OUTGOING, Step.SEND})

_SOCKETS = (
    Cause(
        "dns-host-not-found",
        r"\[Errno -2\]|\[Errno -5\]|Name or service not known|nodename nor servname",
        CONNECT,
        Who.YOU,
    ),
    Cause(
        "dns-temporary-failure",
        r"\[Errno -3\]|Temporary failure in name resolution",
        CONNECT,
        Who.OPERATOR,
        passes=True,
    ),
    Cause("tcp-refused", r"\[Errno 111\]|Connection refused|Connect call failed", CONNECT, Who.YOU),
    Cause("tcp-timeout-firewall", r"\btimed out\b", CONNECT, Who.OPERATOR),
    Cause(
        "tcp-reset-during-session",
        r"\[Errno 104\]|Connection reset by peer",
        CONNECT | SERVER | SEND,
        Who.OPERATOR,
        passes=True,
    ),
)

_TLS = (
    Cause(
        "tls-wrong-version-number",
        r"WRONG_VERSION_NUMBER|wrong version number|packet length too long|RECORD_LAYER_FAILURE",
        CONNECT,
        Who.YOU,
    ),
    Cause("tls-self-signed", r"self-?signed certificate(?! in)", CONNECT, Who.OPERATOR),
    Cause("tls-self-signed-in-chain", r"self-?signed certificate in certificate chain", CONNECT, Who.OPERATOR),
    Cause(
        "tls-unknown-issuer",
        r"unable to get local issuer certificate|unable to verify the first certificate",
        CONNECT,
        Who.OPERATOR,
    ),
    Cause("tls-hostname-mismatch", r"Hostname mismatch|IP address mismatch", CONNECT, Who.YOU),
    Cause("tls-certificate-expired", r"certificate has expired|certificate is not yet valid", CONNECT, Who.OPERATOR),
    Cause(
        "tls-server-too-old",
        r"TLSV1_ALERT_PROTOCOL_VERSION|UNSUPPORTED_PROTOCOL|NO_PROTOCOLS_AVAILABLE",
        CONNECT,
        Who.OPERATOR,
    ),
)

_OAUTH = (
    Cause("wrong-client-secret", r"\binvalid_client\b", OAUTH, Who.YOU),
    Cause("invalid-grant-generic", r"\binvalid_grant\b", OAUTH, Who.MEMBER, sign_in_again=True),
    Cause(
        "interaction-required",
        r"\b(interaction_required|login_required|consent_required)\b",
        OAUTH,
        Who.MEMBER,
        sign_in_again=True,
    ),
    Cause("unauthorized-client-generic", r"\bunauthorized_client\b", OAUTH, Who.OPERATOR),
    Cause("invalid-scope-generic", r"\binvalid_scope\b", OAUTH, Who.YOU),
    Cause(
        "redirect-uri-mismatch",
        r"\bredirect_uri(_mismatch)?\b.*(match|registered|invalid)|redirect_uri_mismatch",
        OAUTH,
        Who.YOU,
    ),
    Cause("user-canceled-sign-in", r"\baccess_denied\b", OAUTH, Who.MEMBER),
    Cause("device-code-expired", r"\bexpired_token\b", OAUTH, Who.MEMBER),
    Cause("device-code-declined", r"\bauthorization_declined\b", OAUTH, Who.MEMBER),
    Cause(
        "temporarily-unavailable",
        r"\b(temporarily_unavailable|server_error)\b|HTTP 50[0234]",
        OAUTH,
        Who.OPERATOR,
        passes=True,
    ),
)

_SASL = (
    Cause("oauthbearer-invalid-token", r'"status"\s*:\s*"invalid_token"', SIGN_ON, Who.MEMBER),
    Cause("oauthbearer-insufficient-scope", r"insufficient_scope", SIGN_ON, Who.MEMBER, sign_in_again=True),
    Cause("password-refused", "", SIGN_ON, Who.YOU),  # by us: the peer gave no reason, and it was a password
    Cause("imap-authentication-failed", r"\[AUTHENTICATIONFAILED\]|-ERR \[AUTH\]|\[AUTH\]", SIGN_ON, Who.MEMBER),
    Cause("imap-authorization-failed", r"\[AUTHORIZATIONFAILED\]", SIGN_ON, Who.OWNER),
    Cause("imap-expired", r"\[EXPIRED\]", SIGN_ON, Who.MEMBER, sign_in_again=True),
    Cause("imap-contact-administrator", r"\[CONTACTADMIN\]", SIGN_ON, Who.OPERATOR),
    Cause("imap-unavailable", r"\[UNAVAILABLE\]|\[SYS/TEMP\]", SIGN_ON | OPEN, Who.OPERATOR, passes=True),
    Cause("protocol-login-disabled", r"\bLOGINDISABLED\b", SIGN_ON, Who.YOU),
    Cause("tls-starttls-required", r"Must issue a STARTTLS|\[PRIVACYREQUIRED\]", SERVER, Who.YOU),
    Cause("smtp-auth-failed", r"\b5\.7\.8\b", SEND, Who.MEMBER),
    Cause("smtp-auth-temporary", r"\b4\.7\.0\b", SEND, Who.OPERATOR, passes=True),
    Cause("smtp-auth-not-enabled", r"authentication not enabled", SEND, Who.YOU),
)

_MAIL = (
    Cause("folder-no-permission", r"\[NOPERM\]", OPEN, Who.OWNER),
    Cause("imap-over-quota", r"\[OVERQUOTA\]", OPEN, Who.OWNER),
    Cause("fetch-in-use", r"\[INUSE\]|\[IN-USE\]", OPEN, Who.OPERATOR, passes=True),
    Cause("fetch-limit", r"\[LIMIT\]", OPEN, Who.OPERATOR, passes=True),
    Cause("fetch-pop-login-delay", r"\[LOGIN-DELAY\]", OPEN, Who.OPERATOR, passes=True),
    Cause(
        "autologout", r"(?i)auto-?logout|logged out for inactivity|idle for too long", OPEN, Who.OPERATOR, passes=True
    ),
    Cause("send-as-denied", r"not owned by user|(?i:sender address rejected)", SEND, Who.OWNER),
    Cause("smtp-message-too-large", r"\b5\.3\.4\b|exceeds fixed maximum", SEND, Who.YOU),
    Cause("smtp-recipient-unknown", r"\b5\.1\.1\b|\b5\.1\.10\b", SEND, Who.YOU),
    Cause("smtp-relay-denied", r"(?i)relay(ing)? (access )?denied", SEND, Who.OPERATOR),
)

CAUSES: tuple[Cause, ...] = (*_SOCKETS, *_TLS, *_OAUTH, *_SASL, *_MAIL)
