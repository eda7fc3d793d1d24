"""What the disk or another process does to a transaction, in our words. Nothing of the transaction is kept then."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import OperationalError

from poststelle.model.errors import Unreachable

CODES = {
    "disk is full": "disk-full",
    "disk I/O error": "disk-full",  # what a full disk looks like while the log's index grows
    "readonly database": "disk-broken",
    "locked": "database-busy",
}


@contextmanager
def told() -> Iterator[None]:
    """Raise `Unreachable` (try again when there is room) for what SQLite says about the disk."""
    try:
        yield
    except OperationalError as error:
        code = next((code for text, code in CODES.items() if text in str(error)), None)
        if code is None:
            raise
        raise Unreachable(code, text=str(error)) from error
