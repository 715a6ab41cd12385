"""How a due date is shown: the date, what is left of it, and how loudly. Counted by deadline, only read here."""

from dataclasses import dataclass
from datetime import date

from review.projections.due_dates import Due
from shared.events.names import WITHDRAWN
from shared.time.dates import chinese_date
from shared.words.clocks import COUNTING, STATES, SUSPENSIONS
from shared.words.days import LETTERS
from shared.words.due_words import deferred_words, running_words, stopped_words

WAITING = {
    **{kind: f"{letter}中" for kind, letter in LETTERS.items()},
    **dict.fromkeys(SUSPENSIONS, STATES["suspended"]),
}
"""What a clock waits for: a letter of the kind, or what it is suspended for."""


@dataclass(frozen=True, slots=True)
class DueView:
    """`pending` stands in the due card while no date does; `order` sorts the desk.

    `tone` repeats the words' urgency; `near` and `over` are what the desk's filters ask.
    """

    due_on: date | None
    remark: str
    tone: str
    order: date
    pending: str = COUNTING
    near: bool = False
    over: bool = False


def due_view(due: Due | None, today: date, closing: str = "") -> DueView:
    """The words for a clock as of today; `closing` is the outcome with which the case must end, if it must.

    A withdrawal stops the clock and answers nothing.
    """
    if closing == WITHDRAWN:
        return DueView(due.due_on if due else None, "已撤回，停止计算", "info", date.max, "停止计算")
    if due is None:
        return DueView(None, "收到期限信息后显示", "info", date.max)
    remark, tone = remark_on(due, today)
    over = due.due_on is not None and due.due_on < today
    return DueView(
        due.due_on,
        remark,
        tone,
        due.due_on or due.not_before_on or date.max,
        "暂停计算" if due.waiting_for else COUNTING,
        due.warned and not over,
        over,
    )


def remark_on(due: Due | None, today: date) -> tuple[str, str]:
    """The words for a clock, and their tone."""
    if due is None:
        return "收到期限信息后显示", "info"
    if due.stopped_on is not None:
        return stopped_words(due.stopped_on, due.in_time)
    if due.waiting_for:
        return _waiting(due), "info"
    if due.due_on is not None:
        left = due.working_days_left(today)
        return running_words(due.due_on, today, left, near=due.warned)
    if due.not_before_on is not None and due.uncovered_year is not None:
        return deferred_words(due.not_before_on, due.uncovered_year)
    return COUNTING, "info"


def _waiting(due: Due) -> str:
    """条例第三十条, 第三十三条第三款: while others are asked, or the applicant corrects, no day is counted."""
    words = WAITING.get(due.waiting_for, "暂停计算")
    if due.state == "suspended" or due.since is None:
        return words
    return f"{words}，自{chinese_date(due.since)}发出之次日起不计入期限"


@dataclass(frozen=True, slots=True)
class ReviewDue:
    """保密审查's own clock, where the agency has one (通辽: two working days): a sentence, its tag, the tag's tone."""

    sentence: str
    remark: str
    tone: str


def review_due(due: Due | None, today: date) -> ReviewDue | None:
    """The words; None where the agency has no such clock."""
    if due is None:
        return None
    if due.stopped_on is not None:
        done = f"保密审查已于{chinese_date(due.stopped_on)}完成"
        return ReviewDue(done, "已逾期", "bad") if due.in_time is False else ReviewDue(done, "按期", "good")
    remark, tone = remark_on(due, today)
    if due.due_on is None:
        return ReviewDue("保密审查期限", remark, tone)
    return ReviewDue(f"保密审查应当在{chinese_date(due.due_on)}前完成", remark, tone)
