"""JSON from outside as a mapping, bounded in size and depth."""

import json
from typing import Any

LIMIT_OCTETS = 1024 * 1024


def mapping(data: bytes | str) -> dict[str, Any]:
    """`ValueError` when it is none. Thousands of opening brackets raise RecursionError within Python's reader."""
    if len(data) > LIMIT_OCTETS:
        raise ValueError("document too long")
    try:
        found = json.loads(data)
    except RecursionError:
        raise ValueError("nested too deeply") from None
    if not isinstance(found, dict):
        raise ValueError("not an object")
    return found


def text(value: object, limit: int = 2000) -> str:
    """A string or number as text; "" for anything else. Half of a surrogate pair, which JSON can write, is replaced."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return str(value)[:limit].encode("utf-8", "replace").decode()
