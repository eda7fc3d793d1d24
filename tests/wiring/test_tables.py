"""The tables are those of the models: no change waits for its migration."""

import pytest
from django.core.management import call_command


@pytest.mark.django_db
def test_no_model_has_changed_without_its_migration() -> None:
    call_command("makemigrations", "store", check=True, dry_run=True, verbosity=0, skip_checks=True)
