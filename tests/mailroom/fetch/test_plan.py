"""What a fetch has to do, held against invariants."""

from hypothesis import given
from hypothesis import strategies as st

from poststelle.mailroom.fetch.plan import KEPT_MARKS, batches, between, kept, plan, windows

marks = st.frozensets(st.sampled_from([*sorted(KEPT_MARKS), "\\Seen", "\\Recent", "$Forwarded"]))
folders = st.dictionaries(st.integers(1, 60), marks)


@given(folders, folders)
def test_after_the_plan_we_know_what_the_server_lists(
    known: dict[int, frozenset[str]], listed: dict[int, frozenset[str]]
) -> None:
    todo = plan(known, listed)
    after = {key: known[key] for key in known if key not in todo.gone} | dict(todo.changed)
    after |= {key: listed[key] for key in todo.fetch}
    assert {key: kept(value) for key, value in after.items()} == {key: kept(value) for key, value in listed.items()}
    assert plan(after, listed).empty


@given(folders, folders)
def test_nothing_known_is_fetched_again(known: dict[int, frozenset[str]], listed: dict[int, frozenset[str]]) -> None:
    assert not set(plan(known, listed).fetch) & set(known)


@given(folders, folders, st.frozensets(st.integers(1, 60)))
def test_what_was_not_looked_at_is_not_called_gone(
    known: dict[int, frozenset[str]], listed: dict[int, frozenset[str]], looked_at: frozenset[int]
) -> None:
    assert set(plan(known, listed, looked_at).gone) <= looked_at


def test_a_read_message_is_still_fetched() -> None:
    assert plan({}, {7: frozenset({"\\Seen"})}).fetch == (7,)


def test_a_message_below_the_watermark_that_was_hidden_is_fetched() -> None:
    assert plan({1: frozenset(), 9: frozenset()}, {1: frozenset(), 5: frozenset(), 9: frozenset()}).fetch == (5,)


@given(st.integers(0, 200), st.integers(1, 20), st.integers(1, 6))
def test_in_turn_every_window_is_looked_at(count: int, size: int, limit: int) -> None:
    keys = list(range(count))
    seen: set[int] = set()
    for turn in range(len(keys) + 1):
        for window in windows(keys, size, limit, turn):
            seen.update(window)
    assert seen == set(keys)


@given(st.lists(st.integers(1, 500), unique=True).map(sorted), st.integers(1, 9), st.integers(1, 900))
def test_batches_keep_the_order_and_the_limits(keys: list[int], count: int, octets: int) -> None:
    sizes = {key: key for key in keys}
    cut = list(batches(keys, sizes, count, octets))
    assert [key for batch in cut for key in batch] == keys
    assert all(len(batch) <= count for batch in cut)
    assert all(len(batch) == 1 or sum(batch) <= octets for batch in cut)


@given(st.lists(st.integers(1, 300), unique=True, min_size=1).map(sorted), st.integers(1, 9), st.integers(0, 50))
def test_the_windows_together_leave_no_gap_up_to_the_watermark(keys: list[int], size: int, above: int) -> None:
    watermark = keys[-1] + above
    covered: set[int] = set()
    for window in windows(keys, size, len(keys), 0):
        first, last = between(keys, window, watermark)
        covered.update(range(first, last + 1))
        assert set(window) <= set(range(first, last + 1))
    assert covered == set(range(1, watermark + 1))
