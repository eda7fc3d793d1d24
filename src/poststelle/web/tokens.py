"""A person's own API tokens. The value is shown once, right after it was made."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from poststelle.mailroom import tokens as app_tokens
from poststelle.model.identifiers import TokenId
from poststelle.model.person import Person
from poststelle.web.door import for_person


class TokenForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Name"), max_length=100, help_text=gettext_lazy("What it is for, for instance the program.")
    )


@never_cache
@for_person
def tokens(request: HttpRequest, person: Person) -> HttpResponse:
    form = TokenForm(request.POST or None)
    value = ""
    if request.method == "POST" and form.is_valid():
        _token, secret = app_tokens.create(person, form.cleaned_data["name"])
        value = secret.reveal()
        form = TokenForm()
    context = {"section": "tokens", "form": form, "tokens": app_tokens.of_person(person), "value": value}
    return render(request, "pages/tokens.html", context)


@require_POST
@for_person
def revoke(request: HttpRequest, person: Person, token: int) -> HttpResponse:
    app_tokens.revoke(person, TokenId(token))
    messages.success(request, _("The token is revoked."))
    return redirect("tokens")
