"""What Poststelle itself refuses or does not find."""

from poststelle.words.entry import Entry

OURS: dict[str, Entry] = {
    "ok": Entry(
        "Everything is fine.",
    ),
    "skipped": Entry(
        "Not checked, because an earlier step failed.",
    ),
    "right-missing": Entry(
        "You do not hold the right “{right}” on {mailbox}.",
        "Ask an administrator or a member of the mailbox to grant it.",
    ),
    "administrator-needed": Entry(
        "Only administrators may do this.",
        "Ask an administrator of this Poststelle.",
    ),
    "mailbox-unknown": Entry(
        "There is no such mailbox, or you hold no right on it.",
        "Check the address, or ask for a right on the mailbox.",
    ),
    "message-unknown": Entry(
        "There is no such message.",
        "It may have been moved or deleted at the server.",
    ),
    "folder-unknown": Entry(
        "There is no such folder.",
        "It may have been renamed or deleted at the server.",
    ),
    "attachment-unknown": Entry(
        "There is no such attachment.",
        "Open the message again.",
    ),
    "person-unknown": Entry(
        "There is no such person.",
        "Check the address; an administrator adds persons.",
    ),
    "person-exists": Entry(
        "There is already a person with this address.",
        "Choose another address.",
    ),
    "last-administrator": Entry(
        "This is the last administrator.",
        "Make somebody else an administrator first.",
    ),
    "app-unknown": Entry(
        "There is no such app registration.",
        "Check the name.",
    ),
    "app-name-taken": Entry(
        "There is already an app registration with this name.",
        "Choose another name.",
    ),
    "app-missing": Entry(
        "The mailbox has no app registration.",
        "Choose one in the mailbox configuration.",
    ),
    "account-unknown": Entry(
        "There is no such account.",
        "Sign in first.",
    ),
    "submission-unknown": Entry(
        "There is no such submission.",
        "It may belong to another mailbox.",
    ),
    "token-unknown": Entry(
        "There is no such API token.",
        "It may have been revoked.",
    ),
    "check-unknown": Entry(
        "There is no such check.",
        "Start a new one.",
    ),
    "address-taken": Entry(
        "There is already a mailbox with the address {address}.",
        "Choose another address.",
    ),
    "address-broken": Entry(
        "This is not a mail address.",
        "Write it as name@example.com.",
    ),
    "password-too-short": Entry(
        "The password is too short.",
        "Use at least {least} characters.",
    ),
    "password-missing": Entry(
        "The mailbox has no password yet.",
        "Enter it in the mailbox configuration.",
    ),
    "incoming-missing": Entry(
        "The mailbox has no incoming server yet.",
        "Enter it in the mailbox configuration.",
    ),
    "outgoing-missing": Entry(
        "The mailbox has no outgoing server yet.",
        "Enter it in the mailbox configuration.",
    ),
    "directory-unknown": Entry(
        "The provider’s directory does not know this.",
        "Check the address at the provider.",
    ),
    "directory-refused": Entry(
        "The provider’s directory refused the change.",
        "Ask the provider’s administrator for the permission to change mailboxes by program.",
    ),
    "toml-broken": Entry(
        "The file cannot be read: line {line}, column {column}.",
        "Correct the file there.",
    ),
    "value-missing": Entry(
        "Something must be entered here.",
    ),
    "secret-id-instead-of-value": Entry(
        "This is the secret’s ID, not its value.",
        "Copy the column “Value”; it is shown only right after the secret was created.",
    ),
    "braces": Entry(
        "Braces and quotation marks do not belong here.",
        "Enter the value alone.",
    ),
    "host-with-scheme": Entry(
        "Enter the server name alone, without “https://” or a path.",
    ),
    "port-encryption-mismatch": Entry(
        "Port {port} does not fit this encryption.",
        "The usual port is {expected}.",
    ),
    "ids-swapped": Entry(
        "Tenant ID and client ID look swapped.",
        "Compare both with the overview page of the app registration.",
    ),
    "disk-full": Entry(
        "The disk is full; nothing was lost.",
        "Make room on the machine Poststelle runs on.",
    ),
    "worker-running": Entry(
        "Another worker (process {pid}) already works in this home.",
        "Stop the other one first.",
    ),
    "unknown": Entry(
        "The peer said something nobody knows yet.",
        "Its own words are shown below.",
    ),
}
