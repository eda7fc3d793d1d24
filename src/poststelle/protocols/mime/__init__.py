"""MIME: messages read with tolerance and written with care."""

from poststelle.protocols.mime.reading import Mail, body_text, part_bytes, read, snippet

__all__ = ["Mail", "body_text", "part_bytes", "read", "snippet"]
