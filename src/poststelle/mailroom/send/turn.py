"""Whose turn it is with a submission: one process at a time, however many see it waiting."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta

from poststelle.mailroom.parts import Parts
from poststelle.model.errors import Conflict
from poststelle.model.identifiers import SubmissionId
from poststelle.model.submission import Event
from poststelle.store import leases, submissions

LEASE = timedelta(minutes=20)  # longer than writing the final dot and waiting for its answer may take
HOLDER_CHARACTERS = 64


@dataclass(frozen=True, slots=True)
class Turn:
    parts: Parts
    submission: SubmissionId
    holder: str

    @property
    def name(self) -> str:
        return f"submission-{self.submission}"

    async def take(self) -> bool:
        """Whether it is ours now, for `LEASE` from now on; taking it again prolongs it."""
        now = self.parts.now()
        return await asyncio.to_thread(leases.take, self.name, self.holder, now, now + LEASE)

    async def give_back(self) -> None:
        await asyncio.to_thread(leases.give_back, self.name, self.holder)

    async def before_dot(self) -> None:
        """Note that from now on the message may be sent; `Conflict` when it took so long that another went on with it.

        Written down before the dot goes out, so that a process killed behind it leaves a message that is looked for.
        """
        if not await self.take():
            raise Conflict("submission-taken-over", submission=str(self.submission))
        await asyncio.to_thread(submissions.advance, self.submission, Event.WRITTEN, self.parts.now())


def turn(parts: Parts, submission: SubmissionId) -> Turn:
    return Turn(parts, submission, parts.new_token()[:HOLDER_CHARACTERS])
