"""The words for the events of the journal."""

from poststelle.words.entry import msg

EVENTS: dict[str, str] = {
    "app-changed": msg("changed an app registration"),
    "app-registered": msg("added an app registration"),
    "app-removed": msg("removed an app registration"),
    "exported": msg("exported messages"),
    "fetched": msg("fetched messages"),
    "key-refused": msg("sign-in refused by the provider"),
    "mailbox-configured": msg("configured the mailbox"),
    "mailbox-created": msg("created the mailbox"),
    "mailbox-removed": msg("removed a mailbox"),
    "mailbox-renamed": msg("renamed the mailbox"),
    "person-created": msg("added a person"),
    "right-granted": msg("granted a right"),
    "right-revoked": msg("revoked a right"),
    "send-again": msg("had a message sent again"),
    "send-canceled": msg("canceled a message"),
    "send-refused": msg("message refused by the server"),
    "sent": msg("sent a message"),
    "signed-in": msg("signed in at the provider"),
    "submitted": msg("handed in a message"),
}
