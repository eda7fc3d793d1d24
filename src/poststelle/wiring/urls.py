"""Where pages and routes hang: the API under `/api/v1`, everything else is a page."""

from importlib.util import find_spec

from django.urls import include, path

urlpatterns = [
    *([path("api/v1/", include("poststelle.api.urls"))] if find_spec("poststelle.api.urls") else []),
    *([path("", include("poststelle.web.urls"))] if find_spec("poststelle.web.urls") else []),
]

if find_spec("poststelle.web.problems"):
    handler403 = "poststelle.web.problems.forbidden"
    handler404 = "poststelle.web.problems.not_found"
    handler500 = "poststelle.web.problems.server_error"
