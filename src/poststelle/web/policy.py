"""What a browser may do with our pages (Content Security Policy, level 3): own files, nothing inline, nothing foreign.

Mail stays in no cache: who goes back after signing out, or uses the machine next, finds nothing.

A page that needs another policy sets the header itself: the frame of an HTML message does (`frame`), and the pages
that end in a redirect to the provider let forms lead there, since browsers apply `form-action` to redirects too.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

HEADER = "Content-Security-Policy"
_RULES = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "frame-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
}
OWN = "; ".join(f"{name} {value}" for name, value in _RULES.items())
LEADS_AWAY = OWN.replace("form-action 'self'", "form-action 'self' https: http://127.0.0.1:* http://localhost:*")


class ContentSecurityPolicy:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers.setdefault(HEADER, OWN)
        response.headers.setdefault("Cache-Control", "private, no-store")
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        return response
