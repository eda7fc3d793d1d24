"""Django for the sandbox's pages: set up once a process, and wrapped so that each request carries the parts."""

import logging
from typing import Any, cast

import django
from asgiref.typing import ASGI3Application, ASGIReceiveCallable, ASGISendCallable, Scope
from django.conf import settings
from django.core.asgi import get_asgi_application
from django.urls import get_resolver

from poststelle.sandbox import settings as plain
from poststelle.sandbox.parts import Parts


def set_up(secret_key: str, hosts: list[str]) -> None:
    """Once a process: Django keeps its settings in one global place."""
    values: dict[str, Any] = {name: getattr(plain, name) for name in dir(plain) if name.isupper()}
    settings.configure(**values, SECRET_KEY=secret_key, ALLOWED_HOSTS=hosts)
    django.setup()
    # Every refused token request would be a line otherwise; what breaks still is one.
    logging.getLogger("django.request").setLevel(logging.ERROR)
    logging.getLogger("django.security").setLevel(logging.ERROR)
    get_resolver().url_patterns  # noqa: B018 - imports all pages now, not with the first request


def application(parts: Parts) -> ASGI3Application:
    pages = cast(ASGI3Application, get_asgi_application())

    async def with_parts(scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
        await pages(cast(Scope, {**scope, "parts": parts}), receive, send)

    return with_parts
