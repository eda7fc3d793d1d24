"""A mail address in its normal form: one "@", no blanks, lower case.

Providers compare addresses without regard to case, although RFC 5321 section
2.4 would let the local part differ; so do we.
"""

MAX_OCTETS = 254  # RFC 5321 section 4.5.3.1.3 less the angle brackets


class Address(str):
    __slots__ = ()

    @classmethod
    def parse(cls, text: str) -> "Address":
        """The address in normal form; `ValueError` if it is none."""
        normal = text.strip().lower()
        local, at, domain = normal.rpartition("@")
        if not (at and local and domain) or len(normal.encode()) > MAX_OCTETS:
            raise ValueError(f"not a mail address: {text!r}")
        if (
            any(sign.isspace() or sign in '<>,;:"\\()[]\x00' or not sign.isprintable() for sign in normal)
            or "@" in local
        ):
            raise ValueError(f"not a mail address: {text!r}")
        if domain.startswith(".") or domain.endswith(".") or ".." in domain:
            raise ValueError(f"not a mail address: {text!r}")
        return cls(normal)

    @property
    def domain(self) -> str:
        return self.rpartition("@")[2]
