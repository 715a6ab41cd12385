"""The rules of intake, one function each, with the article in the docstring.

A rule raises `Refusal` or returns nothing; a rule about a code returns the code. No rule judges the purpose of a request (三需要 was abolished in 2019); one
rule refuses a finding about it.
"""

from collections.abc import Collection
from datetime import date
from typing import Final

from shared.command.decider import Invalid, NotYours, Refusal
from shared.events.codes import DESTRUCTION_REASONS, VIEW_PURPOSES, DestructionReason, ViewPurpose
from shared.events.intake.request import Finding
from shared.policy.roles import Capability
from shared.time.dates import chinese_date

REGULATION: Final = "《政府信息公开条例》"
SENTENCE_MARKS: Final = frozenset('：:。；;！!？?…“”"「」『』\n')
WITHDRAWAL: Final = "国办公开办函〔2021〕30号表三（六）3"
"""Only the annual table mentions 撤回; the regulation has no rule about it."""


def require_offered_channel(channel: str, channels: Collection[str]) -> None:
    """条例第二十八条: the agency must offer the channel."""
    if channel not in channels:
        reason = "本机关没有开通这种申请渠道，没有受理。请打印申请表，当面或者邮寄提交。"
        raise Invalid("channel-not-offered", reason, f"{REGULATION}第二十八条")


def require_known_applicant_kind(kind: str, kinds: Collection[str]) -> None:
    """国办公开办函〔2021〕30号 table three: the applicant class is a column of the table and is fixed at receipt."""
    if kind not in kinds:
        reason = "申请人类别不在所列范围内。请从所给的类别中选择一项。"
        raise Invalid("applicant-kind-unknown", reason, "国办公开办函〔2021〕30号附件")


def name_is_a_name(name: str) -> None:
    """公文 salutation: a name is printed by itself before a colon, so it holds no sentence that would pass for the agency's."""
    if SENTENCE_MARKS & set(name):
        reason = "姓名或者名称里有冒号、句号、引号等标点。请只填写姓名或者单位全称，不要写其他内容。"
        raise Invalid("applicant-name-sentence", reason, f"{REGULATION}第二十九条", "name")


def required_fields_given(given: Collection[str], required: Collection[str]) -> None:
    """条例第二十九条第二款: all required fields must be filled in; no other field may be demanded."""
    missing = sorted(set(required) - set(given))
    if missing:
        reason = f"还有 {len(missing)} 项必填内容没有填写（{'、'.join(missing)}）。请补充后再提交。"
        raise Invalid("field-missing", reason, f"{REGULATION}第二十九条")


def refuse_purpose_as_ground(findings: Collection[Finding]) -> None:
    """条例第二十九条 (2019): a finding about the purpose is refused; it is no ground for 补正 or refusal."""
    if any(finding.field == "purpose" for finding in findings):
        reason = "不得以申请用途为由要求补正或者拒绝。请删去关于用途的这一条。"
        raise Invalid("purpose-not-a-ground", reason, f"{REGULATION}第二十九条")


def require_findings_within_form(findings: Collection[Finding], required: Collection[str]) -> None:
    """条例第三十条: a finding must concern a field that article 29 requires."""
    if any(finding.field not in required for finding in findings):
        reason = "只能就法定的申请内容提出补正意见。请删去非必填项目的意见。"
        raise Invalid("finding-not-required", reason, f"{REGULATION}第二十九条、第三十条")


def require_withdrawal_day(withdrawn_on: date, received_on: date, today: date) -> None:
    """The day of 撤回 lies between the day of receipt and today (Asia/Shanghai), both included."""
    if not received_on <= withdrawn_on <= today:
        reason = f"撤回日期须在收到申请之日（{chinese_date(received_on)}）和今天之间。请核对。"
        raise Invalid("withdrawn-out-of-range", reason, WITHDRAWAL)


def view_purpose_known(purpose: str) -> ViewPurpose:
    """个人信息保护法第六条: an identity is opened only for a listed purpose."""
    if purpose not in VIEW_PURPOSES:
        reason = "查看申请人身份须选择用途。请从所列用途中选择一项。"
        raise Invalid("view-purpose-unknown", reason, "《个人信息保护法》第六条")
    return purpose


def require_right_to_destroy(able: frozenset[Capability]) -> None:
    """个人信息保护法第五十一条: only a role with the capability `destroy-key` (主要领导) may destroy a key."""
    if "destroy-key" not in able:
        raise NotYours(
            "head-only", "销毁密钥只能由主要领导决定。请报主要领导办理。", "《个人信息保护法》第五十一条"
        )


def destruction_reason_known(reason: str) -> DestructionReason:
    """个人信息保护法第四十七条: the reason is that retention is over or that a request for deletion was upheld."""
    if reason not in DESTRUCTION_REASONS:
        text = "销毁密钥须有法定理由。请从所列理由中选择一项。"
        raise Invalid("destruction-reason-unknown", text, "《个人信息保护法》第四十七条")
    return reason


def require_retention_over(served_on: date, years: int, today: date) -> None:
    """机关档案管理规定: a file is kept for `years` full calendar years after the year in which it was closed."""
    if today.year <= served_on.year + years:
        reason = f"保管期限未满，不能以期满为由销毁：须保管至 {served_on.year + years}年12月31日。"
        raise Refusal("retention-running", reason, "本机关档案保管期限表")
