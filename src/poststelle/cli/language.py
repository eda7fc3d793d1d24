"""Which language the command line speaks, and its catalogue.

Click looks its own words up through the standard `gettext`, so our catalogue holds them too and one call switches both.
The choice falls before any argument is parsed: an error in the arguments is to be said in the right language already.
"""

import gettext
from collections.abc import Mapping, MutableMapping, Sequence
from pathlib import Path

LANGUAGES = ("en", "de")
LOCALE = Path(__file__).parent / "locale"
DOMAIN = "django"  # the name of every catalogue here, so that one tool finds them all


def choose(arguments: Sequence[str], environment: Mapping[str, str]) -> str:
    """`--language`, then POSTSTELLE_LANGUAGE, then the locale; English when none of them is ours."""
    for wanted in (_option(arguments), environment.get("POSTSTELLE_LANGUAGE", ""), _locale(environment)):
        if wanted[:2].lower() in LANGUAGES:
            return wanted[:2].lower()
    return "en"


def speak(language: str, environment: MutableMapping[str, str]) -> None:
    """Let every `gettext` of this process answer in the language."""
    environment["LANGUAGE"] = language  # what the standard library reads at each lookup
    gettext.bindtextdomain(DOMAIN, LOCALE)
    gettext.textdomain(DOMAIN)


def N_(text: str) -> str:  # noqa: N802 - the customary name: marked here, looked up where it is shown
    return text


def _option(arguments: Sequence[str]) -> str:
    for place, argument in enumerate(arguments):
        if argument == "--":
            break
        if argument.startswith("--language="):
            return argument.partition("=")[2]
        if argument == "--language" and place + 1 < len(arguments):
            return arguments[place + 1]
    return ""


def _locale(environment: Mapping[str, str]) -> str:
    # the first one set decides, POSIX XBD section 8.2
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    return next((environment[name] for name in names if environment.get(name)), "")
