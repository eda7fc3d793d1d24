"""Which cause of the catalogue a peer's text speaks of.

A provider's own causes come before those of the standards, a longer pattern before a
shorter one, and only those that can occur in the failing step. No hit means that
nobody knows the text: it is shown as it came, never guessed.
"""

import re

from poststelle.model.finding import Step
from poststelle.providers.contract import Cause, Provider
from poststelle.providers.manners.standards import CAUSES as STANDARD

MAX_TEXT = 4096  # what a peer says may be long; the causes are near the beginning


def classify(provider: Provider, step: Step, text: str) -> Cause | None:
    """The cause of this text in this step, or `None` when no pattern knows it."""
    shown = text[:MAX_TEXT]
    return _first(provider.causes, step, shown) or _first(STANDARD, step, shown)


def known(provider: Provider, code: str) -> Cause | None:
    """The cause with this code, if the catalogue has it."""
    return next((cause for cause in (*provider.causes, *STANDARD) if cause.code == code), None)


def _first(causes: tuple[Cause, ...], step: Step, text: str) -> Cause | None:
    fitting = [cause for cause in causes if step in cause.steps and cause.pattern and re.search(cause.pattern, text)]
    return max(fitting, key=lambda cause: len(cause.pattern), default=None)
