"""Short words for a reply clock."""

from reporting import wording
from reporting.request.clocks import MISSED, RUNNING, ClockState
from shared.words.due_words import deferred_words


def due_words(clock: ClockState | None) -> str:
    """Return the words that a page shows where there is no due date."""
    if clock is None:
        return "未起算"
    if clock.not_before_on is not None and clock.uncovered_year is not None:
        return deferred_words(clock.not_before_on, clock.uncovered_year)[0]
    return wording.values()["clock-state"][clock.standing]


def tag(clock: ClockState) -> tuple[str, str] | None:
    """Return the text and tone of the clock's tag: overdue or near; None for other clocks."""
    if clock.standing == MISSED:
        return "逾期", "bad"
    if clock.standing == RUNNING and clock.warned_working_days is not None:
        return "临期", "warn"
    return None
