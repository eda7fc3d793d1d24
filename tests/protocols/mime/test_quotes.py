import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from poststelle.protocols.mime import quotes


@pytest.mark.parametrize(
    "quoted",
    [
        "Am 3. Mai 2026 um 10:00 schrieb Bert <bert@x.test>:\n> Frage?",
        "Am Di., 3. Mai 2026 um 10:00 Uhr schrieb Bert\n<bert@x.test>:\n\n> Frage?",
        "On Tue, May 3, 2026 at 10:00 AM Bert <bert@x.test> wrote:\n> Question?",
        "-----Ursprüngliche Nachricht-----\nVon: Bert\nGesendet: Dienstag\nAn: Anna\nBetreff: Frage",
        "-----Original Message-----\nFrom: Bert\nSent: Tuesday",
        "Von: Bert <bert@x.test>\nGesendet: Dienstag, 3. Mai 2026\nAn: Anna",
        "From: Bert <bert@x.test>\nSent: Tuesday, 3 May 2026\nTo: Anna",
        "________________________________\nVon: Bert",
        "> Frage?\n> Noch eine?\n",
        "-- \nAnna Muster\nMusterstraße 1",
        "Von meinem iPhone gesendet",
    ],
)
def test_what_is_quoted_is_told_from_what_is_new(quoted: str) -> None:
    found = quotes.split(f"Hallo Bert,\n\nja, gerne.\n\n{quoted}\n")
    assert found.new == "Hallo Bert,\n\nja, gerne.\n"
    assert found.quoted.rstrip("\n") == quoted.rstrip("\n")


@pytest.mark.parametrize(
    "text",
    [
        "Am Montag schrieb ich dir schon, dass das geht.\n",
        "Von: Hamburg\nnach: Berlin\n",
        "Wir treffen uns - wie immer - um acht.\n",
        "> nur zitiert\n",
        "",
    ],
)
def test_what_only_looks_like_a_quote_stays(text: str) -> None:
    assert quotes.split(text) == (text, "")


def test_answers_between_quotes_stay_whole() -> None:
    text = "> Frage eins?\nJa.\n> Frage zwei?\nNein.\n"
    assert "Nein." in quotes.split(text).new


LINES = ["> a\n", "Am x schrieb y:\n", "-- \n", "text\n", "\n", "Von: a\n", "Datum: b\n", "___"]


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(LINES)))
def test_both_halves_are_the_whole(lines: list[str]) -> None:
    text = "".join(lines)
    found = quotes.split(text)
    assert "".join((found.new + found.quoted).split()) == "".join(text.split())
