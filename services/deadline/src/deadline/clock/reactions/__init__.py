"""Reactions of clocks to intake and review: one table row for each event, one commit for all clocks that it concerns.

Ids of derived commands contain the reaction's name, so a name never changes. A redelivered event appends nothing.
"""

from deadline.clock.reactions import cases, consultations, requests
from deadline.clock.reactions.clock_reaction import ClockReaction, FactsByEvent
from shared.policy import Policy, PolicyOf


def reactions(policy_of: PolicyOf = Policy) -> tuple[ClockReaction, ...]:
    """Return both reactions, by the policy of `policy_of`."""
    return (
        _reaction("deadline.follow-intake", "intake", requests.ANSWERS, policy_of),
        _reaction("deadline.follow-review", "review", {**cases.ANSWERS, **consultations.ANSWERS}, policy_of),
    )


def _reaction(name: str, source: str, facts_by_event: FactsByEvent, policy_of: PolicyOf) -> ClockReaction:
    types = frozenset(event.type_name() for event in facts_by_event)
    return ClockReaction(
        name=name, source=source, types=types, facts_by_event=facts_by_event, policy_of=policy_of
    )
