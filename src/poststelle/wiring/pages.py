"""Django's name for the pages. Named here, because Django would take `web/apps.py`, a page, for its own."""

from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "poststelle.web"
    label = "web"
