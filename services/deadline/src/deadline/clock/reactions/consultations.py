"""Facts that clocks take from review's consultation letters (征求意见书)."""

from typing import Final

from deadline.clock.reactions.clock_reaction import ClockFacts, FactsByEvent, RequestClocks
from shared.events.deadline.facts import (
    Began,
    Done,
    Lapsed,
    LetterAnswered,
    LetterReceived,
    LetterSent,
    LetterSilent,
)
from shared.events.review.case import (
    ConsultationAnswered,
    ConsultationDispatched,
    ConsultationLapsed,
    ConsultationReceived,
)
from shared.events.terms import REPLY_CLOCK

PAUSE_KINDS = "pause.kinds"
PAUSE_EDGES = "pause.edges"


def sent(clocks: RequestClocks, event: ConsultationDispatched) -> ClockFacts:
    """发出征求意见书 (条例第三十二条至第三十四条) pauses the reply if the policy says so for this kind of letter."""
    on = event.served.dispatched_on
    policy = clocks.policy(on)
    letter = LetterSent(
        on=on,
        letter=str(event.consultation_id),
        kind=event.kind,
        pauses=event.kind in policy[PAUSE_KINDS].value,
        edges=policy[PAUSE_EDGES].value,
        basis=policy[PAUSE_KINDS].basis,
    )
    return ClockFacts(facts={clocks.own(REPLY_CLOCK): letter})


def received(clocks: RequestClocks, event: ConsultationReceived) -> ClockFacts:
    """征求意见书送达 (条例第三十二条) begins the other side's period on the next day; the reply clock learns its length."""
    on, letter, working_days = event.delivered.received_on, event.consultation_id, event.respond_working_days
    theirs = Began(on=on, cause=event.type_name(), working_days=working_days, basis=event.basis)
    there = LetterReceived(on=on, letter=str(letter), respond_working_days=working_days)
    return ClockFacts(facts={clocks.letter(letter): theirs, clocks.own(REPLY_CLOCK): there})


def answered(clocks: RequestClocks, event: ConsultationAnswered) -> ClockFacts:
    """收到意见: the reply period continues on the day after the arrival."""
    on, letter = event.arrived_on, event.consultation_id
    return ClockFacts(
        facts={
            clocks.letter(letter): Done(on=on, cause=event.type_name()),
            clocks.own(REPLY_CLOCK): LetterAnswered(on=on, letter=str(letter)),
        }
    )


def lapsed(clocks: RequestClocks, event: ConsultationLapsed) -> ClockFacts:
    """逾期未答: the reply period continues on the day after the other side's period ended, whenever that was recorded (C5)."""
    on, letter = event.lapsed_on, event.consultation_id
    return ClockFacts(
        facts={
            clocks.letter(letter): Lapsed(on=on, cause=event.type_name()),
            clocks.own(REPLY_CLOCK): LetterSilent(on=on, letter=str(letter)),
        }
    )


ANSWERS: Final[FactsByEvent] = {
    ConsultationDispatched: sent,
    ConsultationReceived: received,
    ConsultationAnswered: answered,
    ConsultationLapsed: lapsed,
}
"""The event → the function that returns its facts for clocks."""
