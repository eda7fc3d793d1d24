"""How long a watch rests after a trouble."""

from hypothesis import given
from hypothesis import strategies as st

from poststelle.model.errors import Refused, Unreachable
from poststelle.worker.watch import FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS, pause


def test_a_throttling_server_says_how_long_itself() -> None:
    assert pause(Unreachable("fetch-throttled", milliseconds="12500"), 1) == 12.5


def test_what_a_person_must_mend_is_not_asked_every_second() -> None:
    assert pause(Refused("full-access-missing"), 1) == LONGEST_PAUSE_SECONDS


@given(st.integers(1, 10_000))
def test_the_pause_grows_and_has_an_end(troubles: int) -> None:
    here, next_one = (pause(Unreachable("tcp-refused"), count) for count in (troubles, troubles + 1))
    assert FIRST_PAUSE_SECONDS <= here <= next_one <= LONGEST_PAUSE_SECONDS
