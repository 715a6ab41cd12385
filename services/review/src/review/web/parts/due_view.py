"""A due date as pages show it: the date, a remark and its tone. Deadline counts it; this module only words it."""

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
"""Kind of letter or of suspension → the words for a clock that waits for it."""


@dataclass(frozen=True, slots=True)
class DueView:
    """`due_on`: the due date; `pending`: the words while there is none.

    `remark`: the words beside it, with their `tone`. `order` sorts the desk; `near` and `over` are for the desk's
    filters.
    """

    due_on: date | None
    remark: str
    tone: str
    order: date
    pending: str = COUNTING
    near: bool = False
    over: bool = False


def due_view(due: Due | None, today: date, closing: str = "") -> DueView:
    """The view of a clock today. `closing`: the outcome that is required, "" if none is.

    A withdrawal stops the clock although nothing was answered.
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
    """The remark on a clock, and its tone."""
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
    """The words for a paused or suspended clock (条例第三十条, 第三十三条第三款)."""
    words = WAITING.get(due.waiting_for, "暂停计算")
    if due.state == "suspended" or due.since is None:
        return words
    return f"{words}，自{chinese_date(due.since)}发出之次日起不计入期限"


@dataclass(frozen=True, slots=True)
class ReviewDue:
    """The clock of 保密审查, if the agency has one (通辽: two working days): a sentence, its tag, the tag's tone."""

    sentence: str
    remark: str
    tone: str


def review_due(due: Due | None, today: date) -> ReviewDue | None:
    """The words for that clock; None if the agency has none."""
    if due is None:
        return None
    if due.stopped_on is not None:
        done = f"保密审查已于{chinese_date(due.stopped_on)}完成"
        return ReviewDue(done, "已逾期", "bad") if due.in_time is False else ReviewDue(done, "按期", "good")
    remark, tone = remark_on(due, today)
    if due.due_on is None:
        return ReviewDue("保密审查期限", remark, tone)
    return ReviewDue(f"保密审查应当在{chinese_date(due.due_on)}前完成", remark, tone)
