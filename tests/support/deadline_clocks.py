"""Clocks and calendars of deadline's tests: one request of 琼海, and a calendar from the package's notices."""

from datetime import UTC, date, datetime
from uuid import UUID

from deadline.calendar import load_calendar, rows
from deadline.domain.commands import RecountClock, StartClock, StopClock, StrikeDeadline
from shared.clock import shanghai_midnight
from shared.events.intake import Applicant, ReplyServed, RequestReceived
from shared.events.terms import Basis, Sealed
from shared.message import Actor, Origin
from shared.workdays import Calendar

AGENCY = "qionghai"
REQUEST = UUID("00000000-0000-4000-8000-0000000000d1")
STREAM = f"clock/{REQUEST}.reply"
BASIS = Basis("第三十三条第二款", "《政府信息公开条例》")
NOON = datetime(2025, 3, 3, 4, 0, tzinfo=UTC)
SEALED = Sealed("identity", "AAAA")


def by(at: datetime = NOON, agency: str = AGENCY) -> Origin:
    """A timer's or a reaction's wish."""
    return Origin.first(agency, Actor(kind="service", id="deadline", role="test"), at)


def before_year(year: int) -> Calendar:
    """The package's calendar without the notices for `year` and later."""
    return Calendar(frozenset(row for row in rows() if row.notice.year < year))


def start(day_zero_on: date = date(2025, 3, 3), calendar: Calendar | None = None) -> StartClock:
    """The reply clock of twenty working days."""
    return StartClock(
        origin=by(),
        request_id=REQUEST,
        clock="reply",
        day_zero_on=day_zero_on,
        working_days=20,
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


def stop(on: date) -> StopClock:
    """The reply was served."""
    return StopClock(origin=by(), stopped_on=on, cause="reply-served")


def received(on: date = date(2025, 3, 3), request_id: UUID = REQUEST, number: int = 1) -> RequestReceived:
    """What intake says of a request."""
    return RequestReceived(
        request_id=request_id,
        year=on.year,
        number=number,
        channel="web",
        received_on=on,
        receipt_rule=BASIS,
        instants={"submitted": NOON},
        applicant_kind="natural_person",
        applicant=Applicant(name=SEALED),
        content=Sealed("text", "AAAA"),
        supply_form="paper",
        delivery="post",
        query_code=SEALED,
        query_lookup="00",
    )


def served(on: date, outcome: str = "granted", request_id: UUID = REQUEST) -> ReplyServed:
    """What intake says when the reply reached the applicant."""
    return ReplyServed(
        request_id=request_id,
        served_on=on,
        method="post",
        outcome=outcome,
        document_number="琼海统公开〔2025〕1号",
    )
