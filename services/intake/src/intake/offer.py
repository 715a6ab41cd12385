"""From the agency's policy of the day to what intake's decider asks of it: plain values, no pack inside the domain."""

from intake.domain.commands import Offer
from shared.events.terms import Basis
from shared.policy import Policy, Resolved


def offer_of(policy: Policy) -> Offer:
    """Channels, applicant classes and required fields of the day."""
    return Offer(
        channels=frozenset(channel.id for channel in policy["channels"].value),
        applicant_kinds=frozenset(kind.id for kind in policy["applicant.kinds"].value),
        fields_required=fields_required(policy),
    )


def fields_required(policy: Policy) -> frozenset[str]:
    """Ids of the form's fields whose absence may lead to 补正 (条例第二十九条)."""
    return frozenset(field.id for field in policy["form.fields"].value if field.required)


def web_open(policy: Policy) -> bool:
    """Whether the agency takes requests on line: Tongliao does not."""
    return any(channel.id == "web" and channel.online for channel in policy["channels"].value)


def basis_of(resolved: Resolved) -> Basis:
    """Clause and source of a resolved value, as events keep them."""
    return Basis(resolved.clause, resolved.source)
