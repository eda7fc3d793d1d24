"""Django's name for the store."""

from django.apps import AppConfig


class StoreConfig(AppConfig):
    name = "poststelle.store"
    label = "store"
    default_auto_field = "django.db.models.BigAutoField"
