"""What Poststelle itself refuses or does not find."""

from poststelle.words.entry import Entry

OURS: dict[str, Entry] = {
    "ok": Entry(
        "Everything is fine.",
    ),
    "skipped": Entry(
        "Not checked, because an earlier step failed.",
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
    "ids-swapped": Entry(
        "Tenant ID and client ID look swapped.",
        "Compare both with the overview page of the app registration.",
    ),
    "disk-full": Entry(
        "The disk is full; nothing was lost.",
        "Make room on the machine Poststelle runs on.",
    ),
    "unknown": Entry(
        "The other side said something Poststelle does not know yet.",
        "The exact words are shown below.",
    ),
    "file-unreadable": Entry(
        "The file {file} cannot be read.",
        "Check its name and who may read it.",
    ),
    "value-twice": Entry(
        "The same value appears twice.",
        "Remove one of them.",
    ),
    "issuer-missing": Entry(
        "The issuer is missing.",
        "Enter the address under which the provider describes itself.",
    ),
    "host-malformed": Entry(
        "“{text}” is not a server name.",
        "Correct the server name.",
    ),
    "host-missing": Entry(
        "The server name is missing.",
        "Enter it here.",
    ),
    "host-with-path": Entry(
        "Enter the server name alone, without a path: {fits}",
    ),
    "host-is-address": Entry(
        "This is a mail address, not a server name.",
        "Enter the name of the mail server.",
    ),
    "host-with-port": Entry(
        "Enter the server name alone; the port has its own field: {fits}",
    ),
    "port-out-of-range": Entry(
        "There is no port {port}.",
        "Ports lie between 1 and 65535.",
    ),
    "port-of-another-protocol": Entry(
        "Port {port} belongs to another protocol.",
        "IMAP 993 or 143, POP3 995 or 110, SMTP 465 or 587.",
    ),
    "port-and-encryption": Entry(
        "Port {port} does not fit this encryption.",
        "What fits is {fits}.",
    ),
    "encryption-missing": Entry(
        "Without encryption everybody on the way could read along.",
        "Choose TLS or STARTTLS.",
    ),
    "protocol-not-for-this": Entry(
        "This protocol does not belong here.",
        "IMAP and POP3 bring messages in, SMTP sends them.",
    ),
    "client-id-missing": Entry(
        "The client ID is missing.",
        "Copy it from the overview page of the app registration.",
    ),
    "tenant-missing": Entry(
        "The tenant ID is missing.",
        "Copy it from the overview page of the app registration.",
    ),
    "secret-missing": Entry(
        "The client secret is missing.",
        "Create one in the app registration and enter its value.",
    ),
    "braces-in-id": Entry(
        "Braces and quotation marks do not belong here: {fits}",
    ),
    "blank-in-id": Entry(
        "There is a blank too many: {fits}",
    ),
    "tenant-is-client-id": Entry(
        "Tenant ID and client ID are the same.",
        "Copy both from the overview page of the app registration.",
    ),
    "tenant-and-client-swapped": Entry(
        "Tenant ID and client ID look swapped.",
        "Compare both with the overview page of the app registration.",
    ),
    "client-id-malformed": Entry(
        "This is no client ID.",
        "It has the form 00000000-0000-0000-0000-000000000000.",
    ),
    "tenant-malformed": Entry(
        "This is no tenant ID.",
        "It has the form 00000000-0000-0000-0000-000000000000, or is a domain of the tenant.",
    ),
    "secret-is-client-id": Entry(
        "This is the client ID, not the secret.",
        "Copy the column “Value” under Certificates & secrets.",
    ),
    "blank-around-secret": Entry(
        "There is a blank before or after the secret.",
        "Copy it again without the blank.",
    ),
    "url-malformed": Entry(
        "“{text}” is not a web address.",
        "Write the whole address, beginning with https://.",
    ),
    "url-not-secure": Entry(
        "This address is not encrypted.",
        "Use https; http is possible for this machine only.",
    ),
    "name-missing": Entry(
        "The name is missing.",
        "Enter it here.",
    ),
    "name-malformed": Entry(
        "This name is not possible.",
        "Use up to 200 printable characters.",
    ),
    "address-malformed": Entry(
        "This is not a mail address.",
        "Write it as name@example.com.",
    ),
    "mailbox-exists": Entry(
        "There is already a mailbox with this address.",
        "Choose another address.",
    ),
    "provider-unknown": Entry(
        "There is no such provider.",
        "Choose one of those that are offered.",
    ),
    "app-exists": Entry(
        "There is already an app registration with this name.",
        "Choose another name.",
    ),
    "app-in-use": Entry(
        "A mailbox uses this app registration.",
        "Choose another one there first.",
    ),
    "grant-unknown": Entry(
        "This person does not hold this right.",
        "Reload the page.",
    ),
    "permit-for-something-else": Entry(
        "This right does not cover that.",
        "Please report this with the code below.",
    ),
    "blob-lost": Entry(
        "The bytes of this message are missing from the installation.",
        "Fetch the mailbox anew, or restore the backup.",
    ),
    "key-missing": Entry(
        "A secret was encrypted with a key that is not here.",
        "Restore the key file of this installation, or enter the secret anew.",
    ),
    "secret-unreadable": Entry(
        "A secret cannot be decrypted.",
        "Enter it anew.",
    ),
    "key-broken": Entry(
        "The key file of this installation is damaged.",
        "Restore it from the backup.",
    ),
    "export-form-unknown": Entry(
        "There is no such export format.",
        "Choose mbox, maildir or eml.",
    ),
    "directory-not-empty": Entry(
        "The directory is not empty.",
        "Choose an empty one.",
    ),
    "export-not-written": Entry(
        "The export could not be written.",
        "Check the room on the disk and who may write there.",
    ),
    "home-in-use": Entry(
        "Another program already works in this directory.",
        "Stop it first, or choose another directory.",
    ),
}
