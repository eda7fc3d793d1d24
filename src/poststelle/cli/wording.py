"""Texts of codes, in the language of this process."""

import os
from collections.abc import Mapping

from poststelle.cli.output import one_line


def language() -> str:
    return os.environ.get("LANGUAGE", "en")


def explained(code: str, facts: Mapping[str, str]) -> str:
    """What is wrong and what to do, on one line."""
    from poststelle.words import texts

    told = texts.explain(code, facts, language())
    return one_line(" ".join(_ended(part) for part in (told.title, told.text, told.remedy) if part))


def _ended(part: str) -> str:
    """What a peer said often has no full stop, and the next sentence would run into it."""
    return part if part.rstrip()[-1:] in (".", "!", "?", "…", ":", "“") else f"{part.rstrip()}."
