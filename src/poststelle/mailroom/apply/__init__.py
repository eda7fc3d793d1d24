"""`apply`: an installation as a TOML file. Read whole and checked first, then applied; twice is once.

What the file does not name stays as it is, with one exception: a person who is named in a mailbox's grants holds there
the rights that are listed, and no others.
"""

from poststelle.mailroom.apply.applying import apply
from poststelle.mailroom.apply.change import Change
from poststelle.mailroom.apply.document import Document
from poststelle.mailroom.apply.reading import read

__all__ = ["Change", "Document", "apply", "read"]
