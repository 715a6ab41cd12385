"""Clocks and calendars of deadline's tests: one request of 琼海, and a calendar from the package's notices."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from uuid import UUID, uuid5

from msgspec import structs

from deadline.calendar.package import load_calendar, rows
from deadline.clock.commands import ClockCommand, HearFacts, RaiseWarning, RecountClock, StrikeDeadline
from deadline.clock.decide import clock_decider
from deadline.clock.state import Clock, Heard
from deadline.clock_ref import clock_of_request
from shared.events.deadline.clock import ClockEvent, ClockFactHeard, DeadlineEvent, Standing
from shared.events.deadline.facts import (
    Began,
    ClockFact,
    Ended,
    Extended,
    Lapsed,
    LetterAnswered,
    LetterReceived,
    LetterSent,
    LetterSilent,
    Restarted,
    Suspended,
)
from shared.events.intake.request import ReplyDispatched, RequestReceived
from shared.events.terms import CORRECTION, Basis, Reason, Sealed
from shared.message import Actor, Origin
from shared.time.clock import shanghai_midnight
from shared.workdays import Calendar
from support.facts import came, person, went

AGENCY = "qionghai"
REQUEST = UUID("00000000-0000-4000-8000-0000000000d1")
REPLY = clock_of_request(REQUEST)
STREAM = REPLY.stream
FACTS = UUID("00000000-0000-4000-8000-0000000000fa")
"""Namespace of fact ids: the same fact has the same id."""
BASIS = Basis("第三十三条第二款", "《政府信息公开条例》")
NOON = datetime(2025, 3, 3, 4, 0, tzinfo=UTC)
SEALED = Sealed("identity", "AAAA")
EDGES = "after-sent-through-arrived"


def by(at: datetime = NOON, agency: str = AGENCY) -> Origin:
    """The origin of a timer's or a reaction's command."""
    return Origin.first(agency, Actor(kind="service", id="deadline", role="test"), at)


def before_year(year: int) -> Calendar:
    """The shipped calendar without the notices for `year` and later."""
    return Calendar(frozenset(row for row in rows() if row.notice.year < year))


ORDER = (
    Began,
    LetterSent,
    LetterReceived,
    LetterAnswered,
    LetterSilent,
    Extended,
    Suspended,
    Restarted,
    Lapsed,
    Ended,
)
"""Facts of one day, as their lanes would tell them."""


def heard(fact: ClockFact) -> Heard[ClockFact]:
    """A fact with an id of its own."""
    return Heard(uuid5(FACTS, repr(fact)), ORDER.index(type(fact)), fact)


def hear(*facts: ClockFact, calendar: Calendar | None = None, at: datetime = NOON) -> HearFacts:
    """The command by which the reply clock hears facts."""
    return HearFacts(
        origin=by(at), clock=REPLY, facts=tuple(map(heard, facts)), calendar=calendar or load_calendar()
    )


def start(
    day_zero_on: date = date(2025, 3, 3), calendar: Calendar | None = None, working_days: int = 20
) -> HearFacts:
    """The command that starts the reply clock; by default its period has twenty working days."""
    began = Began(
        on=day_zero_on,
        cause="request-received",
        working_days=working_days,
        basis=BASIS,
        warn_working_days=(5, 3, 1),
    )
    return hear(began, calendar=calendar)


def recount(calendar: Calendar | None = None) -> RecountClock:
    """The command to count again by another calendar."""
    reason = Reason("notice-loaded", ref="国办发明电〔2020〕1号")
    return RecountClock(origin=by(), calendar=calendar or load_calendar(), reason=reason)


def strike(on: date, generation: int = 1) -> StrikeDeadline:
    """The command of a timer at the beginning of a day."""
    return StrikeDeadline(origin=by(shanghai_midnight(on)), generation=generation)


def warn(left: int, on: date, generation: int = 1) -> RaiseWarning:
    """The command of a warning timer at the beginning of a day."""
    return RaiseWarning(origin=by(shanghai_midnight(on)), generation=generation, working_days_left=left)


def stop(on: date, calendar: Calendar | None = None, *, within: bool = False) -> HearFacts:
    """The command for a served reply."""
    return hear(Ended(on=on, cause="reply-dispatched", within=within), calendar=calendar)


def lapse(on: date) -> HearFacts:
    """The command for a recorded lapse."""
    return hear(Lapsed(on=on, cause="correction-lapsed"))


def sent(on: date, pause: str = "p1", calendar: Calendar | None = None, edges: str = EDGES) -> HearFacts:
    """The command for a letter that was sent to a third party."""
    letter = LetterSent(
        on=on,
        letter=pause,
        kind="third_party",
        pauses=True,
        edges=edges,
        basis=BASIS,
    )
    return hear(letter, calendar=calendar)


def arrived(on: date, pause: str = "p1", calendar: Calendar | None = None) -> HearFacts:
    """The command for the answer to a letter."""
    return hear(LetterAnswered(on=on, letter=pause), calendar=calendar)


def extend(working_days: int, on: date, calendar: Calendar | None = None) -> HearFacts:
    """The command for an extension of which the applicant was told."""
    return hear(Extended(on=on, working_days=working_days, basis=BASIS), calendar=calendar)


def suspend(on: date) -> HearFacts:
    """The command for a correction notice that was served."""
    return hear(Suspended(on=on, kind=CORRECTION, basis=BASIS))


def restart(on: date, calendar: Calendar | None = None) -> HearFacts:
    """The command for a corrected request that was received."""
    return hear(Restarted(on=on, kind=CORRECTION, basis=BASIS), calendar=calendar)


def after(*commands: ClockCommand) -> list[DeadlineEvent]:
    """All events of a clock that receives these commands in order."""
    history: list[DeadlineEvent] = []
    for command in commands:
        history += clock_decider.decide(clock_decider.fold(history), command)
    return history


def state(*commands: ClockCommand) -> Clock:
    """The clock after these commands."""
    return clock_decider.fold(after(*commands))


def standing(*commands: ClockCommand) -> Standing:
    """The standing of the clock after these commands."""
    return state(*commands).standing


def effects(events: Sequence[DeadlineEvent]) -> list[str]:
    """For each event: the effect of a heard fact ("" if it had none), or the event's type."""
    return [each.effect if isinstance(each, ClockFactHeard) else each.type_name() for each in events]


def bare(event: ClockEvent) -> ClockEvent:
    """An event without its standing."""
    return structs.replace(event, standing=Standing())


def received(on: date = date(2025, 3, 3), request_id: UUID = REQUEST, number: int = 1) -> RequestReceived:
    """Intake's event for a received request."""
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
    """Intake's event for a reply that reached the applicant."""
    return ReplyDispatched(
        request_id=request_id,
        document_number="琼海统公开〔2025〕1号",
        outcome=outcome,
        served=went(on),
    )
