"""Who may make an own sign-in: the first person, who becomes administrator; everybody else is added by one."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import SignupForm
from allauth.account.views import LoginView
from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from poststelle.mailroom import persons


class SignUpForm(SignupForm):  # type: ignore[misc]  # allauth has no types
    name = forms.CharField(
        label=_("Your name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name", "autofocus": True})
    )
    field_order = ("name", "email", "password1")


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return persons.first_administrator() is None

    def save_user(self, request: HttpRequest, user: Any, form: Any, commit: bool = True) -> Any:
        if not self.is_open_for_signup(request):  # somebody else was first, between the form and now
            raise PermissionDenied
        user.name = form.cleaned_data["name"]
        user.administrator = True
        user.language = (get_language() or "en")[:2]
        return super().save_user(request, user, form, commit)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return "/"


def login(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
    """Nobody can sign in to an empty installation: its first visitor is asked to become the administrator."""
    if not request.user.is_authenticated and persons.first_administrator() is None:
        return redirect("account_signup")
    response: HttpResponseBase = LoginView.as_view()(request, **kwargs)
    return response
