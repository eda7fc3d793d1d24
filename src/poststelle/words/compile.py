"""Compile every catalogue of the package: `django.po` to `django.mo`, without gettext's own tools.

    python -m poststelle.words.compile

A bare machine has no `msgfmt`, so the few rules of the two formats are written down here ("The Format of PO Files" and
"The Format of GNU MO Files" in the gettext manual). Fuzzy and empty entries are left out, as `msgfmt` does.
"""

import ast
import re
import struct
from collections.abc import Iterator
from pathlib import Path

PACKAGE = Path(__file__).parents[1]
MAGIC = 0x950412DE
FIELD = re.compile(r'^(msgctxt|msgid|msgid_plural|msgstr(?:\[\d+\])?)\s+(".*")$')


def main() -> None:
    for source in sorted(PACKAGE.rglob("locale/*/LC_MESSAGES/django.po")):
        compile_file(source)


def compile_file(source: Path) -> Path:
    """Write the compiled catalogue beside its source, and say where."""
    target = source.with_suffix(".mo")
    target.write_bytes(compiled(dict(entries(source.read_text(encoding="utf-8")))))
    return target


def entries(text: str) -> Iterator[tuple[str, str]]:
    """Key and translation of each entry; context and plural stand in the key as the format wants them."""
    for block in re.split(r"\n\s*\n", text):
        fields = _fields(block)
        msgid = fields.get("msgid")
        if msgid is None or re.search(r"^#,.*\bfuzzy\b", block, re.MULTILINE):
            continue
        forms = [value for name, value in fields.items() if name.startswith("msgstr")]
        if not all(forms):
            continue
        context = fields["msgctxt"] + "\x04" if "msgctxt" in fields else ""
        plural = "\0" + fields["msgid_plural"] if "msgid_plural" in fields else ""
        yield context + msgid + plural, "\0".join(forms)


def _fields(block: str) -> dict[str, str]:
    fields: dict[str, str] = {}
    name = ""
    for line in block.splitlines():
        if found := FIELD.match(line):
            name = found[1]
            fields[name] = ast.literal_eval(found[2])
        elif line.startswith('"') and name:
            fields[name] += ast.literal_eval(line)
    return fields


def compiled(catalogue: dict[str, str]) -> bytes:
    """The octets of a .mo file: header, table of keys, table of texts, then both, each ended by NUL."""
    pairs = sorted((key.encode(), text.encode()) for key, text in catalogue.items())
    header = 7 * 4
    place = header + 16 * len(pairs)
    tables = []
    for column in (0, 1):
        for pair in pairs:
            tables.append(struct.pack("<II", len(pair[column]), place))
            place += len(pair[column]) + 1
    body = b"".join(key + b"\0" for key, _ in pairs) + b"".join(text + b"\0" for _, text in pairs)
    offsets = (MAGIC, 0, len(pairs), header, header + 8 * len(pairs), 0, header + 16 * len(pairs))
    return struct.pack("<7I", *offsets) + b"".join(tables) + body


if __name__ == "__main__":
    main()
