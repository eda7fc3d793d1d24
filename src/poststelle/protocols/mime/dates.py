"""The Date field, RFC 5322 section 3.3, with the standard library's tolerance and without its exceptions."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

LIMIT = 100


def parse(value: str) -> datetime | None:
    """With its offset; one without counts as UTC. None for what is no date, or none that a calendar can turn."""
    try:
        found = parsedate_to_datetime(value[:LIMIT])
        moment = found if found.tzinfo else found.replace(tzinfo=UTC)
        moment.astimezone(UTC)
    except (ValueError, TypeError, OverflowError, IndexError, AttributeError):
        return None
    return moment
