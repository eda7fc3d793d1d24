"""UIDPLUS (RFC 4315): under which UID a message was appended or copied."""

from poststelle.protocols.imap import syntax
from poststelle.protocols.imap.events import Completion


def appended(completion: Completion) -> int | None:
    """The UID of APPEND's one message; None when the server does not say."""
    if completion.code != "APPENDUID" or len(completion.arguments) < 2:
        return None
    return syntax.number(completion.arguments[1])
