"""The check of a mailbox's configuration: each step on its own, and the first trouble named by its cause.

A step yields a finding; what hangs on a failed step is skipped and says on which. Nothing is changed anywhere, except
by the two steps at the end, which are run on request only and remove what they made.
"""

from poststelle.mailroom.check.run import latest, run

__all__ = ["latest", "run"]
