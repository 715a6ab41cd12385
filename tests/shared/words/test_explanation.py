"""A count as a page shows it: one calendar, and no more words on a day than are needed."""

from datetime import date

import pytest

from shared.events.terms import CountedDay, LetterPause, SkippedDay
from shared.words.explanation import Explanation, due_card, explained, kept, read_kept


def explanation(counted=(), skipped=(), pauses=()):
    """A count of these days."""
    return Explanation(due_on=None, counted=counted, skipped=skipped, pauses=pauses, grounds=())


def test_the_days_of_an_explanation_are_in_order_by_month():
    """Counted and skipped days are one calendar."""
    counted = (CountedDay(date(2025, 1, 31), 1, "workday"), CountedDay(date(2025, 2, 3), 2, "workday"))

    months = due_card(explanation(counted, (SkippedDay(date(2025, 2, 1), "weekend"),)))["months"]

    assert [month for month, _ in months] == ["2025年1月", "2025年2月"]
    assert [(day["date"], day["n"]) for day in months[1][1]] == [
        (date(2025, 2, 1), None),
        (date(2025, 2, 3), 2),
    ]


FIRST, AMENDING = "国办发明电〔2019〕16号", "国办发明电〔2020〕1号"
LETTER = LetterPause("1", "third_party", date(2020, 1, 20), date(2020, 2, 5))


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ([("holiday", FIRST, "春节"), ("weekend",)], ["春节放假", "周末"]),
        (
            [("holiday", FIRST, "春节"), ("holiday", AMENDING, "春节")],
            [f"春节放假({FIRST})", f"春节放假({AMENDING})"],
        ),
        (
            [("paused", "1")] * 2,
            ["征求第三方意见期间不计入(1月20日发出，2月5日收到)", "征求第三方意见期间不计入"],
        ),
    ],
)
def test_a_day_says_no_more_than_is_needed(days, said):
    """The grounds name the notice once, after an amendment each day; a letter's days stand on its first day."""
    skipped = tuple(SkippedDay(date(2020, 1, n), *day) for n, day in enumerate(days, 20))

    ((_, shown),) = due_card(explanation(skipped=skipped, pauses=(LETTER,)))["months"]

    assert [day["why"] for day in shown] == said


@pytest.mark.parametrize(("extended", "said"), [(0, "调休上班"), (3, f"调休上班({FIRST})，延长第3日")])
def test_a_worked_day_off_says_so(extended, said):
    """Its notice stands in the grounds; on a day of the extension it is named."""
    counted = (CountedDay(date(2020, 1, 19), 1, "make-up-workday", FIRST, extended),)

    ((_, (shown,)),) = due_card(explanation(counted))["months"]

    assert shown["why"] == said


def test_what_a_read_model_keeps_is_read_back():
    """Codes in, the same codes out; programs are told the same of both."""
    count = explanation(skipped=(SkippedDay(date(2020, 1, 21), "paused", "1"),), pauses=(LETTER,))

    again = read_kept(kept(count))

    assert again == count
    assert explained(again)["skipped"][0]["why"] == "征求第三方意见期间不计入(01-20发出，02-05收到)"
    assert read_kept(None) is None
