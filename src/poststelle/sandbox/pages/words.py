"""The permissions in words, as the consent page and the app's page show them."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise  # exists in the stubs alone

PERMISSION_WORDS: dict[str, tuple["_StrPromise", "_StrPromise"]] = {
    "openid": (_("Sign you in"), _("The app sees that it is you.")),
    "profile": (_("View your basic profile"), _("The app sees your name and your user name.")),
    "email": (_("View your e-mail address"), _("The app sees your primary e-mail address.")),
    "offline_access": (
        _("Maintain access to data you have given it access to"),
        _("The app keeps what you allow here while you are not using it."),
    ),
    "User.Read": (_("Sign you in and read your profile"), _("The app reads the profile of your account.")),
    "IMAP.AccessAsUser.All": (
        _("Read and write access to your mail with IMAP"),
        _("The app reads, moves and deletes mail in the mailboxes that you may open, shared ones among them."),
    ),
    "POP.AccessAsUser.All": (
        _("Read and write access to your mail with POP"),
        _("The app fetches and deletes mail in the mailboxes that you may open."),
    ),
    "SMTP.Send": (
        _("Send mail as you with SMTP AUTH"),
        _("The app sends mail from your mailbox and from those you may send as."),
    ),
    "IMAP.AccessAsApp": (
        _("IMAP as the app itself"),
        _("Without a person, in the mailboxes that are open to the app."),
    ),
    "POP.AccessAsApp": (_("POP as the app itself"), _("Without a person, in the mailboxes that are open to the app.")),
    "SMTP.SendAsApp": (_("Send mail as the app itself"), _("Without a person, from the mailboxes open to the app.")),
    "Exchange.ManageAsApp": (
        _("Manage Exchange as the app itself"),
        _("Create shared mailboxes and grant rights on them."),
    ),
}
