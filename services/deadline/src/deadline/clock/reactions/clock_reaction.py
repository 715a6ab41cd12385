"""Turn events of another service into facts of clocks: a small function for each event, one commit for its clocks."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from deadline.calendar.handlers import NoticeCache, region_of
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
class ClockFacts:
    """Facts for clocks, one each. `all_clocks`: the end of the request, which all its clocks hear."""

    facts: Mapping[ClockRef, ClockFact] = field(default_factory=dict)
    all_clocks: Ended | None = None


NOTHING = ClockFacts()


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestClocks:
    """The clocks of one request, and the policy of its agency."""

    agency: str
    request_id: UUID
    policy_of: PolicyOf

    def policy(self, on: date) -> Policy:
        """Return the agency's policy on a day."""
        return self.policy_of(self.agency, on)

    def basis(self, key: str, on: date) -> Basis:
        """Return the clause behind a policy value."""
        return self.policy(on)[key].basis

    def own(self, name: str) -> ClockRef:
        """Return a clock of the request itself."""
        return clock_of_request(self.request_id, name)

    def letter(self, letter_id: UUID | str) -> ClockRef:
        """Return the clock of one of the request's letters."""
        return letter_clock(letter_id, self.request_id)

    def own_period(self, day_zero_on: date, period: str, cause: Event) -> Began:
        """Begin a period of the agency itself (起算). The policy of day 0 gives its length, warnings and roles."""
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
    """Return the clock of the other side's period to answer a letter."""
    return ClockRef(Subject("letter", str(letter_id)), CONSULTATION, Subject.request(request_id))


FactsByEvent = Mapping[type[Event], Callable[[RequestClocks, Any], ClockFacts]]
"""Maps an event type to the function that derives the clocks' facts from it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockReaction(Reaction):
    """Hears the events of one source one after the other and stores their facts in the request's clocks.

    It is exclusive, because it also reads clocks of the request that the other source's reaction may change.
    """

    exclusive: bool = True
    facts_by_event: FactsByEvent
    policy_of: PolicyOf = Policy
    notices: NoticeCache = field(default_factory=NoticeCache)

    async def react(self, store: EventStore, row: Recorded) -> None:
        """Store the event's facts in the clocks of its request. Append nothing if all facts are known."""
        event = load(row)
        facts_of = self.facts_by_event.get(type(event))
        if facts_of is None:
            return
        request_id = request_of(event)
        if request_id is None:
            return
        clock_facts = facts_of(
            RequestClocks(agency=row.agency, request_id=request_id, policy_of=self.policy_of), event
        )
        origin = follow(row, self.name)
        region = region_of(self.policy_of, row.agency, origin.at)
        commands = _EventCommands(store, origin, request_id, row, await self.notices.calendar(store, region))
        await hear_facts(store, origin, lambda: commands.for_facts(clock_facts))


@dataclass(frozen=True, slots=True)
class _EventCommands:
    """Build the commands by which one event reaches the clocks of a request."""

    store: EventStore
    origin: Origin
    request_id: UUID
    row: Recorded
    calendar: Calendar

    async def for_facts(self, clock_facts: ClockFacts) -> Sequence[HearFacts]:
        """Return one command for each clock. A clock that begins after the request's end also hears that end."""
        if clock_facts.all_clocks is not None:
            ended = self._heard(clock_facts.all_clocks)
            return [self._command(clock, ended) for clock in await self._clocks_of_request()]
        return [
            await self._with_known_end(clock, self._heard(fact)) for clock, fact in clock_facts.facts.items()
        ]

    async def _with_known_end(self, clock: ClockRef, heard: Heard[ClockFact]) -> HearFacts:
        reply = clock_of_request(self.request_id)
        if not isinstance(heard.fact, Began) or clock == reply:
            return self._command(clock, heard)
        known = (await self._clock(reply)).facts.values()
        return self._command(clock, *(each for each in known if isinstance(each.fact, Ended)), heard)

    async def _clocks_of_request(self) -> list[ClockRef]:
        """Return all clocks of the request and of its letters; the reply clock knows the letters."""
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
