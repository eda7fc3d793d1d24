"""The three people's browsers and programs, and a second mailbox that belongs to somebody else altogether."""

from tests.api.conftest import call, compiled, letter
from tests.transport.conftest import authority
from tests.web.conftest import browse

__all__ = ["authority", "browse", "call", "compiled", "letter"]
