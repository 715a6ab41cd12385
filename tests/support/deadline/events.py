"""Clock events as deadline publishes them, for tests of services that hear them. Only this file knows their shape."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from shared.events.deadline.clock import (
    ClockEffect,
    ClockFactHeard,
    DeadlineMissed,
    DueDateDeferred,
    DueDateSet,
    Standing,
    WarningRaised,
)
from shared.events.deadline.facts import (
    Began,
    ClockFact,
    Ended,
    Extended,
    LetterAnswered,
    LetterSent,
    Suspended,
)
from shared.events.terms import (
    CORRECTION,
    REPLY_CLOCK,
    Basis,
    CountedDay,
    Ground,
    LetterPause,
    Reason,
    SkippedDay,
    Subject,
)

BASIS = Basis("条例第三十三条", "条例")
FACT = UUID("00000000-0000-4000-8000-0000000000f9")
THREE_DAYS = tuple(CountedDay(date(2025, 3, 10 + n), n, "workday") for n in range(1, 4))


def named(request_id: UUID, clock: str = REPLY_CLOCK) -> dict[str, Any]:
    """The fields that name a clock of a request."""
    return {"subject": Subject.request(request_id), "clock": clock}


def heard(
    request_id: UUID, fact: ClockFact, effect: ClockEffect, standing: Standing, clock: str = REPLY_CLOCK
) -> ClockFactHeard:
    """A fact that a clock heard."""
    return ClockFactHeard(
        **named(request_id, clock), fact_id=FACT, source_seq=1, fact=fact, effect=effect, standing=standing
    )


def started(request_id: UUID, on: date = date(2025, 3, 7)) -> ClockFactHeard:
    """The reply clock began. The event that follows gives its date."""
    began = Began(on=on, cause="request-received", working_days=20, basis=BASIS, warn_working_days=(5, 3, 1))
    return heard(request_id, began, "started", Standing(state="running", day_zero_on=on))


def due_set(
    request_id: UUID,
    due_on: date = date(2025, 3, 13),
    clock: str = REPLY_CLOCK,
    counted: Sequence[CountedDay] = THREE_DAYS,
    skipped: Sequence[SkippedDay] = (),
    **standing: Any,
) -> DueDateSet:
    """A due date that deadline counted."""
    return DueDateSet(
        **named(request_id, clock),
        due_on=due_on,
        warn_working_days=(5, 3, 1),
        counted=tuple(counted),
        skipped=tuple(skipped),
        grounds=(Ground("period", BASIS.clause, BASIS.source, 20),),
        reason=Reason("request-received"),
        standing=Standing(state="running", due_on=due_on, generation=1, **standing),
    )


def deferred(request_id: UUID, not_before_on: date, uncovered_year: int) -> DueDateDeferred:
    """No due date, because a year's holiday notice is missing."""
    return DueDateDeferred(
        **named(request_id),
        not_before_on=not_before_on,
        uncovered_year=uncovered_year,
        reason=Reason("request-received"),
        standing=Standing(
            state="deferred", not_before_on=not_before_on, uncovered_year=uncovered_year, generation=1
        ),
    )


def paused(request_id: UUID, on: date, letter: str = "letter", kind: str = "third_party") -> ClockFactHeard:
    """A letter was sent, so there is no due date."""
    sent = LetterSent(
        on=on,
        letter=letter,
        kind=kind,
        pauses=True,
        edges="after-sent-through-arrived",
        basis=BASIS,
    )
    standing = Standing(
        state="paused", since=on, waiting_for=kind, pauses=(LetterPause(letter, kind, on),), generation=1
    )
    return heard(request_id, sent, "paused", standing)


def resumed(request_id: UUID, letter: LetterPause) -> ClockFactHeard:
    """The answer came. The event that follows gives the due date."""
    answer = LetterAnswered(on=letter.arrived_on or letter.sent_on, letter=letter.letter)
    return heard(request_id, answer, "resumed", Standing(state="running", pauses=(letter,), generation=1))


def suspended(request_id: UUID, on: date) -> ClockFactHeard:
    """The correction notice was served."""
    standing = Standing(state="suspended", since=on, waiting_for=CORRECTION, generation=1)
    return heard(request_id, Suspended(on=on, kind=CORRECTION, basis=BASIS), "suspended", standing)


def extended(request_id: UUID, on: date, working_days: int, due_on: date) -> ClockFactHeard:
    """The applicant was told of an extension."""
    standing = Standing(state="running", due_on=due_on, extension_working_days=working_days, generation=2)
    return heard(request_id, Extended(on=on, working_days=working_days, basis=BASIS), "extended", standing)


def warned(
    request_id: UUID, due_on: date, left: int, role: str = "", clock: str = REPLY_CLOCK
) -> WarningRaised:
    """A warning that `left` working days are left."""
    standing = Standing(state="running", due_on=due_on, generation=1, warned_left=left, warned_role=role)
    return WarningRaised(
        **named(request_id, clock),
        generation=1,
        due_on=due_on,
        working_days_left=left,
        role=role,
        standing=standing,
    )


def missed(
    request_id: UUID,
    due_on: date,
    clock: str = REPLY_CLOCK,
    subject: Subject | None = None,
    role: str = "",
) -> DeadlineMissed:
    """The date passed. `subject` is the letter, for the clock of a letter."""
    names = named(request_id, clock)
    if subject is not None:
        names |= {"subject": subject, "about": Subject.request(request_id)}
    standing = Standing(state="missed", due_on=due_on, generation=1, missed=True, missed_role=role)
    return DeadlineMissed(**names, generation=1, due_on=due_on, role=role, standing=standing)


def stopped(
    request_id: UUID,
    on: date,
    cause: str = "reply-dispatched",
    clock: str = REPLY_CLOCK,
    *,
    in_time: bool | None = None,
    due_on: date | None = None,
) -> ClockFactHeard:
    """The act that stops the clock was done."""
    standing = Standing(
        state="stopped", stopped_on=on, cause=cause, in_time=in_time, due_on=due_on, generation=1
    )
    return heard(request_id, Ended(on=on, cause=cause), "stopped", standing, clock)
