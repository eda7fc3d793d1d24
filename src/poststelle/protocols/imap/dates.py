"""INTERNALDATE: ` 7-Feb-2026 10:00:00 +0100`; English months whatever the locale."""

import re
from datetime import UTC, datetime, timedelta, timezone

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
DATE_TIME = re.compile(r"\s*(\d{1,2})-(\w{3})-(\d{4}) (\d\d):(\d\d):(\d\d) ([+-])(\d\d)(\d\d)")


def print_date_time(moment: datetime) -> str:
    """`moment` with its zone."""
    if moment.tzinfo is None:
        raise ValueError("a moment without its zone")
    return f"{moment.day:2d}-{MONTHS[moment.month - 1]}-{moment.year:04d} {moment:%H:%M:%S %z}"


def read_date_time(text: bytes) -> datetime | None:
    """In UTC; None for what is no date, which some servers send for broken messages."""
    found = DATE_TIME.fullmatch(text.decode("ascii", "replace"))
    if not found or found[2].title() not in MONTHS:
        return None
    day, month, year = int(found[1]), MONTHS.index(found[2].title()) + 1, int(found[3])
    zone = timedelta(hours=int(found[8]), minutes=int(found[9])) * (-1 if found[7] == "-" else 1)
    try:
        moment = datetime(year, month, day, int(found[4]), int(found[5]), int(found[6]), tzinfo=timezone(zone))
        return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
