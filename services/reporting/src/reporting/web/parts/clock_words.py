"""How a reply clock is said in few words, beside its date."""

from reporting import wording
from reporting.request.clocks import MISSED, RUNNING, ClockState
from shared.words.due_words import deferred_words


def due_words(clock: ClockState | None) -> str:
    """What stands in the place of a date that does not stand."""
    if clock is None:
        return "未起算"
    if clock.not_before_on is not None and clock.uncovered_year is not None:
        return deferred_words(clock.not_before_on, clock.uncovered_year)[0]
    return wording.values()["clock-state"][clock.standing]


def tag(clock: ClockState) -> tuple[str, str] | None:
    """What a reader must see at once, and its tone; nothing where the clock runs and is not near."""
    if clock.standing == MISSED:
        return "逾期", "bad"
    if clock.standing == RUNNING and clock.warned_working_days is not None:
        return "临期", "warn"
    return None
