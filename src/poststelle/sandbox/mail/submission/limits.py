"""Exchange's two limits on submission: connections at a time, and messages a minute (what is more has to wait)."""

from collections import defaultdict, deque
from datetime import datetime, timedelta

MINUTE = timedelta(minutes=1)


class Connections:
    """Who is connected under which name, in the order of coming."""

    def __init__(self) -> None:
        self._by_user: dict[str, list[object]] = defaultdict(list)

    def join(self, user: str, connection: object) -> None:
        self._by_user[user].append(connection)

    def leave(self, connection: object) -> None:
        for connections in self._by_user.values():
            if connection in connections:
                connections.remove(connection)

    def too_many(self, user: str, connection: object, limit: int) -> bool:
        """Whether this connection is one of those above the limit; 0 is no limit."""
        return bool(limit) and connection in self._by_user[user][limit:]


class Pace:
    """When each name sent during the last minute."""

    def __init__(self) -> None:
        self._sent: dict[str, deque[datetime]] = defaultdict(deque)

    def wait_seconds(self, user: str, now: datetime, per_minute: int) -> float:
        """How long the next message has to wait; it counts as sent then. 0 a minute is no limit."""
        if not per_minute:
            return 0.0
        sent = self._sent[user]
        while sent and sent[0] <= now - MINUTE:
            sent.popleft()
        at = max(now, sent[-per_minute] + MINUTE) if len(sent) >= per_minute else now
        sent.append(at)
        return (at - now).total_seconds()
