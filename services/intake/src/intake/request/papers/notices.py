"""The words of a request's notices: 补正告知书 and 延期答复告知书, by the agency's policy."""

from collections.abc import Sequence
from typing import Final

from intake.request.papers.asked import Asked
from intake.request.papers.notice_text import (
    CorrectionNotice,
    ExtensionNotice,
    Wanting,
    compose_correction,
    compose_extension,
)
from shared.events.intake.request import Finding
from shared.papers.paper import Letter
from shared.policy import Policy
from shared.words.catalogue import codes

CORRECTION_CLAUSE: Final = "条例第三十条"
EXTENSION_CLAUSE: Final = "条例第三十三条第二款"
"""A letter cites the regulation, whatever local text says the same."""


def correction_letter(
    policy: Policy, asked: Asked, findings: Sequence[Finding], explanation: str, respond_working_days: int
) -> Letter:
    """补正告知书: each box of the form that is wanting by its label, then the clerk's own words."""
    labels = {field.id: field.label for field in policy["form.fields"].value}
    wanting = (
        Wanting(
            label=labels.get(finding.field, finding.field),
            wrong=codes("finding").get(finding.code, "需要补正"),
            clause=finding.clause,
        )
        for finding in findings
    )
    notice = CorrectionNotice(
        wanting=tuple(wanting),
        explanation=explanation,
        respond_working_days=respond_working_days,
        ways=_ways(policy),
        clause=CORRECTION_CLAUSE,
    )
    return compose_correction(asked, notice)


def extension_letter(policy: Policy, asked: Asked, reason: str, working_days: int, approver: str) -> Letter:
    """延期答复告知书: `approver` is the role that consented; the chain of the agency says what it is called."""
    titles = {step.id: step.label for step in policy["signoff.chain"].value}
    notice = ExtensionNotice(
        reason=reason,
        working_days=working_days,
        reply_working_days=policy["reply.working_days"].value,
        approver=f"本机关{titles.get(approver, '负责人')}",
        clause=EXTENSION_CLAUSE,
    )
    return compose_extension(asked, notice)


def _ways(policy: Policy) -> str:
    """In which ways a correction may come: on line where the agency takes requests so, and always on paper."""
    online = any(channel.online for channel in policy["channels"].value)
    paper = f"可以当面提交或者邮寄至{policy['agency.office'].value}（{policy['agency.address'].value}）"
    return f"可以凭查询码在网上补正，也{paper}。" if online else f"{paper}。"
