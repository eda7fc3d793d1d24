"""Hands the parts to the edges, which may not reach up to fetch them."""

from poststelle.wiring.installation import Installation


def put(installation: Installation) -> None:
    """Imported here, because pages and routes need Django's settings."""
    from poststelle.api import place as api
    from poststelle.web import place as web

    api.put(installation.parts)
    web.put(installation.parts, installation.config.base_url)
