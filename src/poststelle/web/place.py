"""Where pages get what `wiring` put together. Set once a process, before the first request."""

from collections.abc import Awaitable, Callable
from typing import ParamSpec, TypeVar

from asgiref.sync import async_to_sync

from poststelle.mailroom.parts import Parts

P = ParamSpec("P")
T = TypeVar("T")

CALLBACK_PATH = "/authorize/callback"


class _Place:
    parts: Parts | None = None
    public_url: str = ""


def put(parts: Parts, public_url: str) -> None:
    """`public_url` is where people reach the pages, without a slash at the end; it is never guessed from a request."""
    _Place.parts = parts
    _Place.public_url = public_url.rstrip("/")


def parts() -> Parts:
    if _Place.parts is None:
        raise RuntimeError("wiring has not put the parts in place")
    return _Place.parts


def redirect_url() -> str:
    """What has to stand in the app registration at the provider."""
    return _Place.public_url + CALLBACK_PATH


def wait(doing: Callable[P, Awaitable[T]], *args: P.args, **kwargs: P.kwargs) -> T:
    """Run what talks to a server from a page, which is a thread: on the service's event loop where there is one."""
    return async_to_sync(doing)(*args, **kwargs)
