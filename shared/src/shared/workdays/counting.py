"""A period of working days, counted day by day with the reason for each (conventions C1–C6)."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from shared.events.terms import CountedDay, SkippedDay
from shared.workdays.calendar import ONE_DAY, Calendar
from shared.workdays.pauses import Pause, span, why_paused


@dataclass(frozen=True, slots=True)
class Count:
    """A period explained.

    `due_on` is None while an opinion is awaited (the period stands still, `counted` ends on the day the letter went
    out). `first_due_on` is where the period ends without its extension (C6). `basis` names the rules and notices.
    """

    due_on: dt.date | None
    first_due_on: dt.date | None
    counted: tuple[CountedDay, ...]
    skipped: tuple[SkippedDay, ...]
    basis: tuple[str, ...]

    @property
    def paused(self) -> bool:
        """Whether the period stands still for an opinion that has not come."""
        return self.due_on is None


def count(
    calendar: Calendar,
    day0: dt.date,
    working_days: int,
    pauses: Sequence[Pause | tuple[dt.date, dt.date | None]] = (),
    extension_working_days: int = 0,
) -> Count:
    """Count the allowed days (`working_days` and the extension together, once) after `day0`, which never counts.

    Days after a letter went out, up to the day its answer came, are left out (C5); overlapping letters leave out
    their union; a letter of the last day therefore saves nothing. Raises `Uncovered` where a notice is missing.
    """
    letters = [Pause(*pause) for pause in pauses]
    _refuse_nonsense(working_days, extension_working_days, letters)
    allowed = working_days + extension_working_days
    still_on, held_from, held_to = span(letters)
    counted: list[CountedDay] = []
    skipped: list[SkippedDay] = []
    day = day0
    while len(counted) < allowed and day < still_on:
        day += ONE_DAY
        works, why = calendar.explained(day)
        held = why_paused(letters, day) if works and held_from < day <= held_to else ""
        if not works or held:
            skipped.append(SkippedDay(day, held or why))
        else:
            n = len(counted) + 1
            counted.append(CountedDay(day, n, _in_extension(why, n - working_days)))
    basis = _basis(calendar, day0, day, bool(letters), extension_working_days)
    due_on = counted[-1].date if len(counted) == allowed else None
    first_due_on = counted[working_days - 1].date if len(counted) >= working_days else None
    return Count(due_on, first_due_on, tuple(counted), tuple(skipped), basis)


def _refuse_nonsense(working_days: int, extension_working_days: int, pauses: Sequence[Pause]) -> None:
    """A caller's mistake, not a citizen's: forms and commands check before they ask."""
    if working_days < 1 or extension_working_days < 0:
        raise ValueError("a period has at least one working day, an extension none or more")
    if any(pause.arrived_on is not None and pause.arrived_on < pause.sent_on for pause in pauses):
        raise ValueError("an opinion cannot arrive before its letter was sent")


def _in_extension(why: str, nth_of_extension: int) -> str:
    """Days of the extension say which one they are."""
    return f"{why}，延长第{nth_of_extension}日" if nth_of_extension > 0 else why


def _basis(calendar: Calendar, day0: dt.date, last: dt.date, paused: bool, extension: int) -> tuple[str, ...]:  # noqa: FBT001  # private
    """The rules and notices on which the count rests, each with its source."""
    rules = ["《民法典》第二百零一条：开始的当日不计入，自下一日开始计算"]
    if paused:
        rules.append(
            "《政府信息公开条例》第三十三条第三款：征求意见所需时间不计算在期限内(发出次日起至收到当日止，重叠部分只扣一次)"
        )
    if extension:
        rules.append(f"《政府信息公开条例》第三十三条第二款：延长{extension}个工作日，接原期限届满之日计算")
    notices = calendar.notices_for(min(day0 + ONE_DAY, last), last)
    return (*rules, *(f"{n.number}《{n.title}》({n.published_on}公布)" for n in notices))
