"""Exchange's limits on submission, without waiting for them."""

from datetime import UTC, datetime, timedelta

from poststelle.sandbox.mail.submission.limits import Connections, Pace

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def test_the_thirty_first_message_waits_for_the_minute_to_end() -> None:
    pace = Pace()
    waits = [pace.wait_seconds("alice", NOON + timedelta(seconds=number), 30) for number in range(31)]
    assert waits == [0.0] * 30 + [30.0]
    assert pace.wait_seconds("bob", NOON, 30) == 0.0


def test_waiting_messages_queue_up() -> None:
    pace = Pace()
    assert [pace.wait_seconds("alice", NOON, 2) for _ in range(5)] == [0.0, 0.0, 60.0, 60.0, 120.0]


def test_zero_is_no_limit() -> None:
    pace, connections = Pace(), Connections()
    assert {pace.wait_seconds("alice", NOON, 0) for _ in range(100)} == {0.0}
    for number in range(10):
        connections.join("alice", number)
    assert not any(connections.too_many("alice", number, 0) for number in range(10))


def test_those_who_came_first_may_stay() -> None:
    connections = Connections()
    for number in range(4):
        connections.join("alice", number)
    assert [connections.too_many("alice", number, 3) for number in range(4)] == [False, False, False, True]
    connections.leave(1)
    assert not connections.too_many("alice", 3, 3)
