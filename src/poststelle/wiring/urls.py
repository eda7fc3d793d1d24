"""Where pages and routes hang: the API under `/api/v1`, everything else is a page."""

from django.urls import include, path

urlpatterns = [
    path("api/v1/", include("poststelle.api.urls")),
    path("", include("poststelle.web.urls")),
]

handler403 = "poststelle.web.problems.forbidden"
handler404 = "poststelle.web.problems.not_found"
handler500 = "poststelle.web.problems.server_error"
