"""Octets to text, by what a message claims and by what is likely. Never raises; gives no NUL and no surrogate.

Only charsets of mail are known: Python's lookup would also take "unicode_escape", "idna" or a name with a NUL in it.
What calls itself ASCII, Latin-1 or nothing is UTF-8 when it can be, and else Windows-1252, whose quotation marks
Latin-1 does not have.
"""

import re

import chardet

GUESS_FROM_OCTETS = 32  # below, guessing is wrong more often than right
GUESS_OCTETS = 16 * 1024
WESTERN = "cp1252"
SURROGATES = re.compile("[\ud800-\udfff]")

# Names as written in the wild, in lower case with hyphens, to Python's. "" is the rule of the first paragraph.
CODECS: dict[str, str] = {
    **dict.fromkeys(("", "utf-8", "utf8", "us-ascii", "ascii", "ansi-x3.4-1968", "iso-8859-1", "latin1"), ""),
    **dict.fromkeys(("latin-1", "x-latin1", "iso-ir-100"), ""),
    **dict.fromkeys(("windows-1252", "cp1252", "x-ansi", "ansi", "default", "x-unknown", "unknown-8bit", "binary"), ""),
    **dict.fromkeys(("utf-8mb4", "unicode-1-1-utf-8", "x-utf-8", "x-user-defined", "8bit", "7bit", "iso8859-1"), ""),
    **dict.fromkeys(("gb2312", "gbk", "x-gbk", "cp936", "gb18030", "chinese", "euc-cn"), "gb18030"),
    **dict.fromkeys(("ks-c-5601-1987", "ks-c-5601", "euc-kr", "korean", "cp949", "ksc5601", "windows-949"), "cp949"),
    **dict.fromkeys(("shift-jis", "sjis", "x-sjis", "cp932", "windows-31j", "ms-kanji"), "cp932"),
    **dict.fromkeys(("big5", "big-5", "x-big5", "cp950"), "big5hkscs"),
    **dict.fromkeys(("iso-8859-9", "latin5", "windows-1254", "cp1254"), "cp1254"),
    **dict.fromkeys(("iso-8859-11", "tis-620", "windows-874", "cp874"), "cp874"),
    **dict.fromkeys(("iso-8859-8", "iso-8859-8-i", "iso-8859-8-e"), "iso8859_8"),
    **dict.fromkeys(("iso-2022-jp", "iso-2022-jp-2", "csiso2022jp"), "iso2022_jp_2"),
    **dict.fromkeys(("iso-8859-15", "latin9", "latin-9"), "iso8859_15"),
    **dict.fromkeys(("utf-16", "utf16", "unicode", "ucs-2"), "utf_16"),
    **dict.fromkeys(("macintosh", "x-mac-roman", "mac"), "mac_roman"),
    **dict.fromkeys(("utf-7", "unicode-1-1-utf-7", "x-unicode-2-0-utf-7"), "utf_7"),
    **{f"iso-8859-{number}": f"iso8859_{number}" for number in (2, 3, 4, 5, 6, 7, 10, 13, 14, 16)},
    **{f"windows-{number}": f"cp{number}" for number in (1250, 1251, 1253, 1255, 1256, 1257, 1258)},
    **{f"cp{number}": f"cp{number}" for number in (437, 850, 852, 858, 866, 1250, 1251, 1253, 1255, 1256, 1257, 1258)},
    **{f"ibm{number}": f"cp{number}" for number in (437, 850, 852, 858, 866)},
    "euc-jp": "euc_jp", "iso-2022-kr": "iso2022_kr", "hz-gb-2312": "hz", "koi8-r": "koi8_r", "koi8-u": "koi8_u",
    "utf-16le": "utf_16_le", "utf-16be": "utf_16_be", "utf-32": "utf_32",
}  # fmt: skip


def decode(octets: bytes, label: str = "") -> str:
    """The text, whatever `label` says; replacement characters stand where nothing fits."""
    codec = CODECS.get(normal(label))
    if codec:
        text = strict(octets, codec)
        if text is not None:
            return clean(text)
    text = strict(octets, "utf_8")
    if text is not None:
        return clean(text.removeprefix("\ufeff"))
    if codec == "":
        return clean(western(octets))
    return clean(octets.decode(codec or guessed(octets), "replace"))


def is_known(label: str) -> bool:
    return normal(label) in CODECS


def normal(label: str) -> str:
    """RFC 2231 section 5 lets a language follow the name."""
    name = label[:80].partition("*")[0].strip(" \t\"'").lower().replace("_", "-")
    return "ks-c-5601-1987" if name.startswith("ks-c-5601") else name


def strict(octets: bytes, codec: str) -> str | None:
    try:
        return octets.decode(codec)
    except UnicodeError:
        return None


def western(octets: bytes) -> str:
    """Windows-1252, with its five holes filled from Latin-1."""
    text = strict(octets, WESTERN)
    return octets.decode("latin-1") if text is None else text


def guessed(octets: bytes) -> str:
    """A codec of ours that the octets look like; the western one when there are too few to tell."""
    if len(octets) < GUESS_FROM_OCTETS:
        return WESTERN
    found = chardet.detect(octets[:GUESS_OCTETS]).get("encoding")
    return CODECS.get(normal(found or ""), "") or WESTERN


def clean(text: str) -> str:
    """Without what no database takes: NUL, and halves of surrogate pairs, which UTF-7 and UTF-16 can write."""
    return SURROGATES.sub("\N{REPLACEMENT CHARACTER}", text.replace("\x00", ""))
