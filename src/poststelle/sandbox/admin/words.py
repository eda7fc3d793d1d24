"""The three rights in words."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from poststelle.model.rights import Right

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise  # exists in the stubs alone

RIGHT_WORDS: dict[Right, tuple["_StrPromise", "_StrPromise"]] = {
    Right.READ_AND_MANAGE: (
        _("Read and manage"),
        _("Members open the mailbox, read, move and delete its mail. They cannot send with this right."),
    ),
    Right.SEND_AS: (_("Send as"), _("Members send mail that comes from the mailbox; their own name does not show.")),
    Right.SEND_ON_BEHALF: (
        _("Send on behalf of"),
        _("Members send mail that says: “Member on behalf of the mailbox”. “Send as” wins if both are held."),
    ),
}
