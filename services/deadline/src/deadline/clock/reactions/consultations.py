"""What review tells clocks of the letters that ask others for their opinion."""

from typing import Final

from deadline.clock.reactions.hearing import Answers, RequestClocks, Told
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


def sent(clocks: RequestClocks, event: ConsultationDispatched) -> Told:
    """发出征求意见书 (条例第三十二条至第三十四条): the reply knows the letter, and waits if the agency's rules say so of this kind."""
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
    return Told(facts={clocks.own(REPLY_CLOCK): letter})


def received(clocks: RequestClocks, event: ConsultationReceived) -> Told:
    """征求意见书送达 (条例第三十二条): the other side's period begins on the day after; the reply knows how long it is."""
    on, letter, working_days = event.delivered.received_on, event.consultation_id, event.respond_working_days
    theirs = Began(on=on, cause=event.type_name(), working_days=working_days, basis=event.basis)
    there = LetterReceived(on=on, letter=str(letter), respond_working_days=working_days)
    return Told(facts={clocks.letter(letter): theirs, clocks.own(REPLY_CLOCK): there})


def answered(clocks: RequestClocks, event: ConsultationAnswered) -> Told:
    """收到意见: the reply goes on the day after it arrived."""
    on, letter = event.arrived_on, event.consultation_id
    return Told(
        facts={
            clocks.letter(letter): Done(on=on, cause=event.type_name()),
            clocks.own(REPLY_CLOCK): LetterAnswered(on=on, letter=str(letter)),
        }
    )


def lapsed(clocks: RequestClocks, event: ConsultationLapsed) -> Told:
    """逾期未答: the reply goes on the day after the other side's own period ended, whenever that was noticed (C5)."""
    on, letter = event.lapsed_on, event.consultation_id
    return Told(
        facts={
            clocks.letter(letter): Lapsed(on=on, cause=event.type_name()),
            clocks.own(REPLY_CLOCK): LetterSilent(on=on, letter=str(letter)),
        }
    )


ANSWERS: Final[Answers] = {
    ConsultationDispatched: sent,
    ConsultationReceived: received,
    ConsultationAnswered: answered,
    ConsultationLapsed: lapsed,
}
"""What a clock hears of each event."""
