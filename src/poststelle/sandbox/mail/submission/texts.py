"""What Exchange says on submission, word for word: programs look for these numbers and words."""

NOT_AUTHENTICATED = "530 5.7.57 Client not authenticated to send mail."
UNSUCCESSFUL = "535 5.7.3 Authentication unsuccessful"
BASIC_OFF = "535 5.7.139 Authentication unsuccessful, basic authentication is disabled."
SUBMISSION_OFF = (
    "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant."
    " Visit https://aka.ms/smtp_auth_disabled for more information."
)
SUBMISSION_OFF_MAILBOX = (
    "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Mailbox."
    " Visit https://aka.ms/smtp_auth_disabled for more information."
)
NO_SENDER_RIGHT = "550 5.7.60 SMTP; Client does not have permissions to send as this sender"
RECIPIENT_UNKNOWN = "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup"
TOO_MANY_CONNECTIONS = "432 4.3.2 STOREDRV.ClientSubmit; sender thread limit exceeded"
SENDER_OK = "250 2.1.0 Sender OK"
SIGN_OFF = "221 2.0.0 Service closing transmission channel"
RECIPIENT_OK = "250 2.1.5 Recipient OK"

# What aiosmtpd says in its own words, in Exchange's.
TRANSLATED = {
    "354 End data with <CR><LF>.<CR><LF>": "354 Start mail input; end with <CRLF>.<CRLF>",
    "220 Ready to start TLS": "220 2.0.0 SMTP server ready",
    "538 5.7.11 Encryption required for requested authentication mechanism": (
        "504 5.7.4 Unrecognized authentication type"
    ),
    "552 Error: message size exceeds fixed maximum message size": (
        "552 5.3.4 Message size exceeds fixed maximum message size"
    ),
    "552 Error: Too much mail data": "552 5.3.4 Message size exceeds fixed maximum message size",
    "503 Error: need MAIL command": "503 5.5.2 Need mail command",
    "503 Error: need RCPT command": "503 5.5.2 Need rcpt command",
}


def send_as_denied(user: str, author: str) -> str:
    return (
        f"554 5.2.252 SendAsDenied; {user} not allowed to send as {author};"
        " STOREDRV.Submission.Exception:SendAsDeniedException.MapiExceptionSendAsDenied;"
        " Failed to process message due to a permanent exception with message"
    )


def queued(message: str, host: str) -> str:
    return f"250 2.0.0 OK <{message}> [Hostname={host}]"
