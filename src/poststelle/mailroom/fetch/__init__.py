"""Bringing new messages in: what is at the server and not here, whole, once, and without changing anything there."""

from poststelle.mailroom.fetch.following import follow
from poststelle.mailroom.fetch.run import fetch, fetch_for_members

__all__ = ["fetch", "fetch_for_members", "follow"]
