"""The routes of the API and its description, `openapi.json`; `wiring` hangs them under `/api/v1/`."""

from django.urls import path, re_path
from ninja import NinjaAPI

from poststelle import __version__
from poststelle.api import (
    apps,
    authorizations,
    checks,
    fetches,
    grants,
    mailboxes,
    messages,
    people,
    problems,
    submissions,
    tokens,
)
from poststelle.api.body import StrictParser
from poststelle.api.door import PersonToken

ROUTERS = (people, tokens, apps, mailboxes, grants, authorizations, checks, fetches, messages, submissions)

api = NinjaAPI(
    title="Poststelle",
    version=__version__,
    description="Shared mailboxes with OAuth 2.0. Problems are documents of RFC 9457.",
    auth=PersonToken(),
    parser=StrictParser(),
    docs_url=None,
    urls_namespace="api",
)
problems.attach(api)
for resource in ROUTERS:
    api.add_router("", resource.router)

patterns, application, namespace = api.urls
for pattern in patterns:
    assert pattern.callback is not None
    pattern.callback = problems.also_for_methods(pattern.callback)

urlpatterns = [
    path("", (patterns, application, namespace)),
    re_path("", problems.unknown),
]
