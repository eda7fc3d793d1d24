"""Sending as the mailbox or on its behalf: queued first, handed over once, and the copy filed once.

submit ──▶ queued ──▶ deliver ──▶ sent ──▶ file_copy ──▶ filed
                         └──▶ ambiguous ──▶ look_for: found ──▶ sent, else a person decides: again, cancel
"""

from poststelle.mailroom.send.copying import file_copy
from poststelle.mailroom.send.deliver import deliver
from poststelle.mailroom.send.outbox import again, cancel, submissions, trouble
from poststelle.mailroom.send.submit import submit

__all__ = ["again", "cancel", "deliver", "file_copy", "submissions", "submit", "trouble"]
