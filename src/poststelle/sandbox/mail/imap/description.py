"""ENVELOPE and BODYSTRUCTURE: what a message is made of, as IMAP tells it (RFC 9051, section 7.5.2)."""

from email.utils import getaddresses

from poststelle.protocols.imap.syntax import Value, print_values
from poststelle.sandbox.mail.imap.structure import Part


class Beside(list[Value]):
    """Values that stand side by side without blanks, as the parts of a multipart and the addresses of a field do."""


def printed(value: Value) -> bytes:
    if isinstance(value, Beside):
        return b"".join(map(printed, value))
    if isinstance(value, list):
        return b"(" + b" ".join(map(printed, value)) + b")"
    return b"".join(print_values([value]))


def envelope(part: Part) -> Value:
    author = _addresses(part, "from")
    return [
        part.field("date"),
        part.field("subject"),
        author,
        _addresses(part, "sender") or author,
        _addresses(part, "reply-to") or author,
        _addresses(part, "to"),
        _addresses(part, "cc"),
        _addresses(part, "bcc"),
        part.field("in-reply-to"),
        part.field("message-id"),
    ]


def body_structure(part: Part, *, extended: bool) -> Value:
    """With `extended` off the shorter form of BODY."""
    main, _, sub = part.kind.partition("/")
    if main == "multipart" and part.children:
        return _multipart(part, sub, extended)
    if main == "multipart":  # without a single part it cannot be told as one
        main, sub = "text", "plain"
    told: list[Value] = [
        main,
        sub,
        _parameters(part, "content-type"),
        part.field("content-id"),
        part.field("content-description"),
        (part.text("content-transfer-encoding") or "7bit").lower(),
        part.end - part.body,
    ]
    if part.kind == "message/rfc822" and part.children:
        inner = part.children[0]
        told += [envelope(inner), body_structure(inner, extended=extended)]
    if main == "text" or part.kind == "message/rfc822":
        told.append(part.content.count(b"\n"))
    return [*told, part.field("content-md5"), *_extension(part)] if extended else told


def _multipart(part: Part, sub: str, extended: bool) -> Value:
    told: list[Value] = [Beside(body_structure(child, extended=extended) for child in part.children), sub]
    return [*told, _parameters(part, "content-type"), *_extension(part)] if extended else told


def _extension(part: Part) -> list[Value]:
    disposition = part.text("content-disposition").partition(";")[0].strip()
    told: Value = [disposition, _parameters(part, "content-disposition")] if disposition else None
    return [told, part.field("content-language"), part.field("content-location")]


def _parameters(part: Part, field: str) -> Value:
    found = part.parameters(field)
    return [text for pair in found for text in pair] or None


def _addresses(part: Part, field: str) -> Value:
    value = part.field(field)
    if not value:
        return None
    # Latin-1 there and back keeps every octet; encoded words stay as they are.
    found = [(name, address) for name, address in getaddresses([value.decode("latin-1")]) if address]
    return [Beside(_address(name, address) for name, address in found)] if found else None


def _address(name: str, address: str) -> Value:
    local, _, domain = address.rpartition("@")
    return [_octets(name) or None, None, _octets(local), _octets(domain)]


def _octets(text: str) -> bytes:
    return text.encode("latin-1", "replace")
