"""Content transfer encodings undone, RFC 2045 section 6, with what is broken taken as far as it goes."""

import binascii

ALPHABET = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
OTHER = bytes(octet for octet in range(256) if octet not in ALPHABET)
LINE_SIGNS = b" \t\r\n"


def base64_octets(data: bytes) -> bytes:
    """What stands before the first padding, signs outside the alphabet left out, a lone last sign too."""
    kept = data.partition(b"=")[0].translate(None, OTHER)
    if len(kept) % 4 == 1:
        kept = kept[:-1]
    return binascii.a2b_base64(kept + b"=" * (-len(kept) % 4))


def decode(data: bytes, encoding: str) -> bytes:
    match encoding:
        case "base64":
            return base64_octets(data) if is_base64(data) else data
        case "quoted-printable":
            return binascii.a2b_qp(data)
        case "x-uuencode" | "uuencode" | "x-uue" | "uue":
            return _uudecoded(data)
    return data


def is_base64(data: bytes) -> bool:
    """Some programs announce base64 and write plain text; a few stray signs are still base64."""
    sample = data[:4096].partition(b"=")[0]
    stray = len(sample.translate(None, bytes(ALPHABET) + LINE_SIGNS))
    blanks = sample.strip().count(b" ")
    return (stray + blanks) * 10 <= len(sample)


def size(raw: bytes, start: int, end: int, encoding: str) -> int:
    """Octets after decoding, without decoding what is large: exact for well-formed base64."""
    if encoding != "base64":
        return len(decode(raw[start:end], encoding))
    line_signs = sum(raw.count(bytes((sign,)), start, end) for sign in LINE_SIGNS)
    padding = raw.count(b"=", max(start, end - 8), end)
    return max(0, (end - start - line_signs - padding) * 3 // 4)


def _uudecoded(data: bytes) -> bytes:
    pieces = []
    for line in (line.rstrip(b"\r") for line in data.split(b"\n")):
        if line.startswith(b"begin ") or line in (b"", b"end", b"`"):
            continue
        try:
            pieces.append(binascii.a2b_uu(line))
        except binascii.Error:
            continue
    return b"".join(pieces)
