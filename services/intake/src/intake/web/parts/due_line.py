"""最晚答复 in a line of the docket: the due date and a remark."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from shared.words.clocks import COUNTING, STATES
from shared.words.days import letter_words
from shared.words.due_words import deferred_words, running_words

ANSWERED: Final[Mapping[bool | None, tuple[str, str]]] = {
    True: ("按期答复", "good"),
    False: ("逾期答复", "bad"),
    None: ("已答复", "info"),
}
"""The remark and tone of a served reply, by whether it was in time. The words are short to fit a telephone's
screen.
"""


def due_line(row: Any, clock: Any, today: date) -> tuple[date | None, str, str]:
    """The due date or None, the remark (near, overdue, suspended, answered) and its tone."""
    if row["served_on"]:
        return None, *ANSWERED[clock["in_time"] if clock else None]
    if clock is None:
        return None, COUNTING, "plain"
    if clock["due_on"] is None:
        return None, *_without_a_day(clock)
    if clock["stopped_on"]:
        return None, "停止计算", "plain"
    left = sum(1 for day in clock["explanation"]["counted"] if day["date"] > today.isoformat())
    return clock["due_on"], *running_words(
        clock["due_on"], today, left, near=clock["warned_left"] is not None
    )


def _without_a_day(clock: Any) -> tuple[str, str]:
    """The remark when there is no due date: closed, suspended, or the year's holiday notice is missing."""
    if clock["stopped_on"]:
        return "停止计算", "plain"
    if clock["state"] == "suspended":
        return f"{STATES['suspended']}，不计算", "plain"
    if clock["state"] == "paused":
        return f"{letter_words(clock['waiting_for'])}中，不计入", "plain"
    return deferred_words(clock["not_before_on"], clock["uncovered_year"])
