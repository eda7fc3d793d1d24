"""Style attributes of mail: what colours and arranges stays, what loads, hides, covers or escapes goes."""

import re
from collections.abc import Iterator

LIMIT = 4_000
DECLARATIONS = 60
PIXELS = 1_200
PROPERTIES = frozenset(
    """
    color background-color font font-family font-size font-style font-weight font-variant line-height letter-spacing
    text-align text-decoration text-indent text-transform vertical-align white-space word-break word-wrap
    margin margin-top margin-right margin-bottom margin-left padding padding-top padding-right padding-bottom
    padding-left
    border border-top border-right border-bottom border-left border-color border-style border-width border-collapse
    border-spacing border-radius width height max-width max-height min-width list-style-type direction background
    """.split()  # noqa: SIM905
)
# Functions load, compute or refer; a backslash hides a word from every filter; "@" and "/*" open other grammars.
FORBIDDEN = re.compile(r"[\\@<>{}]|/\*|(?<!rgb)(?<!rgba)(?<!hsl)\(|expression|javascript|!", re.I)
COLOUR = re.compile(r"#[0-9a-f]{3,8}|[a-z]{3,20}|rgba?\([\d.,%\s]{3,40}\)", re.I)
NUMBER = re.compile(r"(-?)(\d{1,20}(?:\.\d{0,20})?|\.\d{1,20})(e[+-]?\d+)?([a-z%]*)", re.I)
LARGEST = {"px": PIXELS, "pt": 900, "em": 75, "rem": 75, "ex": 150, "ch": 150, "%": 200, "in": 12, "cm": 30, "mm": 300}
COLOUR_PROPERTIES = re.compile(r"color$|^background$")


def clean(style: str) -> str:
    """The harmless declarations of it; "" when none is."""
    return "; ".join(_kept(style[:LIMIT]))


def loads(style: str) -> bool:
    """It would fetch something from elsewhere."""
    return "url(" in style.lower()


def _kept(style: str) -> Iterator[str]:
    for declaration in style.split(";")[:DECLARATIONS]:
        name, colon, value = declaration.partition(":")
        name, value = name.strip().lower(), value.replace("!important", "").strip()
        if colon and name in PROPERTIES and value and not FORBIDDEN.search(value) and _fits(name, value):
            yield f"{name}: {value}"


def _fits(name: str, value: str) -> bool:
    if name == "background":  # a colour only: the short form could name a picture
        return COLOUR.fullmatch(value) is not None
    return COLOUR_PROPERTIES.search(name) is not None or all(map(_bounded, NUMBER.finditer(value)))


def _bounded(number: re.Match[str]) -> bool:
    """Neither negative, which moves things over others, nor larger than a page."""
    minus, digits, exponent, unit = number.groups()
    return not minus and not exponent and float(digits) <= LARGEST.get(unit.lower(), PIXELS)
