"""What changes a count: start, letters out and in, extension, correction, a new notice; each is followed by the new date.

No date stands from a `ClockPaused` or `ClockSuspended` on, until a `DueDateSet` or `DueDateDeferred` follows: where a letter
stops nothing, since the period ended before it or with it, the date follows in the same commit.
"""

from collections.abc import Sequence
from typing import assert_never

from msgspec.structs import replace

from deadline.domain import rules
from deadline.domain.clock import (
    Clock,
    Counting,
    Deferred,
    Missed,
    NoClock,
    Open,
    Paused,
    Running,
    Stopped,
    Suspended,
    begins_anew_with,
    evolve,
)
from deadline.domain.commands import (
    ExtendClock,
    PauseClock,
    RecountClock,
    Recounting,
    RestartClock,
    ResumeClock,
    StartClock,
    SuspendClock,
)
from shared.events.deadline import (
    ClockExtended,
    ClockPaused,
    ClockRestarted,
    ClockResumed,
    ClockStarted,
    ClockSuspended,
    DeadlineEvent,
    DeadlineMissed,
    DueDateSet,
)
from shared.workdays import Calendar

Events = Sequence[DeadlineEvent]


def decide(state: Clock, command: Recounting) -> Events:  # noqa: PLR0911  # one for each command
    """What `command` makes happen; what comes late, early or twice makes nothing happen."""
    match command:
        case StartClock():
            return _start(state, command)
        case PauseClock():
            return _pause(state, command)
        case ResumeClock():
            return _resume(state, command)
        case ExtendClock():
            return _extend(state, command)
        case SuspendClock():
            return _suspend(state, command)
        case RestartClock():
            return _restart(state, command)
        case RecountClock():
            return _recount(state, command)
        case _:
            assert_never(command)


def _start(state: Clock, command: StartClock) -> Events:
    """A clock starts once."""
    if not isinstance(state, NoClock):
        return ()
    started = ClockStarted(
        request_id=command.request_id,
        clock=command.clock,
        day_zero_on=command.day_zero_on,
        working_days=command.working_days,
        warn_working_days=command.warn_working_days,
        basis=command.basis,
        warn_roles=command.warn_roles,
        missed_role=command.missed_role,
    )
    return _then_counted(state, started, command.calendar, command.reason)


def _pause(state: Clock, command: PauseClock) -> Events:
    """Each letter once, and only one sent on day 0 or later; a clock that has not started remembers it."""
    paused = ClockPaused(
        request_id=command.request_id,
        clock=command.clock,
        pause=command.pause,
        kind=command.kind,
        sent_on=command.sent_on,
        basis=command.basis,
        edges=command.edges,
    )
    match state:
        case Stopped():
            return ()
        case NoClock(letters=letters):
            return () if letters.find(command.pause) else (paused,)
        case _ if state.terms.letters.find(command.pause) or command.sent_on < state.terms.day_zero_on:
            return ()
        case _:
            return _then_counted(state, paused, command.calendar, f"征求意见书{command.sent_on}发出")


def _resume(state: Clock, command: ResumeClock) -> Events:
    """Each letter is answered once; an answer of before the end of its time takes the place of a silence noted first."""
    if isinstance(state, Stopped):
        return ()
    letter = (state.letters if isinstance(state, NoClock) else state.terms.letters).find(command.pause)
    if letter is None or (letter.answered is not None and letter.answered.arrived_on <= command.arrived_on):
        return ()
    resumed = ClockResumed(
        request_id=command.request_id,
        clock=command.clock,
        pause=command.pause,
        arrived_on=command.arrived_on,
        reason=command.reason,
    )
    return _then_counted(
        state, resumed, command.calendar, f"征求意见{command.arrived_on}{command.reason}，恢复计时"
    )


def _extend(state: Clock, command: ExtendClock) -> Events:
    """条例33(2): once, and only if the applicant was told in time; while the request waits for correction there is nothing to extend.

    An extension of before day 0 belongs to a period that is void already.
    """
    if isinstance(state, NoClock | Stopped | Suspended) or state.terms.extension is not None:
        return ()
    if command.notified_on < state.terms.day_zero_on:
        return ()
    if not rules.told_in_time(state.terms, command.calendar, command.notified_on):
        return ()
    extended = ClockExtended(
        request_id=state.terms.started.request_id,
        clock=state.terms.started.clock,
        working_days=command.working_days,
        notified_on=command.notified_on,
        basis=command.basis,
    )
    reason = f"延长{command.working_days}个工作日，{command.notified_on}告知申请人"
    return _then_counted(state, extended, command.calendar, reason)


def _suspend(state: Clock, command: SuspendClock) -> Events:
    """条例30: no date stands from the notice on; a notice of before day 0 belongs to a period that is void already."""
    if isinstance(state, NoClock | Stopped | Suspended) or command.suspended_on < state.terms.day_zero_on:
        return ()
    return (
        ClockSuspended(
            request_id=state.terms.started.request_id,
            clock=state.terms.started.clock,
            suspended_on=command.suspended_on,
            basis=command.basis,
        ),
    )


def _restart(state: Clock, command: RestartClock) -> Events:
    """条例30, C7: the whole period again from the day on which the corrected request was received, or the case assigned."""
    if isinstance(state, NoClock | Stopped):
        return ()
    if not isinstance(state, Suspended) and command.day_zero_on <= state.terms.day_zero_on:
        return ()
    restarted = ClockRestarted(
        request_id=state.terms.started.request_id,
        clock=state.terms.started.clock,
        day_zero_on=command.day_zero_on,
        basis=command.basis,
    )
    reason = f"{command.day_zero_on}{begins_anew_with(restarted.clock)}，重新起算"
    return _then_counted(state, restarted, command.calendar, reason)


def _recount(state: Clock, command: RecountClock) -> Events:
    """Only a count that says something else is an event; a missed clock may run again by it."""
    return _news(state, command.calendar, command.reason)


def _then_counted(state: Clock, event: DeadlineEvent, calendar: Calendar, reason: str) -> Events:
    news = _news(evolve(state, event), calendar, reason)
    return (event, *(_still_missed(state, news) if isinstance(state, Missed) else news))


def _still_missed(missed: Missed, news: Events) -> Events:
    """A day that stands again as it had passed is said with its miss: nobody is warned of it, and no timer strikes it."""
    match news:
        case (DueDateSet() as due,) if due.due_on == missed.due.due_on:
            struck = DeadlineMissed(
                request_id=due.request_id,
                clock=due.clock,
                generation=due.generation,
                due_on=due.due_on,
                role=missed.terms.started.missed_role,
            )
            return (replace(due, warn_working_days=()), struck)
        case _:
            return news


def _news(state: Clock, calendar: Calendar, reason: str) -> Events:
    """What the count says now, unless it stands already; of a date that has passed only another day is news."""
    match state:
        case NoClock() | Stopped() | Suspended():
            return ()
        case Running(due=standing) | Missed(due=standing) | Deferred(deferral=standing):
            fresh = rules.counted(state.terms, calendar, reason)
            same = rules.same_day if isinstance(state, Missed) else rules.same_count
            return () if fresh is not None and same(standing, fresh) else _said(state, fresh)
        case Counting() | Paused():
            return _said(state, rules.counted(state.terms, calendar, reason))
        case _:
            assert_never(state)


def _said(state: Open, fresh: rules.Counted | None) -> Events:
    """A period that stands still says so by its letter, once more where it only now stops the clock."""
    if fresh is not None:
        return (fresh,)
    return () if isinstance(state, Paused) else (state.terms.letters.out[0].sent,)
