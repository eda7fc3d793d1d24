"""Numbers out of an address: a broken one is none, not an error."""


def number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else None
