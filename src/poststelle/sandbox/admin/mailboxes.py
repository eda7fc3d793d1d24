"""Teams and groups > Shared mailboxes: the list, a new one, and one with its three rights."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from poststelle.model.errors import Conflict
from poststelle.model.rights import Right
from poststelle.sandbox.admin.door import local
from poststelle.sandbox.admin.forms import MailboxForm, NameForm, PasswordForm
from poststelle.sandbox.admin.words import RIGHT_WORDS
from poststelle.sandbox.organisation import Organisation, SharedMailbox
from poststelle.sandbox.pages.access import parts_of


@local
def everyone(request: HttpRequest) -> HttpResponse:
    organisation = parts_of(request).organisation
    search = request.GET.get("q", "").strip().lower()
    found = [box for box in organisation.mailboxes() if search in box.name.lower() or search in box.address]
    rows = [(box, rights_with_counts(organisation, box)) for box in found]
    return render(request, "sandbox/admin/mailboxes.html", {"rows": rows, "search": search})


@local
def new(request: HttpRequest) -> HttpResponse:
    organisation = parts_of(request).organisation
    form = MailboxForm(request.POST or None, domain=organisation.domain)
    if request.method == "POST" and form.is_valid():
        try:
            mailbox = organisation.add_mailbox(form.cleaned_data["name"], form.cleaned_data["address"])
        except Conflict:
            form.add_error("address", _("This address is taken already."))
        else:
            messages.success(request, _("The shared mailbox %(name)s has been created.") % {"name": mailbox.name})
            return redirect("mailbox", mailbox.address)
    return render(request, "sandbox/admin/mailbox_new.html", {"form": form})


@local
def one(request: HttpRequest, mailbox: str) -> HttpResponse:
    organisation = parts_of(request).organisation
    box = find(organisation, mailbox)
    name = NameForm(initial={"name": box.name})
    password = PasswordForm()
    action = request.POST.get("action", "")
    if action == "rename":
        name = NameForm(request.POST)
        if name.is_valid():
            organisation.rename_mailbox(box, name.cleaned_data["name"])
            return _done(request, box, _("The name has been changed."))
    elif action == "password":
        password = PasswordForm(request.POST)
        if password.is_valid():
            organisation.set_mailbox_password(box, password.cleaned_data["password"])
            return _done(request, box, _("The shared mailbox now has a password of its own."))
    elif action == "no-password":
        organisation.set_mailbox_password(box, None)
        return _done(request, box, _("The sign-in of the shared mailbox is blocked."))
    elif action == "remove":
        return _remove(request, organisation, box)
    facts = {
        "mailbox": box,
        "rights": rights_with_counts(organisation, box),
        "name_form": name,
        "password_form": password,
    }
    return render(request, "sandbox/admin/mailbox.html", facts)


def find(organisation: Organisation, address: str) -> SharedMailbox:
    box = organisation.mailbox(address)
    if box is None:
        raise Http404(address)
    return box


def rights_with_counts(organisation: Organisation, box: SharedMailbox) -> list[tuple[Right, object, int]]:
    held = [grant.right for grant in organisation.grants(box.address)]
    return [(right, RIGHT_WORDS[right][0], held.count(right)) for right in Right]


def _done(request: HttpRequest, box: SharedMailbox, text: str) -> HttpResponse:
    messages.success(request, text)
    return redirect("mailbox", box.address)


def _remove(request: HttpRequest, organisation: Organisation, box: SharedMailbox) -> HttpResponse:
    if not request.POST.get("confirmed"):
        return render(request, "sandbox/admin/mailbox_remove.html", {"mailbox": box})
    organisation.remove_mailbox(box.address)
    messages.success(request, _("The shared mailbox %(name)s has been deleted.") % {"name": box.name})
    return redirect("mailboxes")
