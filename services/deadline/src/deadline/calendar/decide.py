"""Decide on commands of the calendar."""

from collections.abc import Sequence

from deadline.calendar import rules
from deadline.calendar.commands import LoadNotice
from deadline.calendar.evolve import evolve
from deadline.calendar.state import Notices
from shared.command.decider import Decider, Refusal
from shared.events.deadline.clock import CalendarNoticeLoaded
from shared.workdays import NATIONAL_REGION


def decide(state: Notices, command: LoadNotice) -> Sequence[CalendarNoticeLoaded]:
    """Load a notice; one whose number is loaded already gives no event.

    Raises `Refusal` for an amendment of a year that no national notice arranges, for a second national notice of a
    year that amends none, for days that contradict one another or belong to another year, for more days off than a year has, and for a make-up working day on a weekday. Only
    national notices arrange a year; a region may order any number of its own festivals (放假办法第四条).
    """
    if state.holds(command.number):
        return ()
    national = command.region == NATIONAL_REGION
    if national and command.amends and not state.arranged(command.year):
        raise Refusal(
            "amended-notice-missing",
            f"这份通知修改{command.amends}，但{command.year}年的放假通知还没有录入。请先录入当年的通知。",
        )
    if national and not command.amends and state.arranged(command.year):
        raise Refusal(
            "year-already-arranged",
            f"{command.year}年已有{state.arranged(command.year)}。如为调整通知，请注明它修改的通知文号。",
        )
    rules.require_days_ordered_once(command)
    rules.require_days_about_year(command)
    rules.require_bounded_days_off(command)
    rules.require_work_on_weekends(command)
    return (
        CalendarNoticeLoaded(
            number=command.number,
            title=command.title,
            published_on=command.published_on,
            region=command.region,
            year=command.year,
            amends=command.amends,
            off=command.off,
            worked=command.worked,
        ),
    )


calendar_decider: Decider[Notices, LoadNotice, CalendarNoticeLoaded] = Decider(Notices(), decide, evolve)
