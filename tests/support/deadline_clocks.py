"""Clocks and calendars of deadline's tests: one request of 琼海, and a calendar from the package's notices."""

from datetime import UTC, date, datetime
from uuid import UUID

from deadline.calendar import load_calendar, rows
from deadline.domain.clock import Clock
from deadline.domain.commands import (
    ClockCommand,
    ExtendClock,
    PauseClock,
    RaiseWarning,
    RecountClock,
    RestartClock,
    ResumeClock,
    StartClock,
    StopClock,
    StrikeDeadline,
    SuspendClock,
)
from deadline.domain.decider import clock_decider
from shared.events.deadline import DeadlineEvent
from shared.events.intake import ReplyDispatched, RequestReceived
from shared.events.terms import Basis, Sealed
from shared.message import Actor, Origin
from shared.time.clock import shanghai_midnight
from shared.workdays import Calendar
from support.facts import came, person, went

AGENCY = "qionghai"
REQUEST = UUID("00000000-0000-4000-8000-0000000000d1")
STREAM = f"clock/{REQUEST}.reply"
BASIS = Basis("第三十三条第二款", "《政府信息公开条例》")
NOON = datetime(2025, 3, 3, 4, 0, tzinfo=UTC)
SEALED = Sealed("identity", "AAAA")
EDGES = "after-sent-through-arrived"


def by(at: datetime = NOON, agency: str = AGENCY) -> Origin:
    """A timer's or a reaction's wish."""
    return Origin.first(agency, Actor(kind="service", id="deadline", role="test"), at)


def before_year(year: int) -> Calendar:
    """The package's calendar without the notices for `year` and later."""
    return Calendar(frozenset(row for row in rows() if row.notice.year < year))


def start(
    day_zero_on: date = date(2025, 3, 3), calendar: Calendar | None = None, working_days: int = 20
) -> StartClock:
    """The reply clock, of twenty working days."""
    return StartClock(
        origin=by(),
        request_id=REQUEST,
        clock="reply",
        day_zero_on=day_zero_on,
        working_days=working_days,
        warn_working_days=(5, 3, 1),
        basis=BASIS,
        calendar=calendar or load_calendar(),
    )


def recount(calendar: Calendar | None = None) -> RecountClock:
    """Count again by another calendar."""
    return RecountClock(origin=by(), calendar=calendar or load_calendar(), reason="放假通知有变化，重新计算")


def strike(on: date, generation: int = 1) -> StrikeDeadline:
    """A timer at the first instant of a day."""
    return StrikeDeadline(origin=by(shanghai_midnight(on)), generation=generation)


def warn(left: int, on: date, generation: int = 1) -> RaiseWarning:
    """A warning timer at the first instant of a day."""
    return RaiseWarning(origin=by(shanghai_midnight(on)), generation=generation, working_days_left=left)


def stop(on: date) -> StopClock:
    """The reply was served."""
    return StopClock(origin=by(), stopped_on=on, cause="reply-dispatched")


def sent(on: date, pause: str = "p1", calendar: Calendar | None = None, edges: str = EDGES) -> PauseClock:
    """A letter went out to a third party."""
    return PauseClock(
        origin=by(),
        request_id=REQUEST,
        clock="reply",
        pause=pause,
        kind="third_party",
        sent_on=on,
        edges=edges,
        basis=BASIS,
        calendar=calendar or load_calendar(),
    )


def arrived(on: date, pause: str = "p1", calendar: Calendar | None = None) -> ResumeClock:
    """The answer to a letter."""
    return ResumeClock(
        origin=by(),
        request_id=REQUEST,
        clock="reply",
        pause=pause,
        arrived_on=on,
        reason="收到意见",
        calendar=calendar or load_calendar(),
    )


def extend(working_days: int, on: date, calendar: Calendar | None = None) -> ExtendClock:
    """The applicant was told of an extension."""
    return ExtendClock(
        origin=by(),
        working_days=working_days,
        notified_on=on,
        basis=BASIS,
        calendar=calendar or load_calendar(),
    )


def suspend(on: date) -> SuspendClock:
    """The correction notice was served."""
    return SuspendClock(origin=by(), suspended_on=on, basis=BASIS)


def restart(on: date, calendar: Calendar | None = None) -> RestartClock:
    """The corrected request was received."""
    return RestartClock(origin=by(), day_zero_on=on, basis=BASIS, calendar=calendar or load_calendar())


def after(*commands: ClockCommand) -> list[DeadlineEvent]:
    """All events of a clock that is given these commands in order."""
    history: list[DeadlineEvent] = []
    for command in commands:
        history += clock_decider.decide(clock_decider.fold(history), command)
    return history


def state(*commands: ClockCommand) -> Clock:
    """The clock after these commands."""
    return clock_decider.fold(after(*commands))


def received(on: date = date(2025, 3, 3), request_id: UUID = REQUEST, number: int = 1) -> RequestReceived:
    """What intake says of a request."""
    return RequestReceived(
        request_id=request_id,
        year=on.year,
        number=number,
        receipt=came(on, {"submitted": NOON}, rule=BASIS),
        applicant=person(SEALED),
        content=Sealed("text", "AAAA"),
        supply_form="paper",
        delivery="post",
        query_code=SEALED,
        query_lookup="00",
    )


def served(on: date, outcome: str = "granted", request_id: UUID = REQUEST) -> ReplyDispatched:
    """What intake says when the reply reached the applicant."""
    return ReplyDispatched(
        request_id=request_id,
        document_number="琼海统公开〔2025〕1号",
        outcome=outcome,
        served=went(on),
    )
