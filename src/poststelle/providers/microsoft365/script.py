"""The PowerShell an administrator runs.

Microsoft has no supported web API that creates a shared mailbox or grants its rights.
The cmdlets are those of the module ExchangeOnlineManagement, and the script may run twice: what is there is left alone.
Values stand in single quotes, where PowerShell expands nothing; a quote within is doubled.
"""

from collections.abc import Mapping

from poststelle.model.address import Address
from poststelle.model.mailbox import Kind, Mailbox
from poststelle.model.rights import Right

# PowerShell takes the typographic quotes for plain ones, so they are doubled too.
QUOTES = "'\u2018\u2019\u201a\u201b"


def quoted(text: str) -> str:
    """The text as a PowerShell literal."""
    shown = "".join(sign for sign in text if sign.isprintable())
    return "'" + "".join(sign * 2 if sign in QUOTES else sign for sign in shown) + "'"


def directory_script(mailbox: Mailbox, holders: Mapping[Right, list[Address]]) -> str:
    """Create the mailbox, give these people their rights, file the sent copies, let the members use the protocols."""
    lines = ["Import-Module ExchangeOnlineManagement", "Connect-ExchangeOnline", ""]
    if mailbox.kind is Kind.SHARED:
        lines += [*_create(mailbox), ""]
    for right in Right:
        lines += [GRANT[right](quoted(mailbox.address), quoted(person)) for person in holders.get(right, [])]
    lines += ["", *_copies(mailbox), "", *_members(holders), "", "Disconnect-ExchangeOnline -Confirm:$false"]
    return "\n".join(lines) + "\n"


def _create(mailbox: Mailbox) -> list[str]:
    address, name = quoted(mailbox.address), quoted(mailbox.name or mailbox.address)
    alias = quoted(mailbox.address.partition("@")[0])
    return [
        f"if (-not (Get-EXOMailbox -Identity {address} -ErrorAction SilentlyContinue)) {{",
        f"    New-Mailbox -Shared -Name {name} -DisplayName {name} -Alias {alias} -PrimarySmtpAddress {address}",
        "}",
    ]


def _full_access(mailbox: str, person: str) -> str:
    return (
        f"Add-MailboxPermission -Identity {mailbox} -User {person} -AccessRights FullAccess "
        "-InheritanceType All -AutoMapping $false"
    )


def _send_as(mailbox: str, person: str) -> str:
    return f"Add-RecipientPermission -Identity {mailbox} -Trustee {person} -AccessRights SendAs -Confirm:$false"


def _send_on_behalf(mailbox: str, person: str) -> str:
    return f"Set-Mailbox -Identity {mailbox} -GrantSendOnBehalfTo @{{Add={person}}}"


GRANT = {Right.READ_AND_MANAGE: _full_access, Right.SEND_AS: _send_as, Right.SEND_ON_BEHALF: _send_on_behalf}


def _copies(mailbox: Mailbox) -> list[str]:
    address = quoted(mailbox.address)
    return [
        "# a copy of what is sent in the shared mailbox's own Sent folder",
        f"Set-Mailbox -Identity {address} -MessageCopyForSentAsEnabled $true -MessageCopyForSendOnBehalfEnabled $true",
    ]


def _members(holders: Mapping[Right, list[Address]]) -> list[str]:
    """The switches of the *member* count, not those of the shared mailbox."""
    readers = set(holders.get(Right.READ_AND_MANAGE, []))
    senders = {*holders.get(Right.SEND_AS, []), *holders.get(Right.SEND_ON_BEHALF, [])}
    lines = ["# the members may use IMAP and POP3, and send by SMTP"]
    for person in sorted(readers | senders):
        switches = " -ImapEnabled $true -PopEnabled $true" if person in readers else ""
        switches += " -SmtpClientAuthenticationDisabled $false" if person in senders else ""
        lines.append(f"Set-CASMailbox -Identity {quoted(person)}{switches}")
    return lines if len(lines) > 1 else []
