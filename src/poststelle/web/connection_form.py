"""One server in the mailbox configuration: incoming (IMAP or POP3) or outgoing (SMTP)."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from poststelle.model.mailbox import Authentication, Connection, Encryption, Protocol
from poststelle.web.app_form import CODE

RULE = ""  # whose name signs on: left to the provider
NAMES = (
    (RULE, _("As the provider wants it")),
    ("account", _("The signed-in person")),
    ("mailbox", _("The mailbox")),
    ("other", _("Another name")),
)
ENCRYPTIONS = ((Encryption.TLS, "TLS"), (Encryption.STARTTLS, "STARTTLS"), (Encryption.NONE, _("None")))
AUTHENTICATIONS = ((Authentication.OAUTH2, "OAuth 2.0"), (Authentication.PASSWORD, _("Password")))


class ConnectionForm(forms.Form):
    protocol = forms.ChoiceField(label=_("Protocol"), widget=forms.RadioSelect)
    host = forms.CharField(label=_("Server"), max_length=255, widget=forms.TextInput(attrs=CODE))
    encryption = forms.ChoiceField(label=_("Encryption"), choices=ENCRYPTIONS)
    port = forms.IntegerField(label=_("Port"), min_value=1, max_value=65535)
    authentication = forms.ChoiceField(
        label=_("Authentication method"), choices=AUTHENTICATIONS, widget=forms.RadioSelect
    )
    username = forms.ChoiceField(label=_("Who signs on"), choices=NAMES, required=False)
    other_name = forms.CharField(
        label=_("Other user name"), required=False, max_length=254, widget=forms.TextInput(attrs=CODE)
    )
    ca_pem = forms.CharField(
        label=_("Extra trust anchor"),
        required=False,
        widget=forms.Textarea(attrs={**CODE, "rows": 4}),
        help_text=_("Certificate of a private authority in PEM form; needed only where the server uses one."),
    )

    def __init__(self, *args: Any, protocols: Mapping[Protocol, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["protocol"].choices = list(protocols.items())  # type: ignore[attr-defined]

    def connection(self) -> Connection:
        given = self.cleaned_data
        username = given["other_name"] if given["username"] == "other" else given["username"]
        return Connection(
            protocol=Protocol(given["protocol"]),
            host=given["host"].strip(),
            port=given["port"],
            encryption=Encryption(given["encryption"]),
            authentication=Authentication(given["authentication"]),
            username=username or None,
            ca_pem=given["ca_pem"],
        )


def initial(connection: Connection) -> dict[str, Any]:
    own = connection.username in ("mailbox", "account", None)
    return {
        "protocol": connection.protocol.value,
        "host": connection.host,
        "port": connection.port,
        "encryption": connection.encryption.value,
        "authentication": connection.authentication.value,
        "username": (connection.username or RULE) if own else "other",
        "other_name": "" if own else connection.username,
        "ca_pem": connection.ca_pem,
    }
