"""Scene 1: add a shared mailbox by name and address."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from poststelle.mailroom import configure, rights
from poststelle.mailroom.configure import NewMailbox
from poststelle.model.errors import Conflict, Misconfigured, Refused, Unreachable
from poststelle.model.identifiers import AppId
from poststelle.model.mailbox import Kind, Mailbox
from poststelle.model.person import Person
from poststelle.web import place
from poststelle.web.door import for_administrator, for_mailbox
from poststelle.web.mistakes import AddressField, show


class MailboxForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=200,
        help_text=gettext_lazy("As people see it, for instance “Support”."),
        widget=forms.TextInput(attrs={"autofocus": True}),
    )
    address = AddressField(label=gettext_lazy("Mail address"))
    app = forms.ChoiceField(
        label=gettext_lazy("App registration"),
        required=False,
        help_text=gettext_lazy(
            "Where the provider lets programs in, the mailbox is created there too. Can be chosen later."
        ),
    )

    def __init__(self, *args: Any, apps: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["app"].choices = [("", _("Choose later")), *apps]  # type: ignore[attr-defined]


@for_administrator
def add(request: HttpRequest, person: Person) -> HttpResponse:
    apps = [(str(app.id), app.name) for app in configure.apps(person)]
    form = MailboxForm(request.POST or None, apps=apps, initial={"app": apps[0][0] if len(apps) == 1 else ""})
    if request.method == "POST" and form.is_valid() and (made := _create(person, form)):
        messages.success(request, _("%(name)s is there. Now grant the rights.") % {"name": made.name})
        return redirect("rights", made.id)
    return render(request, "pages/mailbox_add.html", {"section": "mailboxes", "form": form})


def _create(person: Person, form: MailboxForm) -> Mailbox | None:
    given = form.cleaned_data
    app = AppId(int(given["app"])) if given["app"] else None
    wanted = NewMailbox(given["address"], given["name"], Kind.SHARED, app)
    try:
        return place.wait(configure.create, place.parts(), person, wanted)
    except (Conflict, Misconfigured, Refused, Unreachable) as error:
        show(form, error, default="address" if isinstance(error, Conflict) else None)
        return None


@for_mailbox
def remove(request: HttpRequest, person: Person, mailbox: Mailbox) -> HttpResponse:
    """Asks first; at the provider the mailbox stays."""
    rights.administer(person)
    if request.method == "POST":
        configure.remove(place.parts(), person, mailbox.id)
        messages.success(request, _("%(name)s is removed from this Poststelle.") % {"name": mailbox.address})
        return redirect("mailboxes")
    return render(request, "pages/mailbox_remove.html", {"section": "mailboxes", "mailbox": mailbox})


@require_POST
@for_mailbox
def rename(request: HttpRequest, person: Person, mailbox: Mailbox) -> HttpResponse:
    configure.rename(place.parts(), person, mailbox.id, request.POST.get("name", ""))
    messages.success(request, _("Saved."))
    return redirect("mailbox", mailbox.id)
