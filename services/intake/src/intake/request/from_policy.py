"""Takes from the agency's policy of a day the plain values that intake's decider needs."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from intake.request.admission import Admission
from intake.request.receipt import CLAUSE
from shared.command.decider import Invalid
from shared.message import Actor
from shared.policy import Policy, PolicyError, PolicyOf
from shared.time.clock import legal_day
from shared.time.dates import chinese_date

WEB: Final = "web"
ON_PAPER: Final = frozenset({"applicant_name", "description"})
"""The fields that a paper must have to be registered: name and description. Others can be corrected (条例第三十条)."""


def admission_for(actor: Actor, policy: Policy) -> Admission:
    """The admission for an actor: staff register paper and oral requests, an applicant files on line."""
    return desk_admission_of(policy) if actor.kind == "staff" else admission_of(policy)


def admission_of(policy: Policy) -> Admission:
    """The admission of requests on line; every field of article 29 is required."""
    return Admission(
        channels=frozenset(channel.id for channel in policy["channels"].value if channel.online),
        applicant_kinds=_kinds(policy),
        fields_required=fields_required(policy),
    )


def desk_admission_of(policy: Policy) -> Admission:
    """The admission of requests registered by the clerk: all channels but the web, with plain letters (平常信函)."""
    channels = {channel.id for channel in policy["channels"].value if not channel.online}
    plain = {"post_plain"} if "post" in channels else set()
    return Admission(
        channels=frozenset(channels | plain), applicant_kinds=_kinds(policy), fields_required=ON_PAPER
    )


def refuse_before_agency(policy_of: PolicyOf, agency: str, instants: Iterable[datetime]) -> None:
    """Refuse an instant before the agency's policy is in force (mostly a mistyped year). Raises `Refusal`."""
    for instant in instants:
        try:
            policy_of(agency, legal_day(instant))["agency.name"]
        except PolicyError as error:
            reason = f"收到日期（{chinese_date(legal_day(instant))}）早于本机关规则施行之日，请核对年份。"
            raise Invalid("received-before-agency", reason, CLAUSE) from error


def _kinds(policy: Policy) -> frozenset[str]:
    return frozenset(kind.id for kind in policy["applicant.kinds"].value)


def fields_required(policy: Policy) -> frozenset[str]:
    """Ids of the form's fields whose absence may lead to 补正 (条例第二十九条)."""
    return frozenset(field.id for field in policy["form.fields"].value if field.required)


def web_open(policy: Policy) -> bool:
    """Whether the agency takes requests on line."""
    return any(channel.id == WEB and channel.online for channel in policy["channels"].value)
