"""The house as the sample sees it, and what every kind of sample mail needs: chance, dates and Message-IDs."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from poststelle.sandbox.mail.names import Use
from poststelle.sandbox.sample.people import Party
from poststelle.sandbox.sample.writing import Letter, written

DAYS = 150  # how far back it goes
HOURS = (7, 8, 9, 9, 10, 11, 13, 14, 15, 16, 17, 21)

Flags = frozenset[str]
SEEN: Flags = frozenset({"\\Seen"})
ANSWERED: Flags = frozenset({"\\Seen", "\\Answered"})
UNREAD: Flags = frozenset()


@dataclass(frozen=True, slots=True)
class Post:
    """A message in its folder."""

    use: Use
    raw: bytes
    at: datetime
    flags: Flags = UNREAD


@dataclass(slots=True)
class Desk:
    """Where the mail of one mailbox is made."""

    me: Party
    staff: tuple[Party, ...]
    language: str
    now: datetime
    random: Random
    _made: int = 0

    def message_id(self, party: Party) -> str:
        self._made += 1
        return f"<{self.random.getrandbits(64):016x}.{self._made}@{party.address.rpartition('@')[2]}>"

    def day(self, days: int = DAYS) -> datetime:
        """A moment of the last days, mostly in office hours."""
        at = self.now - timedelta(days=1 + (days - 1) * self.random.random() ** 1.7)  # more of late than of old
        hour, minute, second = self.random.choice(HOURS), self.random.randrange(60), self.random.randrange(60)
        return at.replace(hour=hour, minute=minute, second=second, microsecond=0)

    def later(self, at: datetime, hours: float = 30) -> datetime:
        """Some time after; never in the future."""
        return min(at + timedelta(hours=self.random.uniform(0.4, hours)), self.now - timedelta(minutes=20))

    def age_flags(self, at: datetime) -> Flags:
        """What is old has been read."""
        return SEEN if self.now - at > timedelta(days=9) or self.random.random() < 0.3 else UNREAD

    def incoming(self, letter: Letter, flags: Flags | None = None, use: Use = Use.INBOX) -> Post:
        return Post(use, written(letter), letter.at, self.age_flags(letter.at) if flags is None else flags)

    def sent(self, letter: Letter) -> Post:
        return Post(Use.SENT, written(letter), letter.at, SEEN)
