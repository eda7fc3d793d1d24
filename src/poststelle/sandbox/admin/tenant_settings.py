"""The switches of the tenant."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from poststelle.sandbox.admin.door import local
from poststelle.sandbox.admin.forms import SettingsForm
from poststelle.sandbox.pages.access import parts_of
from poststelle.sandbox.switches import ConsentBy, Stage, Switches


@local
def page(request: HttpRequest) -> HttpResponse:
    organisation = parts_of(request).organisation
    switches = organisation.switches()
    kept = {name: getattr(switches, name) for name in Switches.__dataclass_fields__}
    form = SettingsForm(request.POST or None, initial=kept)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        values["consent_by"], values["refusal"] = ConsentBy(values["consent_by"]), Stage(values["refusal"])
        organisation.change_switches(Switches(**values))
        messages.success(request, _("The changes have been saved."))
        return redirect("settings")
    return render(request, "sandbox/admin/settings.html", {"form": form})
