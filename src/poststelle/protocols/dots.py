"""Lines that begin with a dot, between SMTP and POP3: RFC 5321 section 4.5.2, RFC 1939 section 3.

A text ends with CRLF "." CRLF and nothing else: a bare CR or LF beside a dot must not end it, or one side's
text becomes the other side's commands ("SMTP smuggling", 2023).
"""

END = b".\r\n"
LINE_END = b"\r\n"


def stuff(text: bytes) -> bytes:
    """Double the dot at the beginning of every line."""
    stuffed = text.replace(b"\r\n.", b"\r\n..")
    return b"." + stuffed if stuffed.startswith(b".") else stuffed


def ended(text: bytes) -> bytes:
    """With a line end as its last octets; an empty text stays empty."""
    return text if not text or text.endswith(LINE_END) else text + LINE_END


class Unstuffer:
    """Takes the doubled dots out of a text that arrives in pieces, and finds its end.

    It works as if a line end stood before the first octet, so that the first line needs no rule of its own.
    """

    def __init__(self) -> None:
        self._tail = LINE_END
        self._before = len(LINE_END)  # octets of the imagined line end that must not come out
        self.rest: bytes | None = None  # what followed the end; None until it was seen

    def feed(self, data: bytes) -> bytes:
        """The octets of the text that are certain by now."""
        octets, position, pieces = self._tail + data, 0, list[bytes]()
        self._tail = b""
        while (found := octets.find(b"\r\n.", position)) >= 0:
            following = octets[found + 3 : found + 5]
            if following in (b"", b"\r"):
                break
            pieces.append(octets[position : found + 2])
            position = found + 3
            if following == LINE_END:
                self.rest = octets[found + 5 :]
                return self._without_imagined(b"".join(pieces))
        keep = len(octets) - found if found >= 0 else _unfinished(octets[max(position, len(octets) - 2) :])
        pieces.append(octets[position : len(octets) - keep])
        self._tail = octets[len(octets) - keep :]
        return self._without_imagined(b"".join(pieces))

    def _without_imagined(self, octets: bytes) -> bytes:
        skipped = min(self._before, len(octets))
        self._before -= skipped
        return octets[skipped:]


def _unfinished(end: bytes) -> int:
    """How many of the last octets may begin a line end with a dot."""
    return 2 if end.endswith(LINE_END) else 1 if end.endswith(b"\r") else 0
