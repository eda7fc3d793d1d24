"""The one place where errors of the rooms below become pages: a status, what happened, what to do, who must act."""

from collections.abc import Callable

import structlog
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string

from poststelle.model.errors import (
    Conflict,
    Misconfigured,
    NotFound,
    NotPermitted,
    PoststelleError,
    ProtocolViolation,
    Refused,
    Unreachable,
)
from poststelle.model.mailbox import AppRegistration

STATUS: dict[type[PoststelleError], int] = {
    NotPermitted: 403,
    NotFound: 404,
    Conflict: 409,
    Misconfigured: 422,
    Refused: 400,
    ProtocolViolation: 502,
    Unreachable: 503,
}
log = structlog.get_logger()


class ProblemPages:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        return page(request, error) if isinstance(error, PoststelleError) else None


def page(
    request: HttpRequest, error: PoststelleError, retry: str = "", app: AppRegistration | None = None
) -> HttpResponse:
    """The page for an error. `retry` is where [Try again] leads, `app` the registration it is about."""
    status = status_of(error)
    log.info("refused-page", path=request.path, code=error.code, status=status)
    context = {
        "error": error,
        "status": status,
        "retry": retry,
        "app": app,
        "provider_status": error.status if isinstance(error, Refused) else None,
    }
    return render(request, "pages/problem.html", context, status=status)


def status_of(error: PoststelleError) -> int:
    """A provider's 401 stays a 401: the wrong secret must not look like a fault of ours."""
    if isinstance(error, Refused) and error.status == 401:
        return 401
    return STATUS[type(error)]


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Without context processors: they may be what is broken."""
    return HttpResponse(render_to_string("500.html"), status=500)
