"""The words for a clock on staff pages, and the tone of their tag.

A date is near from its first warning on (`warning.working_days_before` of the agency's policy), on every page.
"""

from datetime import date

from shared.time.dates import chinese_date

WORKING_DAYS = "个工作日"


def running_words(
    due_on: date, today: date, days: int | None, *, near: bool, unit: str = WORKING_DAYS
) -> tuple[str, str]:
    """The words for a running clock. `days`: days left, or days since; None or 0 if unknown. `near`: the clock has warned."""
    if today > due_on:
        return f"已逾期 {days} {unit}" if days else "已逾期", "bad"
    if today == due_on:
        return "今天到期", "bad"
    return f"还剩 {days} {unit}", "warn" if near else "info"


def deferred_words(not_before_on: date, uncovered_year: int) -> tuple[str, str]:
    """A date that waits for the notice of its year (放假通知)."""
    return f"不早于{chinese_date(not_before_on)}，{uncovered_year}年放假安排未公布", "warn"


def stopped_words(on: date, in_time: bool | None) -> tuple[str, str]:  # noqa: FBT001  # three-valued, as the event has it
    """The words for a stopped clock: in time or late; a clock without a date is not judged."""
    match in_time:
        case True:
            return f"已于{chinese_date(on)}按期答复", "good"
        case False:
            return f"{chinese_date(on)}答复，已逾期", "bad"
        case None:
            return f"已于{chinese_date(on)}答复", "info"
