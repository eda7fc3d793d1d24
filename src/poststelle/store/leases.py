"""One at a time across processes: a row that names its holder, and a time after which it no longer counts."""

from datetime import datetime

from django.db import IntegrityError, transaction

from poststelle.store import models


def take(name: str, holder: str, now: datetime, until: datetime) -> bool:
    """Whether the holder has it now; a lease whose time is over goes to whoever comes."""
    free = models.Lease.objects.filter(name=name, until__lt=now)
    if free.update(holder=holder, until=until):
        return True
    try:
        with transaction.atomic():
            models.Lease.objects.create(name=name, holder=holder, until=until)
    except IntegrityError:
        return models.Lease.objects.filter(name=name, holder=holder).update(until=until) == 1
    return True


def give_back(name: str, holder: str) -> None:
    models.Lease.objects.filter(name=name, holder=holder).delete()
