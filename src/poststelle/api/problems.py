"""The one place where trouble becomes a problem document (RFC 9457), in the language of `Accept-Language`."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

import structlog
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

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
from poststelle.words import texts

# A provider's own 401 is a fact, never our status: to a client of this API 401 says that its token is not good.
STATUS: dict[type[PoststelleError], int] = {
    NotPermitted: 403,
    NotFound: 404,
    Conflict: 409,
    Misconfigured: 422,
    Refused: 502,
    ProtocolViolation: 502,
    Unreachable: 503,
}
CONTENT_TYPE = "application/problem+json"
log = structlog.get_logger()


def attach(api: NinjaAPI) -> None:
    handlers: dict[type[Exception], Callable[[HttpRequest, Any], JsonResponse]] = {
        PoststelleError: _ours,
        ValidationError: _invalid,
        AuthenticationError: _no_token,
        HttpError: _http,
        Http404: unknown,
        RequestDataTooBig: _too_large,
        Exception: _unforeseen,
    }
    for kind, handler in handlers.items():
        api.add_exception_handler(kind, handler)


def unknown(request: HttpRequest, *_arguments: object) -> JsonResponse:
    return problem(request, 404, "route-unknown", {"path": request.path})


def also_for_methods(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A method that a route does not have is answered by ninja itself, in plain text: make it a problem as well."""

    @wraps(view)
    def answered(request: HttpRequest, *arguments: object, **names: object) -> HttpResponse:
        answer = view(request, *arguments, **names)
        if answer.status_code != 405:
            return answer
        told = problem(request, 405, "method-unknown", {"method": str(request.method)})
        told["Allow"] = answer.headers.get("Allow", "")
        return told

    return answered


def problem(request: HttpRequest, status: int, code: str, facts: Mapping[str, str] | None = None) -> JsonResponse:
    facts = dict(facts or {})
    told = texts.explain(code, facts, _language(request))
    document = {
        "type": f"urn:poststelle:problem:{code}",
        "title": told.title,
        "status": status,
        "detail": " ".join(part for part in (told.text, told.remedy) if part),
        "code": code,
        "facts": facts,
    }
    return JsonResponse(document, status=status, content_type=CONTENT_TYPE)


def _ours(request: HttpRequest, error: PoststelleError) -> JsonResponse:
    facts = {name: str(value) for name, value in error.facts.items()}
    if isinstance(error, Refused) and error.status:
        facts["status"] = str(error.status)
    return problem(request, status_of(error), error.code, facts)


def status_of(error: PoststelleError) -> int:
    return next((status for kind, status in STATUS.items() if isinstance(error, kind)), 500)


def _invalid(request: HttpRequest, error: ValidationError) -> JsonResponse:
    """Which fields, and what is wrong with them in pydantic's words; the values that came are not repeated."""
    facts = {".".join(map(str, one["loc"])): str(one["msg"]) for one in error.errors}
    return problem(request, 422, "request-invalid", facts)


def _no_token(request: HttpRequest, _error: AuthenticationError) -> JsonResponse:
    answer = problem(request, 401, "token-needed")
    answer["WWW-Authenticate"] = 'Bearer realm="Poststelle"'
    return answer


def _http(request: HttpRequest, error: HttpError) -> JsonResponse:
    return problem(request, error.status_code, "request-invalid", {"text": str(error)})


def _too_large(request: HttpRequest, error: RequestDataTooBig) -> JsonResponse:
    return problem(request, 413, "request-invalid", {"text": str(error)})


def _unforeseen(request: HttpRequest, error: Exception) -> JsonResponse:
    log.exception("unforeseen", path=request.path, kind=type(error).__name__)
    return problem(request, 500, "unforeseen", {"type": type(error).__name__})


def _language(request: HttpRequest) -> str:
    return "de" if request.headers.get("Accept-Language", "").strip().lower().startswith("de") else "en"
