"""The texts that pages and modules mark for translation, found without gettext's tools."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from django.template.exceptions import TemplateSyntaxError
from django.utils.translation.template import templatize

CALLS = {"_", "gettext", "gettext_lazy", "ngettext", "pgettext", "msg", "Entry"}
CALL = re.compile(r"\b(_|gettext|ngettext|pgettext|npgettext)\(")

Text = tuple[str | None, str, str | None]  # context, singular, plural


def texts_of(root: Path) -> dict[Text, list[str]]:
    """All texts below a folder, each with the files it stands in."""
    found: dict[Text, list[str]] = {}
    for path in sorted(root.rglob("*.py")):
        for text in _in_python(path.read_text(encoding="utf-8")):
            found.setdefault(text, []).append(path.name)
    for path in sorted(root.rglob("*.html")):
        for text in _in_template(path.read_text(encoding="utf-8"), path.name):
            found.setdefault(text, []).append(path.name)
    return found


def _in_template(source: str, name: str) -> Iterator[Text]:
    try:
        plain = templatize(source, origin=name)
    except TemplateSyntaxError as error:
        raise AssertionError(f"{name}: {error}") from error
    for found in CALL.finditer(plain):
        yield from _in_python(_call_at(plain, found.start()))


def _call_at(source: str, start: int) -> str:
    """The call that begins here, up to its closing bracket."""
    end = start
    while True:
        end = source.index(")", end) + 1
        try:
            ast.parse(source[start:end], mode="eval")
        except SyntaxError:
            continue
        return source[start:end]


def _in_python(source: str) -> Iterator[Text]:
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        words = [one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
        if name == "npgettext" and len(words) > 2:
            yield (words[0], words[1], words[2])
        elif name == "pgettext" and len(words) > 1:
            yield (words[0], words[1], None)
        elif name == "ngettext" and len(words) > 1:
            yield (None, words[0], words[1])
        elif name == "Entry":
            yield from ((None, word, None) for word in words)
        elif (name in CALLS or name == "gettext_lazy") and words:
            yield (None, words[0], None)
