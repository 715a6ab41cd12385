"""How an event of another service becomes facts of clocks: answered by one small function, heard in one commit."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from deadline.calendar.handlers import KnownNotices, region_of
from deadline.clock.commands import HearFacts
from deadline.clock.handlers import clock_at, hear_facts
from deadline.clock.state import Clock, Heard
from deadline.clock_ref import ClockRef, clock_of_request
from shared.command.reaction import Reaction
from shared.eventlog.store import EventStore
from shared.events.deadline.facts import Began, ClockFact, Ended, LetterReceived
from shared.events.registry import load
from shared.events.terms import CONSULTATION, Basis, Subject, request_of
from shared.message import Event, Origin, Recorded, follow
from shared.policy import Policy, PolicyOf
from shared.workdays import Calendar


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What an event tells clocks: a fact each; `all_clocks`: the end of the request, which each of its clocks hears."""

    facts: Mapping[ClockRef, ClockFact] = field(default_factory=dict)
    all_clocks: Ended | None = None


NOTHING = Told()


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestClocks:
    """What an answer works with: one request of one agency, and the agency's policy."""

    agency: str
    request_id: UUID
    policy_of: PolicyOf

    def policy(self, on: date) -> Policy:
        """What applies to the agency on a day."""
        return self.policy_of(self.agency, on)

    def basis(self, key: str, on: date) -> Basis:
        """The clause behind a value of the policy."""
        return self.policy(on)[key].basis

    def own(self, name: str) -> ClockRef:
        """A clock of the request itself."""
        return clock_of_request(self.request_id, name)

    def letter(self, letter_id: UUID | str) -> ClockRef:
        """The clock of a letter of the request."""
        return letter_clock(letter_id, self.request_id)

    def own_period(self, day_zero_on: date, period: str, cause: Event) -> Began:
        """起算 a period of the agency itself: length, warnings and roles are its policy's on day 0."""
        policy = self.policy(day_zero_on)
        length = policy[period]
        return Began(
            on=day_zero_on,
            cause=cause.type_name(),
            working_days=length.value,
            basis=length.basis,
            warn_working_days=tuple(policy["warning.working_days_before"].value),
            warn_roles=tuple(policy["warning.roles"].value),
            missed_role=policy["warning.missed_role"].value,
        )


def letter_clock(letter_id: UUID | str, request_id: UUID) -> ClockRef:
    """The other side's period to answer a letter of a request."""
    return ClockRef(Subject("letter", str(letter_id)), CONSULTATION, Subject.request(request_id))


Answers = Mapping[type[Event], Callable[[RequestClocks, Any], Told]]
"""The event of a lane → the function that says what it tells the request's clocks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockReaction(Reaction):
    """A reaction: it follows one source, and answers each event of its table before it hears the next.

    It reads a request's other clocks, which the other source may be moving.
    """

    exclusive: bool = True
    answers: Answers
    policy_of: PolicyOf = Policy
    notices: KnownNotices = field(default_factory=KnownNotices)

    async def react(self, store: EventStore, row: Recorded) -> None:
        """Let the request's clocks hear what the event tells; where all of it is known, nothing is appended."""
        event = load(row)
        answer = self.answers.get(type(event))
        if answer is None:
            return
        request_id = request_of(event)
        if request_id is None:
            return
        told = answer(
            RequestClocks(agency=row.agency, request_id=request_id, policy_of=self.policy_of), event
        )
        origin = follow(row, self.name)
        region = region_of(self.policy_of, row.agency, origin.at)
        hearing = _Hearing(store, origin, request_id, row, await self.notices.calendar(store, region))
        await hear_facts(store, origin, lambda: hearing.commands(told))


@dataclass(frozen=True, slots=True)
class _Hearing:
    """One event on its way to the clocks of a request."""

    store: EventStore
    origin: Origin
    request_id: UUID
    row: Recorded
    calendar: Calendar

    async def commands(self, told: Told) -> Sequence[HearFacts]:
        """What each clock hears. One that begins after the request's end hears of the end too."""
        if told.all_clocks is not None:
            ended = self._heard(told.all_clocks)
            return [self._command(clock, ended) for clock in await self._clocks_of_request()]
        return [await self._begun(clock, self._heard(fact)) for clock, fact in told.facts.items()]

    async def _begun(self, clock: ClockRef, heard: Heard[ClockFact]) -> HearFacts:
        reply = clock_of_request(self.request_id)
        if not isinstance(heard.fact, Began) or clock == reply:
            return self._command(clock, heard)
        known = (await self._clock(reply)).facts.values()
        return self._command(clock, *(each for each in known if isinstance(each.fact, Ended)), heard)

    async def _clocks_of_request(self) -> list[ClockRef]:
        """Every clock that the request ever had; the reply's own knows the letters."""
        prefix = clock_of_request(self.request_id, "").stream
        streams = await self.store.streams(self.origin.agency, prefix)
        names = [stream.removeprefix(prefix) for stream in streams]
        letters = [
            each.fact.letter
            for each in (await self._clock(clock_of_request(self.request_id))).facts.values()
            if isinstance(each.fact, LetterReceived)
        ]
        return [clock_of_request(self.request_id, name) for name in names] + [
            letter_clock(letter, self.request_id) for letter in letters
        ]

    async def _clock(self, clock: ClockRef) -> Clock:
        return await clock_at(self.store, self.origin.agency, clock)

    def _heard(self, fact: ClockFact) -> Heard[ClockFact]:
        return Heard(self.row.id, self.row.seq, fact)

    def _command(self, clock: ClockRef, *facts: Heard[ClockFact]) -> HearFacts:
        return HearFacts(origin=self.origin, clock=clock, facts=facts, calendar=self.calendar)
