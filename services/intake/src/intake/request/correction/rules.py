"""The rules of 补正 (条例第三十条), one small function each."""

from collections.abc import Collection
from datetime import date
from typing import Final

from intake.request.rules import REGULATION
from shared.command.decider import Invalid, Refusal
from shared.events.codes import FINDING_CODES
from shared.events.intake.request import Finding
from shared.time.dates import chinese_date

CLAUSE: Final = f"{REGULATION}第三十条"
RESPOND_DAYS_MAX: Final = 60
"""A slip of the pen, not a rule: the regulation says 合理的补正期限 and no number."""

WITHOUT_WHICH_NOTHING_IS_ASKED: Final = frozenset({"applicant_name", "description"})
"""The fields that make a request: the applicant, and what is asked for."""


def require_notice_left(told: int, rounds_max: int) -> None:
    """一次性告知: what was not said the first time may not be asked for a second time."""
    if told >= rounds_max:
        reason = "补正只能一次性告知，已经告知过。请受理后依法答复。"
        raise Refusal("correction-told-once", reason, CLAUSE)


def require_findings(findings: Collection[Finding]) -> None:
    """A notice says what is wanting; a box is named once, in words that the form knows."""
    if not findings:
        raise Invalid("findings-missing", "请至少选择一项需要补正的内容。", CLAUSE)
    if any(finding.code not in FINDING_CODES for finding in findings):
        raise Invalid("finding-unknown", "补正意见不在所列范围内。请从所列意见中选择。", CLAUSE)
    if len({finding.field for finding in findings}) < len(findings):
        raise Invalid("finding-twice", "同一项内容只能提出一条补正意见。请删去重复的。", CLAUSE)
    if any(finding.code == "unclear" and finding.field != "description" for finding in findings):
        reason = "只有对所需信息的描述可以认定为不明确。请改选没有提供或者不完整。"
        raise Invalid("unclear-description-only", reason, CLAUSE)


def require_reasonable_period(respond_working_days: int) -> None:
    """合理的补正期限: a working day at least."""
    if not 1 <= respond_working_days <= RESPOND_DAYS_MAX:
        reason = f"补正期限须为 1 至 {RESPOND_DAYS_MAX} 个工作日。请给申请人合理的时间。"
        raise Invalid("correction-period-unreasonable", reason, CLAUSE)


def owed(required: Collection[str], wanting: Collection[str]) -> frozenset[str]:
    """一次性告知: a correction must bring what the notice named, and never what nobody asked for."""
    return frozenset(required) & (frozenset(wanting) | WITHOUT_WHICH_NOTHING_IS_ASKED)


def require_some_correction(corrected: Collection[str]) -> None:
    """Refuse a correction that changes nothing; it would restart the reply period."""
    if not corrected:
        reason = "内容与原申请完全相同，没有补正。请按补正告知书的要求修改后再提交。"
        raise Invalid("nothing-corrected", reason, CLAUSE)


def require_arrival_in_time(arrived_on: date, due_on: date) -> None:
    """视为放弃 holds against what came late, and never against what was only confirmed or registered late."""
    if arrived_on > due_on:
        reason = (
            f"补正期限已于{chinese_date(due_on)}届满，这件申请视为放弃。仍需要该信息的，请重新提出申请；"
            "补正其实是按期到达的，请由经办人按到达的时间登记。"
        )
        raise Refusal("correction-lapsed", reason, CLAUSE)


def require_arrival_after_notice(arrived_on: date, served_on: date) -> None:
    """A correction answers the notice, so it does not come before it, whenever it was confirmed."""
    if arrived_on < served_on:
        reason = (
            f"补正材料到达的日期不能早于补正告知书的送达日期（{chinese_date(served_on)}）。请核对；"
            "申请人在送达以后表示以早先的材料补正的，请按其表示的方式和时间登记。"
        )
        raise Invalid("corrected-before-notified", reason, CLAUSE)
