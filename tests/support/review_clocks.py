"""What deadline says of a case's clocks."""

from datetime import date

from shared.events.deadline import DueDateSet
from shared.events.terms import CountedDay


def due(hall, clock="reply", due_on=date(2025, 3, 13)):
    """A date as deadline counted it."""
    days = tuple(CountedDay(date(2025, 3, 10 + n), n, "工作日") for n in range(1, 4))
    return DueDateSet(
        request_id=hall.scene.request_id,
        clock=clock,
        generation=1,
        due_on=due_on,
        warn_working_days=(5, 3, 1),
        counted=days,
        skipped=(),
        basis=("条例第三十三条",),
        reason="收到申请",
    )
