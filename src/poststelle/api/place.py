"""Where routes get what `wiring` put together. Set once a process, before the first request."""

from poststelle.mailroom.parts import Parts


class _Place:
    parts: Parts | None = None


def put(parts: Parts) -> None:
    _Place.parts = parts


def parts() -> Parts:
    if _Place.parts is None:
        raise RuntimeError("wiring has not put the parts in place")
    return _Place.parts
