"""The fields of an app registration, on their own page and within the mailbox configuration."""

from datetime import UTC, date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from poststelle.mailroom import configure
from poststelle.mailroom.configure import AppFields
from poststelle.model.mailbox import AppRegistration
from poststelle.model.secret import Secret
from poststelle.web import place
from poststelle.web.mistakes import in_words

CODE = {"class": "code-input", "autocomplete": "off", "spellcheck": "false"}
# Where the mailroom's name of a field is not ours.
FIELDS = {"ca_file": "ca_pem", "client_secret": "client_secret"}


class AppForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=100, help_text=_("How this Poststelle calls it."))
    provider = forms.ChoiceField(label=_("Provider"))
    tenant = forms.CharField(
        label=_("Tenant ID"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs=CODE),
        help_text=_(
            "“Directory (tenant) ID” on the overview page of the registration; Microsoft 365 and sandbox only."
        ),
    )
    client_id = forms.CharField(
        label=_("Client ID"),
        max_length=300,
        widget=forms.TextInput(attrs=CODE),
        help_text=_("“Application (client) ID” on the same page."),
    )
    client_secret = forms.CharField(
        label=_("Client secret"),
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={**CODE, "autocomplete": "new-password"}),
        help_text=_("The value, not the secret ID. Empty: the one that is here stays."),
    )
    secret_expires = forms.DateField(
        label=_("Secret expires on"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    scopes = forms.CharField(
        label=_("Scopes"),
        required=False,
        widget=forms.TextInput(attrs=CODE),
        help_text=_("Separated by blanks. Empty: the provider’s own."),
    )
    issuer = forms.CharField(
        label=_("Issuer"),
        required=False,
        widget=forms.TextInput(attrs=CODE),
        help_text=_("For OpenID Connect and the sandbox: the address under which the provider describes itself."),
    )
    ca_pem = forms.CharField(
        label=_("Extra trust anchor"),
        required=False,
        widget=forms.Textarea(attrs={**CODE, "rows": 4}),
        help_text=_("Certificate of a private authority in PEM form; needed only where the provider uses one."),
    )

    def __init__(self, *args: Any, app: AppRegistration | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.app = app
        known = place.parts().providers.values()
        self.fields["provider"].choices = [(one.name, _(one.label)) for one in known]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Everything the mailroom finds wrong, each at its field."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors:
            provider = place.parts().providers[given["provider"]]
            for mistake in configure.app_mistakes(provider, self.entered(), self.secret()):
                name = FIELDS.get(mistake.field, mistake.field)
                self.add_error(name if name in self.fields else None, in_words(mistake.code, mistake.facts))
        return given

    def entered(self) -> AppFields:
        given, app = self.cleaned_data, self.app
        return AppFields(
            id=app.id if app else None,
            name=given["name"],
            provider=given["provider"],
            tenant=given["tenant"],
            client_id=given["client_id"],
            redirect_url=app.redirect_url if app and app.redirect_url else place.redirect_url(),
            issuer=given["issuer"],
            authorization_url=app.authorization_url if app else "",
            token_url=app.token_url if app else "",
            device_url=app.device_url if app else "",
            scopes=tuple(given["scopes"].split()),
            ca_pem=given["ca_pem"],
            secret_expires=_midnight(given["secret_expires"]),
        )

    def secret(self) -> Secret[str] | None:
        text = self.cleaned_data["client_secret"]
        return Secret(text) if text else None


def _midnight(day: date | None) -> datetime | None:
    return datetime(day.year, day.month, day.day, tzinfo=UTC) if day else None


def initial(app: AppRegistration) -> dict[str, Any]:
    return {
        "name": app.name,
        "provider": app.provider,
        "tenant": app.tenant,
        "client_id": app.client_id,
        "scopes": " ".join(app.scopes),
        "issuer": app.issuer,
        "ca_pem": app.ca_pem,
        "secret_expires": app.secret_expires.date() if app.secret_expires else None,
    }
