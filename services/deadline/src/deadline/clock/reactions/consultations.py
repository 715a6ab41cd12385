"""What review tells clocks of the letters that ask others for their opinion."""

from deadline.clock.reactions.hearing import RequestClocks, Told
from shared.events.clock_facts import Began, Done, Lapsed, LetterAnswered, LetterSent, LetterSilent
from shared.events.review import ConsultationAnswered, ConsultationLapsed, ConsultationSent
from shared.events.terms import REPLY_CLOCK

PAUSE_KINDS = "pause.kinds"
PAUSE_EDGES = "pause.edges"


def sent(clocks: RequestClocks, event: ConsultationSent) -> Told:
    """发出征求意见书 (条例第三十二条至第三十四条): the other side's period begins; the reply knows the letter.

    The reply waits for it if the agency's rules say so of this kind.
    """
    policy = clocks.policy(event.sent_on)
    theirs = Began(
        on=event.served_on,
        cause=event.type_name(),
        working_days=event.respond_working_days,
        basis=event.basis,
    )
    letter = LetterSent(
        on=event.sent_on,
        letter=str(event.consultation_id),
        kind=event.kind,
        pauses=event.kind in policy[PAUSE_KINDS].value,
        edges=policy[PAUSE_EDGES].value,
        served_on=event.served_on,
        respond_working_days=event.respond_working_days,
        basis=policy[PAUSE_KINDS].basis,
    )
    return Told(facts={clocks.letter(event.consultation_id): theirs, clocks.own(REPLY_CLOCK): letter})


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
