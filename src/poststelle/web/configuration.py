"""Scene 3: incoming and outgoing server, the authentication method, and for OAuth 2.0 the app registration."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from poststelle.mailroom import configure
from poststelle.mailroom import rights as doors
from poststelle.model.errors import Conflict, Misconfigured
from poststelle.model.identifiers import AppId
from poststelle.model.mailbox import AppRegistration, Authentication, Connection, Mailbox, Protocol
from poststelle.model.person import Person
from poststelle.model.secret import Secret
from poststelle.web import app_form, connection_form, place
from poststelle.web.app_form import AppForm
from poststelle.web.connection_form import ConnectionForm
from poststelle.web.door import for_mailbox
from poststelle.web.mistakes import in_words, show
from poststelle.web.presets import Preset, preset_for, presets

INCOMING = {Protocol.IMAP: "IMAP", Protocol.POP3: "POP3"}
OUTGOING = {Protocol.SMTP: "SMTP"}
NEW = "new"


class MailboxForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name of the mailbox"), max_length=200)
    app = forms.ChoiceField(label=gettext_lazy("App registration"), required=False)
    password = forms.CharField(
        label=gettext_lazy("Password of the mailbox"),
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=gettext_lazy("Empty: the one that is here stays."),
    )

    def __init__(self, *args: Any, apps: list[AppRegistration], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [(str(app.id), app.name) for app in apps]
        self.fields["app"].choices = [*known, (NEW, _("New app registration"))]  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Forms:
    mailbox: MailboxForm
    incoming: ConnectionForm
    outgoing: ConnectionForm
    app: AppForm

    @property
    def uses_oauth(self) -> bool:
        both = (self.incoming, self.outgoing)
        return any(form.data.get(f"{form.prefix}-authentication") == Authentication.OAUTH2 for form in both)

    @property
    def edits_app(self) -> bool:
        """The fields of the registration count when it is new or the mailbox's own."""
        chosen = self.mailbox.data.get("mailbox-app")
        return self.uses_oauth and (chosen == NEW or (self.app.app is not None and chosen == str(self.app.app.id)))

    def valid(self) -> bool:
        wanted: list[forms.Form] = [self.mailbox, self.incoming, self.outgoing]
        looked = [form.is_valid() for form in (*wanted, *([self.app] if self.edits_app else []))]
        return all(looked)  # all of them, so that every mistake is shown at once

    @property
    def mistaken(self) -> list[tuple[str, str, str]]:
        """Label, anchor and text of each mistake, for the top of the page: the field itself may be far below."""
        if not self.mailbox.is_bound:
            return []
        parts = [("", self.mailbox), (_("Incoming server"), self.incoming), (_("Outgoing server"), self.outgoing)]
        parts += [("OAuth 2.0", self.app)] if self.edits_app else []
        return [
            (f"{title} › {field.label}" if title else str(field.label), field.auto_id, str(text))
            for title, form in parts
            for field in form
            for text in field.errors
        ]


@for_mailbox
def configuration(request: HttpRequest, person: Person, mailbox: Mailbox) -> HttpResponse:
    doors.administer(person)
    known = configure.apps(person)
    preset = preset_for(request.GET.get("preset", ""), request.GET.get("protocol", ""), known)
    given = _forms(request, mailbox, known, preset)
    if request.method == "POST" and given.valid() and _save(person, mailbox, given):
        messages.success(request, _("Saved."))
        return redirect("check" if "check" in request.POST else "configuration", mailbox.id)
    context = {
        "section": "mailboxes",
        "tab": "configuration",
        "mailbox": mailbox,
        "forms": given,
        "presets": presets(),
        "preset": preset,
        "redirect_url": place.redirect_url(),
        "current_app": mailbox.app,
    }
    return render(request, "pages/configuration.html", context)


def _forms(request: HttpRequest, mailbox: Mailbox, known: list[AppRegistration], preset: Preset | None) -> Forms:
    data = request.POST if request.method == "POST" else None
    own = next((app for app in known if app.id == mailbox.app), None)
    edited = None if data is not None and data.get("mailbox-app") == NEW else own  # a new one leaves the old one alone
    fitting = own or next((app for app in known if preset and app.provider == preset.name), None)
    incoming = mailbox.incoming if not preset else preset.incoming
    outgoing = mailbox.outgoing if not preset else preset.outgoing
    chosen = str(fitting.id) if fitting else NEW
    provider = preset.name if preset else "microsoft365"
    return Forms(
        MailboxForm(data, prefix="mailbox", apps=known, initial={"name": mailbox.name, "app": chosen}),
        ConnectionForm(data, prefix="incoming", protocols=INCOMING, initial=_initial(incoming, Protocol.IMAP)),
        ConnectionForm(data, prefix="outgoing", protocols=OUTGOING, initial=_initial(outgoing, Protocol.SMTP)),
        AppForm(
            data,
            prefix="app",
            app=edited,
            initial=app_form.initial(own) if own else {"provider": provider, "name": mailbox.address.domain},
        ),
    )


def _initial(connection: Connection | None, protocol: Protocol) -> dict[str, Any]:
    if connection is not None:
        return connection_form.initial(connection)
    sending = protocol is Protocol.SMTP
    return {
        "protocol": protocol.value,
        "encryption": "starttls" if sending else "tls",
        "port": 587 if sending else 993,
        "authentication": "oauth2",
    }


def _save(person: Person, mailbox: Mailbox, given: Forms) -> bool:
    """All or nothing that can be seen beforehand: the servers are looked at before the registration is kept."""
    incoming, outgoing = given.incoming.connection(), given.outgoing.connection()
    sound = [_sound(given.incoming, incoming, "incoming"), _sound(given.outgoing, outgoing, "outgoing")]
    if not all(sound):
        return False
    app = _app(person, given)
    if app is None and given.uses_oauth:
        return False
    password = given.mailbox.cleaned_data["password"]
    try:
        configure.connect(
            place.parts(), person, mailbox.id, incoming, outgoing, app, Secret(password) if password else None
        )
    except Misconfigured as error:
        _show(given, error)
        return False
    if given.mailbox.cleaned_data["name"] != mailbox.name:
        configure.rename(place.parts(), person, mailbox.id, given.mailbox.cleaned_data["name"])
    return True


def _sound(form: ConnectionForm, connection: Connection, direction: str) -> bool:
    for mistake in configure.connection_mistakes(connection, direction, has_app=True):
        name = mistake.field.removeprefix(f"{direction}.").replace("ca_file", "ca_pem")
        form.add_error(name if name in form.fields else None, in_words(mistake.code, mistake.facts))
    return not form.errors


def _app(person: Person, given: Forms) -> AppId | None:
    """The registration to use: kept anew when its fields were filled in here, else the chosen one."""
    chosen = given.mailbox.cleaned_data["app"]
    if not given.edits_app:
        return AppId(int(chosen)) if chosen and chosen != NEW else None
    try:
        return configure.register(place.parts(), person, given.app.entered(), given.app.secret()).id
    except (Conflict, Misconfigured) as error:
        show(given.app, error, default="name")
        return None


def _show(given: Forms, error: Misconfigured) -> None:
    direction, _dot, name = error.facts.get("field", "").partition(".")
    form = {"incoming": given.incoming, "outgoing": given.outgoing}.get(direction)
    if form is None:
        show(given.mailbox, error, default="password" if direction == "password" else None)
    else:
        form.add_error(name if name in form.fields else None, in_words(error.code, error.facts))
