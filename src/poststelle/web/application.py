"""Django's name for the pages. Not `apps.py`: that is the page of the app registrations."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "poststelle.web"
    label = "web"
