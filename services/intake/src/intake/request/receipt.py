"""收到申请之日 (条例第三十一条): computes day 0 from the raw instants of a channel."""

from collections.abc import Mapping
from datetime import date, datetime
from itertools import pairwise
from typing import Final

from intake.request.rules import REGULATION
from shared.command.decider import Invalid
from shared.events.codes import INSTANTS, Channel, Instant
from shared.events.terms import Basis, ReceiptFact
from shared.time.clock import legal_day

CLAUSE: Final = f"{REGULATION}第三十一条"

RECEIPT_INSTANTS: Final[Mapping[str, Instant]] = {
    "enters-mailbox": "submitted",
    "both-confirm": "confirmed",
    "handed-in": "handed_in",
    "signed-for": "signed_for",
    "confirmed-on-arrival": "confirmed",
    "arrival": "arrived",
    "applicant-confirms": "confirmed",
}
"""Receipt rule of a pack → the raw instant whose day is day 0."""

CHANNEL_INSTANTS: Final[Mapping[Channel, tuple[Instant, ...]]] = {
    "web": ("submitted", "arrived", "confirmed"),
    "counter": ("handed_in",),
    "oral": ("handed_in", "confirmed"),
    "post": ("arrived", "signed_for"),
    "post_plain": ("arrived", "confirmed"),
    "telegram": ("arrived", "signed_for"),
    "fax": ("arrived", "confirmed"),
}
"""Channel → the instants that are recorded. The pack's rule chooses one as day 0; all are kept."""


def receipt_of(
    channel: Channel, instants: Mapping[Instant, datetime], rule: str, basis: Basis, at: datetime
) -> ReceiptFact:
    """The receipt of an application or a correction: channel, instants, day 0, day of arrival. Raises `Refusal`."""
    received_on, arrived_on = receipt_day(rule, instants, at), arrival_day(instants)
    return ReceiptFact(
        channel=channel,
        instants=dict(instants),
        received_on=received_on,
        rule=basis,
        arrived_on=None if arrived_on == received_on else arrived_on,
    )


def receipt_day(rule: str, instants: Mapping[Instant, datetime], at: datetime) -> date:
    """Day 0 is the legal day of the instant that the rule chooses (条例第三十一条 or a local rule).

    Refused: the instant is missing, an instant is in the future, the instants are out of order.
    """
    counts = RECEIPT_INSTANTS.get(rule)
    chosen = instants.get(counts) if counts else None
    if chosen is None:
        reason = "缺少确定收到日期所需要的时间。请补记该渠道的收到或者确认时间后再登记。"
        raise Invalid("receipt-instant-missing", reason, CLAUSE)
    if max(instants.values()) > at:
        reason = "收到时间不能晚于现在。请核对日期和时间。"
        raise Invalid("received-in-future", reason, CLAUSE)
    in_order = [instants[name] for name in INSTANTS if name in instants]
    if any(later < earlier for earlier, later in pairwise(in_order)):
        reason = "签收、确认的时间不能早于到达的时间。请核对各项时间。"
        raise Invalid("instants-out-of-order", reason, CLAUSE)
    return legal_day(chosen)


def arrival_day(instants: Mapping[Instant, datetime]) -> date:
    """The legal day of the earliest instant. It decides whether a correction is in time (条例第三十条), whatever day 0 is."""
    return legal_day(min(instants.values()))
