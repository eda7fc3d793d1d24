"""The three people's browsers and programs, and a second mailbox that belongs to somebody else altogether."""

from tests.api.conftest import call, compiled, letter
from tests.transport.conftest import authority
from tests.web.conftest import browse
from tests.web.test_browser import chromium

__all__ = ["authority", "browse", "call", "chromium", "compiled", "letter"]
