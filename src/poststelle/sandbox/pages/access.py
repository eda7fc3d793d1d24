"""What a page gets at: the parts of the process, which travel in the ASGI scope, and the query as plain text."""

from typing import cast

from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest, QueryDict

from poststelle.sandbox.parts import Parts


def parts_of(request: HttpRequest) -> Parts:
    return cast(Parts, cast(ASGIRequest, request).scope["parts"])


def plain(fields: QueryDict) -> dict[str, str]:
    """Each parameter once, RFC 6749 section 3.1; of a repeated one the last counts."""
    return {name: str(fields[name]) for name in fields}


def context(request: HttpRequest) -> dict[str, object]:
    return {"organisation": parts_of(request).organisation}
