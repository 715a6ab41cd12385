"""The rules of pinning a report."""

from reporting.report.commands import PinReport
from shared.command.decider import NotYours, Refusal
from shared.policy.roles import Capability


def require_right_to_pin(able: frozenset[Capability]) -> None:
    """Refuse everybody but the head (主要领导), who answers for the figures. Supervision (监督) only reads them."""
    if "pin-report" not in able:
        raise NotYours("not-your-role", "年报由主要领导定稿，其他人员只能查看。")


def require_counted_events(command: PinReport) -> None:
    """Refuse a table that was counted from no event."""
    if not command.positions or min(command.positions.values()) < 1:
        raise Refusal("nothing-to-pin", "还没有任何申请事件，没有可以定稿的数字。请在有申请之后再定稿。")
