"""Light, dark or as the system says; kept in a cookie, so that the first paint is right without JavaScript."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from poststelle.mailroom import persons
from poststelle.web.door import signed_in
from poststelle.web.language import LANGUAGES

COOKIE = "theme"
THEMES = ("system", "light", "dark")
YEAR_SECONDS = 365 * 24 * 3600


def theme_of(request: HttpRequest) -> str:
    chosen = request.COOKIES.get(COOKIE, "")
    return chosen if chosen in THEMES else "system"


@require_POST
def choose_theme(request: HttpRequest) -> HttpResponse:
    response = redirect(_back(request))
    if (chosen := request.POST.get("theme", "")) in THEMES:
        response.set_cookie(COOKIE, chosen, max_age=YEAR_SECONDS, samesite="Lax", secure=request.is_secure())
    return response


@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    response = redirect(_back(request))
    if (chosen := request.POST.get("language", "")) in LANGUAGES:
        if request.user.is_authenticated:
            persons.speak(signed_in(request), chosen)
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, chosen, max_age=YEAR_SECONDS, samesite="Lax", secure=request.is_secure()
        )
    return response


def _back(request: HttpRequest) -> str:
    """The page one came from, if it is one of ours."""
    target = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return target if target and ours else "/"
