"""Texts of servers and the cause each speaks of."""

import pytest

from poststelle.model.finding import Step
from poststelle.providers.causes import classify
from poststelle.providers.registry import PROVIDERS

SAID = [
    ("microsoft365", Step.TOKEN, "AADSTS7000215: Invalid client secret provided.", "wrong-client-secret"),
    (
        "microsoft365",
        Step.TOKEN,
        "AADSTS7000222: The provided client secret keys are expired.",
        "client-secret-expired",
    ),
    ("microsoft365", Step.TOKEN, "AADSTS65001: The user has not consented", "consent-missing"),
    ("microsoft365", Step.TOKEN, "AADSTS650057: Invalid resource.", "scope-not-in-registration"),
    ("microsoft365", Step.TOKEN, "AADSTS90002: Tenant 'x' not found.", "wrong-tenant-not-found"),
    ("microsoft365", Step.LOGIN, "NO AUTHENTICATE failed.", "sign-on-refused-without-reason"),
    ("microsoft365", Step.MAILBOX, "BAD User is authenticated but not connected.", "full-access-missing"),
    (
        "microsoft365",
        Step.SEND,
        "550 5.7.60 SMTP; Client does not have permissions to send as this sender",
        "send-as-denied",
    ),
    ("microsoft365", Step.SEND, "554 5.2.252 SendAsDenied; a@x not allowed to send as b@x", "send-as-denied"),
    (
        "microsoft365",
        Step.OUTGOING,
        "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant.",
        "smtp-auth-disabled-tenant",
    ),
    (
        "microsoft365",
        Step.OUTGOING,
        "535 5.7.3 Authentication unsuccessful [X.PROD.OUTLOOK.COM]",
        "smtp-identity-refused",
    ),
    (
        "microsoft365",
        Step.MAILBOX,
        "BAD Request is throttled. Suggested Backoff Time: 299961 milliseconds",
        "fetch-throttled",
    ),
    (
        "google",
        Step.LOGIN,
        '{"status":"401","schemes":"bearer mac","scope":"https://mail.google.com/"}',
        "google-token-refused",
    ),
    ("google", Step.TOKEN, "invalid_grant: Token has been expired or revoked.", "grant-revoked"),
    ("generic", Step.TOKEN, "invalid_client client authentication failed", "wrong-client-secret"),
    ("generic", Step.TOKEN, "invalid_grant grant request is invalid", "invalid-grant-generic"),
    ("generic", Step.LOGIN, "NO [AUTHENTICATIONFAILED] Authentication failed.", "imap-authentication-failed"),
    ("generic", Step.LOGIN, '{"status":"invalid_token","scope":"mail"}', "oauthbearer-invalid-token"),
    ("generic", Step.SEND, "553 5.7.1 <s@x>: Sender address rejected: not owned by user a@x", "send-as-denied"),
    ("generic", Step.OUTGOING, "535 5.7.8 Error: authentication failed:", "smtp-auth-failed"),
    ("generic", Step.CONNECTION, "[Errno 111] Connection refused", "tcp-refused"),
    ("generic", Step.NAME, "[Errno -2] Name or service not known", "dns-host-not-found"),
    (
        "generic",
        Step.ENCRYPTION,
        "[SSL: WRONG_VERSION_NUMBER] wrong version number (_ssl.c:1016)",
        "tls-wrong-version-number",
    ),
    ("generic", Step.ENCRYPTION, "certificate verify failed: self-signed certificate (_ssl.c:1000)", "tls-self-signed"),
    (
        "generic",
        Step.ENCRYPTION,
        "certificate verify failed: self-signed certificate in certificate chain",
        "tls-self-signed-in-chain",
    ),
    (
        "generic",
        Step.ENCRYPTION,
        "certificate verify failed: unable to get local issuer certificate",
        "tls-unknown-issuer",
    ),
    (
        "generic",
        Step.ENCRYPTION,
        "certificate verify failed: Hostname mismatch, certificate is not valid for 'x'.",
        "tls-hostname-mismatch",
    ),
    ("generic", Step.ENCRYPTION, "certificate verify failed: certificate has expired", "tls-certificate-expired"),
]


@pytest.mark.parametrize(("provider", "step", "text", "code"), SAID)
def test_a_servers_text_is_understood(provider: str, step: Step, text: str, code: str) -> None:
    cause = classify(PROVIDERS[provider], step, text)
    assert cause is not None
    assert cause.code == code


@pytest.mark.parametrize(("provider", "step", "text", "code"), SAID)
def test_the_sandbox_understands_what_microsoft_says(provider: str, step: Step, text: str, code: str) -> None:
    if provider == "microsoft365":
        cause = classify(PROVIDERS["sandbox"], step, text)
        assert cause is not None
        assert cause.code == code


def test_a_text_nobody_knows_is_not_guessed() -> None:
    assert classify(PROVIDERS["generic"], Step.LOGIN, "NO the moon is in the wrong house") is None


def test_a_text_of_another_step_is_not_taken() -> None:
    assert classify(PROVIDERS["microsoft365"], Step.TOKEN, "User is authenticated but not connected") is None
