"""What goes wrong at the outgoing server."""

from poststelle.words.entry import Entry

SENDING: dict[str, Entry] = {
    "send-as-denied": Entry(
        "The server does not let {account} send as {mailbox}.",
        "Grant Send as on the mailbox; it can take up to an hour to become effective.",
    ),
    "send-on-behalf-denied": Entry(
        "The server does not let {account} send on behalf of {mailbox}.",
        "Grant Send on behalf on the mailbox; it can take up to an hour to become effective.",
    ),
    "smtp-auth-failed": Entry(
        "The outgoing server does not accept the sign-on.",
        "Sign in again; with a password, enter it anew.",
    ),
    "smtp-auth-temporary": Entry(
        "The outgoing server cannot check the sign-on right now.",
        "Try again in a few minutes.",
    ),
    "smtp-auth-not-enabled": Entry(
        "The outgoing server offers no sign-on here.",
        "Check server, port and encryption; port 587 with STARTTLS is usual.",
    ),
    "smtp-auth-disabled-tenant": Entry(
        "Authenticated SMTP is switched off for the organization.",
        "Have it switched on for the signed-in person: Users › Active users › the person › Mail › Manage email apps "
        "› Authenticated SMTP.",
    ),
    "smtp-auth-disabled-mailbox": Entry(
        "Authenticated SMTP is switched off for this person.",
        "Have it switched on: Users › Active users › the person › Mail › Manage email apps › Authenticated SMTP.",
    ),
    "smtp-auth-security-defaults": Entry(
        "The organization’s security defaults block this sign-on.",
        "Ask the administrator to replace security defaults by Conditional Access that lets this app in.",
    ),
    "smtp-auth-criteria-not-met": Entry(
        "A policy of the organization blocks this sign-on.",
        "The administrator finds the policy in the sign-in log of the person.",
    ),
    "smtp-basic-authentication-disabled": Entry(
        "The server no longer accepts passwords for sending.",
        "Choose OAuth 2.0 as authentication method of the outgoing server.",
    ),
    "smtp-identity-refused": Entry(
        "The outgoing server refused the name that signed on.",
        "With Microsoft 365 the person signs on for sending, not the shared mailbox; check the user name of the "
        "outgoing server.",
    ),
    "smtp-not-signed-on": Entry(
        "The outgoing server wants a sign-on first.",
        "Check the authentication method of the outgoing server.",
    ),
    "smtp-relay-denied": Entry(
        "This server does not pass on mail to other domains.",
        "Enter the submission server, usually on port 587.",
    ),
    "smtp-restricted-sender": Entry(
        "The sender is blocked after outgoing spam.",
        "Ask the administrator to unblock the sender.",
    ),
    "smtp-recipient-unknown": Entry(
        "A recipient does not exist.",
        "Correct the address.",
    ),
    "smtp-message-too-large": Entry(
        "The message is too large for the server.",
        "Remove or shrink attachments.",
    ),
    "smtp-daily-quota": Entry(
        "The daily limit for sending is reached.",
        "Wait until tomorrow.",
    ),
    "smtp-too-many-connections": Entry(
        "There are too many connections to the outgoing server.",
        "Wait a moment; Poststelle tries again.",
    ),
    "smtp-refused": Entry(
        "The outgoing server refused the message.",
        "The exact words are shown below.",
    ),
    "smtp-deferred": Entry(
        "The outgoing server does not take the message now.",
        "Wait; Poststelle tries again.",
    ),
    "smtp-lost": Entry(
        "The connection to the outgoing server was lost before the message was handed over.",
        "Wait; Poststelle tries again.",
    ),
    "smtp-lost-after-dot": Entry(
        "The connection was lost before the outgoing server confirmed the message.",
        "Poststelle looks for it in the Sent folder before anything is sent again.",
    ),
    "smtp-no-recipient": Entry(
        "The outgoing server took no recipient.",
        "Correct the addresses.",
    ),
    "smtp-8bit-not-offered": Entry(
        "The outgoing server does not take this message as it is.",
        "Please report this with the code below.",
    ),
    "smtp-utf8-not-offered": Entry(
        "The outgoing server does not take addresses with special characters.",
        "Use an address without them.",
    ),
    "smtp-address-broken": Entry(
        "An address cannot be sent like this.",
        "Correct the address.",
    ),
    "smtp-nul-in-message": Entry(
        "The message holds a character that cannot be sent.",
        "Remove the character; it is often pasted along from another program.",
    ),
    "recipient-missing": Entry(
        "The message has no recipient.",
        "Enter at least one address.",
    ),
    "letter-malformed": Entry(
        "The message cannot be sent like this.",
        "Check subject and addresses for line breaks and unusual characters.",
    ),
    "submission-state": Entry(
        "This cannot be done with the message any more.",
        "Reload the page to see its state.",
    ),
    "submission-taken-over": Entry(
        "Another program is sending this message already.",
        "Nothing to do; reload the page to see its state.",
    ),
}
