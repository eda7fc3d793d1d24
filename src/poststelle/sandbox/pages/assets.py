"""The style sheet and the two scripts, straight out of the package."""

import hashlib
from functools import cache
from importlib import resources

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control

TYPES = {
    "sandbox.css": "text/css; charset=utf-8",
    "sandbox.js": "text/javascript; charset=utf-8",
    "submit.js": "text/javascript; charset=utf-8",
    "icon.svg": "image/svg+xml",
}


def asset(request: HttpRequest, name: str) -> HttpResponse:
    if name not in TYPES:
        raise Http404(name)
    content, tag = _read(name)
    answer = HttpResponse(status=304) if request.headers.get("If-None-Match") == tag else HttpResponse(content)
    answer.headers["Content-Type"] = TYPES[name]
    answer.headers["ETag"] = tag
    patch_cache_control(answer, no_cache=True)
    return answer


@cache
def _read(name: str) -> tuple[bytes, str]:
    content = resources.files("poststelle.sandbox").joinpath("static", name).read_bytes()
    return content, f'"{hashlib.sha256(content).hexdigest()[:24]}"'
