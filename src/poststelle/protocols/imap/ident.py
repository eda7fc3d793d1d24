"""ID (RFC 2971): who we are, and who the server says it is. Some servers let nobody in who does not say."""

from collections.abc import Mapping

from poststelle.protocols.imap import syntax
from poststelle.protocols.imap.events import Data
from poststelle.protocols.imap.syntax import Value

FIELDS = 30  # RFC 2971 section 3.3


def argument(fields: Mapping[str, str]) -> Value:
    return [text.encode() for pair in fields.items() for text in pair] or None


def of_data(data: Data) -> dict[str, str]:
    """Lower-case names; what is no list of pairs says nothing."""
    listed = data.values[0] if data.values and isinstance(data.values[0], list) else []
    texts = [syntax.string(value).decode("utf-8", "replace") if isinstance(value, bytes) else "" for value in listed]
    return {
        name.lower(): value for name, value in zip(texts[: 2 * FIELDS : 2], texts[1 : 2 * FIELDS : 2], strict=False)
    }
