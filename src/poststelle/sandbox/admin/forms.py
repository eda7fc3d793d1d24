"""What people type in the admin centre, checked."""

from django import forms
from django.utils.translation import gettext_lazy as _

from poststelle.model.address import Address
from poststelle.sandbox.registrations import Platform
from poststelle.sandbox.switches import ConsentBy, Stage

LANGUAGES = [("de", "Deutsch"), ("en", "English")]
LONGEST_DELAY_SECONDS = 86_400


class AddressField(forms.CharField):
    """A whole address, or the part before the @ of the organisation's domain."""

    def __init__(self, **options: object) -> None:
        super().__init__(max_length=200, label=_("E-mail address"), **options)  # type: ignore[arg-type]
        self.domain = ""

    def to_python(self, value: object) -> str:
        typed = str(value or "").strip()
        return typed if "@" in typed or not typed else f"{typed}@{self.domain}"

    def clean(self, value: object) -> Address:
        text = super().clean(value)
        try:
            address = Address.parse(text)
        except ValueError as error:
            raise forms.ValidationError(_("This is not an e-mail address.")) from error
        if address.domain != self.domain:
            raise forms.ValidationError(_("The address must end in @%(domain)s."), params={"domain": self.domain})
        return address


class Addressed(forms.Form):
    """A form with an address of the organisation in it."""

    def __init__(self, data: object = None, *, domain: str, **options: object) -> None:
        super().__init__(data, **options)  # type: ignore[arg-type]
        field = self.fields["address"]
        if isinstance(field, AddressField):
            field.domain = domain


class MailboxForm(Addressed):
    name = forms.CharField(max_length=100, label=_("Name"))
    address = AddressField()


class PersonForm(Addressed):
    name = forms.CharField(max_length=100, label=_("Display name"))
    address = AddressField()
    password = forms.CharField(max_length=200, label=_("Password"), strip=False)
    language = forms.ChoiceField(choices=LANGUAGES, label=_("Language of the mailbox"))
    licensed = forms.BooleanField(required=False, label=_("Licence with a mailbox"))


class PersonChangeForm(forms.Form):
    name = forms.CharField(max_length=100, label=_("Display name"))
    language = forms.ChoiceField(choices=LANGUAGES, label=_("Language of the mailbox"))
    licensed = forms.BooleanField(required=False, label=_("Licence with a mailbox"))
    enabled = forms.BooleanField(required=False, label=_("May sign in"))
    administrator = forms.BooleanField(required=False, label=_("May consent for the whole organisation"))
    smtp_auth = forms.ChoiceField(
        choices=[("", _("As the organisation says")), ("on", _("Allowed")), ("off", _("Blocked"))],
        required=False,
        label=_("Authenticated SMTP"),
    )


class PasswordForm(forms.Form):
    password = forms.CharField(max_length=200, min_length=4, strip=False, label=_("New password"))


class NameForm(forms.Form):
    name = forms.CharField(max_length=100, label=_("Name"))


class RedirectForm(forms.Form):
    uri = forms.CharField(max_length=256, label=_("Redirect URI"))
    platform = forms.ChoiceField(
        choices=[
            (Platform.WEB.value, _("Web")),
            (Platform.SPA.value, _("Single-page application")),
            (Platform.NATIVE.value, _("Mobile and desktop")),
        ],
        label=_("Platform"),
    )

    def clean_uri(self) -> str:
        uri = str(self.cleaned_data["uri"])
        loopback = uri.startswith(("http://localhost", "http://127.0.0.1", "http://[::1]"))
        if ":" not in uri or (uri.startswith("http://") and not loopback) or "#" in uri or "*" in uri:
            raise forms.ValidationError(_("It must begin with https://, or with http:// and a name of this machine."))
        return uri


class SecretForm(forms.Form):
    description = forms.CharField(max_length=100, required=False, label=_("Description"))
    days = forms.IntegerField(min_value=0, max_value=730, label=_("Valid for days"))


class SettingsForm(forms.Form):
    grant_delay_seconds = forms.IntegerField(
        min_value=0, max_value=LONGEST_DELAY_SECONDS, label=_("Seconds until a right takes effect")
    )
    access_token_seconds = forms.IntegerField(
        min_value=0, max_value=86_400, label=_("Seconds an access token lives (0: 60 to 90 minutes)")
    )
    consent_by = forms.ChoiceField(
        choices=[
            (ConsentBy.PERSON.value, _("People consent for themselves")),
            (ConsentBy.ADMINISTRATOR.value, _("Mail permissions need an administrator")),
        ],
        label=_("Consent"),
    )
    refusal = forms.ChoiceField(
        choices=[
            (Stage.MAIL_FROM.value, _("at MAIL FROM (5.7.60)")),
            (Stage.AFTER_DATA.value, _("after the message (5.2.252 SendAsDenied)")),
        ],
        label=_("A sender without the right is refused"),
    )
    copy_sent_as = forms.BooleanField(required=False, label=_("Sent as: a copy in the shared mailbox"))
    copy_on_behalf = forms.BooleanField(required=False, label=_("Sent on behalf: a copy in the shared mailbox"))
    copy_submission = forms.BooleanField(required=False, label=_("Sent by SMTP: a copy in the member's mailbox"))
    smtp_auth_disabled = forms.BooleanField(required=False, label=_("Authenticated SMTP is blocked"))
    submission_connections = forms.IntegerField(
        min_value=0, max_value=1000, label=_("SMTP connections at a time for each name (0: no limit)")
    )
    submissions_per_minute = forms.IntegerField(
        min_value=0, max_value=100_000, label=_("Messages by SMTP a minute for each name (0: no limit)")
    )
    password_sign_on = forms.BooleanField(required=False, label=_("Mail servers take passwords as well"))
    refresh_once = forms.BooleanField(required=False, label=_("A refresh token is good for one use"))
