"""Every code that a room below raises or finds has its words."""

import re
from pathlib import Path

from poststelle.providers.registry import PROVIDERS
from poststelle.words import texts

SOURCE = Path(__file__).parents[2] / "src" / "poststelle"
ROOMS = ("api", "cli", "mailroom", "protocols", "providers", "store", "transport", "web", "wiring", "worker")
RAISED = re.compile(
    r"\b(?:Cause|Conflict|Misconfigured|NotFound|NotPermitted|ProtocolViolation|Refused|Unreachable|_notice)"
    r"\(\s*\"([a-z0-9-]+)\""
)
FOUND = re.compile(r"\b(?:Finding|Mistake)\(\s*[\w.\"]+,\s*(?:Status\.\w+,\s*)?\"([a-z0-9-]+)\"")
FURTHER = re.compile(r"remedy=\"([a-z0-9-]+)\"|code=\"([a-z0-9-]+)\"")
# Dialogues of the sandbox's server role, never shown to a person.
NOT_SHOWN = frozenset[str]()


def codes() -> dict[str, str]:
    """Each code with a file it stands in."""
    found: dict[str, str] = {}
    for room in ROOMS:
        for path in sorted((SOURCE / room).rglob("*.py")):
            source = path.read_text(encoding="utf-8")
            for pattern in (RAISED, FOUND, FURTHER):
                for match in pattern.finditer(source):
                    found.setdefault(next(filter(None, match.groups())), str(path.relative_to(SOURCE)))
    return found


def test_every_code_has_words() -> None:
    wordless = {code: place for code, place in codes().items() if not texts.known(code) and code not in NOT_SHOWN}

    assert wordless == {}


def test_every_cause_a_provider_knows_has_words() -> None:
    causes = {cause.code for provider in PROVIDERS.values() for cause in provider.causes}

    assert {code for code in causes if not texts.known(code)} == set()
