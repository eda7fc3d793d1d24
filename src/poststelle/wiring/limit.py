"""A limit on what a request may bring along, before a byte of it is kept: Django spools a body to the disk whole."""

from asgiref.typing import ASGI3Application, ASGIReceiveCallable, ASGIReceiveEvent, ASGISendCallable, Scope

MOST_OCTETS = 60 * 2**20  # 35 MB of attachments as Base64, and the letter
TOO_LARGE = b"The request is too large.\n"


class _TooLarge(Exception):
    """More came than was announced, or than is taken."""


def limited(application: ASGI3Application, most: int = MOST_OCTETS) -> ASGI3Application:
    """The same application; who sends more than `most` octets gets 413 (RFC 9110 section 15.5.14)."""

    async def guarded(scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
        if scope["type"] != "http":
            return await application(scope, receive, send)
        if _announced(scope) > most:
            return await _refuse(send)
        came = 0

        async def counted() -> ASGIReceiveEvent:
            nonlocal came
            event = await receive()
            if event["type"] == "http.request":
                came += len(event["body"])
                if came > most:
                    raise _TooLarge
            return event

        try:
            await application(scope, counted, send)
        except _TooLarge:
            await _refuse(send)

    return guarded


def _announced(scope: Scope) -> int:
    """Content-Length; 0 where there is none or it is no number."""
    given = dict(scope["headers"]).get(b"content-length", b"") if scope["type"] == "http" else b""
    return int(given) if given.isdigit() and len(given) < 19 else 0


async def _refuse(send: ASGISendCallable) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": 413, "headers": headers, "trailers": False})
    await send({"type": "http.response.body", "body": TOO_LARGE, "more_body": False})
