"""What goes wrong at the incoming server, from the sign-on to the folders."""

from poststelle.words.entry import Entry

MAILBOX: dict[str, Entry] = {
    "sign-on-refused-without-reason": Entry(
        "The server refused the sign-on without a reason.",
        "Check that the signed-in person holds Read and manage on this mailbox, that IMAP or POP3 is switched on for "
        "it, and that the app has the right permissions.",
    ),
    "password-refused": Entry(
        "The server does not accept the user name and password.",
        "Enter the password of the mailbox anew; its servers may also be closed to passwords.",
    ),
    "full-access-missing": Entry(
        "The sign-on works, but the mailbox does not open: Read and manage is missing.",
        "Grant the signed-in person Read and manage on the mailbox; it can take up to an hour to become effective.",
    ),
    "rights-not-replicated-yet": Entry(
        "The right was granted, but the server does not know it yet.",
        "Wait; it can take up to an hour.",
    ),
    "folder-no-permission": Entry(
        "This folder is closed to the signed-in person.",
        "Have the right on the folder granted.",
    ),
    "imap-authentication-failed": Entry(
        "The server does not accept the sign-on.",
        "Sign in again; with a password, enter it anew.",
    ),
    "imap-authorization-failed": Entry(
        "The signed-in person may not open this mailbox.",
        "Have the right Read and manage granted.",
    ),
    "imap-expired": Entry(
        "The password has expired.",
        "Change the password and enter it here.",
    ),
    "imap-contact-administrator": Entry(
        "The server asks you to contact its administrator.",
        "Show this page to the administrator of the mail server.",
    ),
    "imap-unavailable": Entry(
        "The mail server is not available right now.",
        "Try again in a few minutes.",
    ),
    "imap-over-quota": Entry(
        "The mailbox is full.",
        "Make room in the mailbox or raise its quota.",
    ),
    "protocol-login-disabled": Entry(
        "The server no longer accepts passwords.",
        "Choose OAuth 2.0 as authentication method.",
    ),
    "protocol-mechanism-not-offered": Entry(
        "The server does not offer this authentication method.",
        "Choose the other authentication method, or check server and port.",
    ),
    "oauthbearer-invalid-token": Entry(
        "The server does not accept the token.",
        "Sign in again; if it stays, check the scopes of the app registration.",
    ),
    "oauthbearer-insufficient-scope": Entry(
        "The token does not reach far enough: a scope is missing.",
        "Add the scope to the app registration and sign in again.",
    ),
    "token-expired-in-session": Entry(
        "The server ended the session because the token ran out.",
        "Nothing to do: Poststelle renews the token and connects again.",
    ),
    "pop-auth-needs-two-lines": Entry(
        "The server cannot take the token in one line.",
        "Please report this: Poststelle sends two lines.",
    ),
    "autologout": Entry(
        "The server ended an idle session.",
        "Nothing to do: Poststelle connects again.",
    ),
    "idle-too-long": Entry(
        "The server ended a session that waited too long.",
        "Nothing to do: Poststelle connects again.",
    ),
    "fetch-throttled": Entry(
        "The server is slowing Poststelle down.",
        "Wait; Poststelle keeps the pause the server asks for.",
    ),
    "fetch-limit": Entry(
        "There are too many connections to this mailbox.",
        "Close other mail programs that use this mailbox, then try again.",
    ),
    "fetch-in-use": Entry(
        "Another program has the mailbox locked.",
        "Try again when the other program has finished.",
    ),
    "fetch-pop-login-delay": Entry(
        "The server wants more time between two fetches.",
        "Wait; Poststelle tries again later.",
    ),
    "google-app-password-needed": Entry(
        "Google does not accept the account’s password here.",
        "Use OAuth 2.0.",
    ),
    "google-bandwidth": Entry(
        "Google’s daily transfer limit is reached.",
        "Wait until tomorrow.",
    ),
    "google-daily-limit": Entry(
        "Google’s daily limit is reached.",
        "Wait until tomorrow.",
    ),
    "google-imap-off-for-account": Entry(
        "IMAP is switched off for this Google account.",
        "Switch on IMAP in Gmail’s settings under “Forwarding and POP/IMAP”.",
    ),
    "google-imap-off-for-domain": Entry(
        "IMAP is switched off for this Google domain.",
        "Ask the Google administrator to switch on IMAP.",
    ),
    "google-scope-too-small": Entry(
        "The consent does not cover mail.",
        "Sign in again and accept all permissions; the scope is https://mail.google.com/.",
    ),
    "google-smtp-refused": Entry(
        "Google refused to take the message.",
        "Read Google’s words below and correct the message.",
    ),
    "google-test-user-missing": Entry(
        "The Google app is in testing, and this person is no test user.",
        "Add the person as a test user on the consent screen, or publish the app.",
    ),
    "google-token-refused": Entry(
        "Google does not accept the token.",
        "Sign in again.",
    ),
    "google-too-many-connections": Entry(
        "Google allows 15 connections at a time, and they are used up.",
        "Close other mail programs that use this account.",
    ),
    "google-web-sign-in-needed": Entry(
        "Google wants the person to sign in through the browser first.",
        "Sign in to the account in a browser, then here again.",
    ),
    "sign-on-refused": Entry(
        "The server refused the sign-on.",
        "Sign in again; with a password, enter it anew.",
    ),
    "imap-refused": Entry(
        "The server refused a command.",
        "The exact words are shown below.",
    ),
    "pop3-refused": Entry(
        "The server refused a command.",
        "The exact words are shown below.",
    ),
    "move-not-offered": Entry(
        "The server cannot move messages.",
        "Move the message in another mail program.",
    ),
    "message-too-large": Entry(
        "A message is larger than this installation fetches.",
        "The operator can raise the limit.",
    ),
    "shared-namespace-empty": Entry(
        "The sign-on works, but no folder of the mailbox is shared with the signed-in person.",
        "Have the folders shared at the mail server.",
    ),
    "inbox-empty": Entry(
        "The inbox is empty.",
    ),
    "message-not-readable": Entry(
        "The newest message could not be read.",
        "Fetch all the same; the message is kept as it is.",
    ),
    "round-trip-needs-imap": Entry(
        "The test message cannot be looked for by POP3.",
        "Look into the mailbox, or choose IMAP.",
    ),
    "test-message-not-arrived": Entry(
        "The test message was taken, but did not arrive within {seconds} seconds.",
        "Look into the mailbox and its spam folder later.",
    ),
    "on-request": Entry(
        "Only on request.",
    ),
    "not-needed": Entry(
        "Not needed with this configuration.",
    ),
    "behind": Entry(
        "Not checked, because an earlier step failed.",
    ),
    "mailbox-in-use": Entry(
        "Another program has the mailbox locked.",
        "Try again when the other program has finished.",
    ),
    "server-limit": Entry(
        "There are too many connections to this mailbox.",
        "Close other mail programs that use this mailbox, then try again.",
    ),
}
