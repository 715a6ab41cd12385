"""What clocks hear of intake and review: one row of a table for each event, one commit for its clocks.

A name enters the ids of the commands that its reaction derives: it is never renamed. What is heard twice changes
nothing: a fact that is known already is no news.
"""

from deadline.clock.reactions import cases, consultations, requests
from deadline.clock.reactions.hearing import Answers, ClockReaction
from shared.policy import Policy, PolicyOf


def reactions(policy_of: PolicyOf = Policy) -> tuple[ClockReaction, ...]:
    """Both of them, by the packs of `policy_of`."""
    return (
        _following("deadline.follow-intake", "intake", requests.ANSWERS, policy_of),
        _following("deadline.follow-review", "review", {**cases.ANSWERS, **consultations.ANSWERS}, policy_of),
    )


def _following(name: str, source: str, answers: Answers, policy_of: PolicyOf) -> ClockReaction:
    types = frozenset(event.type_name() for event in answers)
    return ClockReaction(name=name, source=source, types=types, answers=answers, policy_of=policy_of)
