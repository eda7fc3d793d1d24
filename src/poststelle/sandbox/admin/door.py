"""The admin centre's door. It opens without a password, and therefore to this machine alone."""

import ipaddress
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def local(view: View[P]) -> View[P]:
    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not _loopback(str(request.META.get("REMOTE_ADDR", ""))):
            return render(request, "sandbox/admin/elsewhere.html", status=403)
        return view(request, *args, **kwargs)

    return guarded


def _loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False
