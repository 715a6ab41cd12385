"""The keys that a pack may have, and the type of each value.

A new key is one line here and one entry in the national pack, which says how far agencies may depart from it.
"""

from typing import Annotated, Any, Literal

import msgspec

from shared.policy.evidence import EvidenceKind
from shared.policy.values import (
    Channel,
    Column,
    Field,
    Hours,
    Kind,
    Outcome,
    Question,
    RoleEntry,
    RoleId,
    Row,
    Series,
    Step,
    Text,
    WorkingDays,
)

Count = Annotated[int, msgspec.Meta(ge=1)]
Receipt = Literal[
    "handed-in",  # 提交之日
    "signed-for",  # 签收之日
    "confirmed-on-arrival",  # 收到当日与申请人确认之日
    "both-confirm",  # 双方确认之日
    "enters-mailbox",  # 进入受理机构电子邮箱之时
    "arrival",  # 行政机关收到之时
    "applicant-confirms",  # 申请人确认代填内容之时
]
_AGENCY_TEXTS = (
    *("name", "short_name", "english_name", "document_code", "seal_name", "office", "work_body"),
    *("address", "postcode", "phone", "fax", "email", "website"),
)
_CHANNELS = ("web", "counter", "post", "post_plain", "fax", "telegram", "oral")
_REDRESS_TEXTS = ("R1", "R2", "R1R2", "body", "court")

SHAPES: dict[str, Any] = {
    **{f"agency.{name}": Text for name in _AGENCY_TEXTS},
    "agency.hours": Hours,
    "roles": tuple[RoleEntry, ...],
    "label.information": Text,
    "label.application_form": Text,
    "label.review_sheet": Text,
    "channels": tuple[Channel, ...],
    **{f"receipt_rule.{name}": Receipt for name in _CHANNELS},
    "receipt_slip": Literal["same-day", "not-required"],
    "tracking.query_number": bool,
    "form.fields": tuple[Field, ...],
    "purpose.ground": bool,
    "correction.notice_working_days": WorkingDays,
    "correction.respond_working_days": WorkingDays,
    "correction.rounds_max": Count,
    "correction.effect": Literal["restart-same-request", "new-request"],
    "correction.original": Literal["kept", "returned"],
    "reply.working_days": WorkingDays,
    "extension.working_days_max": WorkingDays,
    "extension.times_max": Count,
    "extension.approver": RoleId,
    "extension.notice": Literal["told", "written"],
    "pause.kinds": tuple[Literal["third_party", "other_agency"], ...],
    "pause.edges": Literal["after-sent-through-arrived", "after-sent-before-arrived"],
    "third_party.reply_working_days": WorkingDays,
    "third_party.silence": Literal["agency-decides", "refusal", "agreement"],
    "third_party.refusal": Literal["blocks-with-good-reason", "blocks"],
    "third_party.public_interest_override": Literal["may", "must"],
    "coproducer.consult": Literal["may", "must"],
    "coproducer.reply_working_days": WorkingDays,
    "coproducer.silence": Literal["agreement", "agency-decides"],
    "duplicate.notice": Literal["always", "may-stay-silent"],
    "signoff.chain": tuple[Step, ...],
    "confidentiality.working_days": WorkingDays,
    "confidentiality.questions": tuple[Question, ...],
    "confidentiality.escalation": tuple[Text, ...],
    "confidentiality.sheet_copies": Count,
    "warning.working_days_before": tuple[WorkingDays, ...],
    "warning.roles": tuple[RoleId, ...],
    "warning.missed_role": RoleId,
    "documents.series": tuple[Series, ...],
    "fee.regime": Literal["free-but-processing-fee", "cost-recovery"],
    "fee.waived_for": tuple[Text, ...],
    **{f"redress.{name}": Text for name in _REDRESS_TEXTS},
    "redress.reconsideration_days": Count,
    "redress.suit_after_reconsideration_days": Count,
    "redress.suit_months": Count,
    "redress.omission_years": Count,
    "retention.case_years": Count,
    "retention.no_contact_years": Count,
    "supervision.body": Text,
    "supervision.phone": Text,
    "supervision.complaint_bodies": tuple[Text, ...],
    "applicant.kinds": tuple[Kind, ...],
    "annual.rows": tuple[Row, ...],
    "annual.columns": tuple[Column, ...],
    "annual.due_month_day": Text,
}


def shape_of(key: str) -> Any | None:
    """Give the shape of a key's value, None for a key that is not known; every outcome has the same one, and every kind of evidence."""
    if key.startswith("evidence."):
        return EvidenceKind
    return Outcome if key.startswith("outcomes.") else SHAPES.get(key)


def typed(key: str, raw: object) -> Any:
    """Turn what the TOML says into the value of this key.

    Raises:
        msgspec.ValidationError: the value has not the shape of the key.

    """
    return msgspec.convert(raw, shape_of(key))
