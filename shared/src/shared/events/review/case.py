"""Events of review 办理 about a case, from the accepted request to the issued reply."""

from datetime import date
from typing import ClassVar
from uuid import UUID

from shared.events.codes import LetterAnswer, LetterKind, SilenceEffect
from shared.events.terms import Basis, DeliveryFact, Evidence, Sealed, ServiceFact, SheetVersion
from shared.message import Event


class ReviewEvent(Event, frozen=True, kw_only=True):
    """Base of review's events. Only the deciders of review's nouns construct them."""

    service: ClassVar[str] = "review"


class CaseOpened(ReviewEvent, frozen=True, kw_only=True):
    """立案: review opened a case for a request that intake accepted or closed.

    `sheet_id`: the 保密审查单 of the case, not filled in yet.
    """

    request_id: UUID
    sheet_id: UUID
    year: int
    number: int
    received_on: date
    applicant_kind: str
    content: Sealed


class ClosingRequired(ReviewEvent, frozen=True, kw_only=True):
    """应予终止: review noted that the request was withdrawn or lapsed. Only `outcome` can be answered from now on."""

    request_id: UUID
    outcome: str
    required_on: date
    basis: Basis


class ClosingLifted(ReviewEvent, frozen=True, kw_only=True):
    """撤销终止 (条例第三十条): a correction that had come in time was registered after the lapse, so the case goes on.

    The draft or reply that was to close the case is void; it never left the agency. The case waits until intake
    accepts the corrected request. `outcome`: the outcome that is no longer required.
    """

    request_id: UUID
    outcome: str
    lifted_on: date
    basis: Basis


class CaseAssigned(ReviewEvent, frozen=True, kw_only=True):
    """分办: the registrar assigned the case to a section (股室), which answers for truth and completeness."""

    request_id: UUID
    section: str
    assigned_on: date


class OutcomeProposed(ReviewEvent, frozen=True, kw_only=True):
    """拟答复意见: a drafter of the section proposed a reply.

    `draft` counts the case's drafts from 1. `outcome` and `clause` are ids of the policy's outcomes. `finding`,
    `decision` and `materials` are the draft's text, sealed. `sheet`: the filling of the 保密审查单 in force when the draft
    was written; None if there was none.
    """

    request_id: UUID
    draft: int
    outcome: str
    clause: str
    finding: Sealed
    decision: Sealed
    materials: tuple[Sealed, ...]
    proposed_on: date
    sheet: SheetVersion | None = None
    evidence: tuple[Evidence, ...] = ()


class DraftSigned(ReviewEvent, frozen=True, kw_only=True):
    """审签: the holder of one step of the sign-off chain agreed to the draft. `level`: the role of that step."""

    request_id: UUID
    draft: int
    level: str
    signed_on: date


class DraftReturned(ReviewEvent, frozen=True, kw_only=True):
    """退回: the holder of one step of the sign-off chain sent the draft back with a reason.

    `level`: the role of that step.
    """

    request_id: UUID
    draft: int
    level: str
    reason: Sealed
    returned_on: date


class ReplyIssued(ReviewEvent, frozen=True, kw_only=True):
    """签发: the last step of the sign-off chain signed; the substance of the reply is final.

    Intake numbers, renders and serves it. `issue_id`: the id of this issue. `substance_sha256`: the hash (hex) of the
    plain text, by which intake proves that it renders what was signed. `sheet`: the filling of the 保密审查单 on which the
    reply rests; None if there was none.
    """

    request_id: UUID
    issue_id: UUID
    draft: int
    outcome: str
    clause: str
    finding: Sealed
    decision: Sealed
    materials: tuple[Sealed, ...]
    substance_sha256: str
    issued_on: date
    sheet: SheetVersion | None = None
    evidence: tuple[Evidence, ...] = ()


class ExtensionProposed(ReviewEvent, frozen=True, kw_only=True):
    """提请延期 (条例第三十三条第二款): a drafter asked for `working_days` more; the applicant will be told the reason."""

    request_id: UUID
    extension_id: UUID
    working_days: int
    reason: Sealed
    proposed_on: date


class ExtensionApproved(ReviewEvent, frozen=True, kw_only=True):
    """同意延期 (条例第三十三条第二款): the approver agreed. The extension counts only once intake has served the notice.

    `approver`: the role that the policy names. `working_days`: how many are added. `reason`: the reason told to the
    applicant.
    """

    request_id: UUID
    extension_id: UUID
    working_days: int
    reason: Sealed
    approver: str
    approved_on: date
    basis: Basis


class ExtensionRefused(ReviewEvent, frozen=True, kw_only=True):
    """不同意延期: the approver refused. The first due date stands."""

    request_id: UUID
    extension_id: UUID
    approver: str
    reason: Sealed
    refused_on: date


class ConsultationDispatched(ReviewEvent, frozen=True, kw_only=True):
    """发出征求意见书 (条例第三十二条、第三十四条): a drafter recorded the letter. The reply period stands still if the policy says so.

    `kind`: `third_party` or `other_agency`. `party` is sealed under a key of its own, `question` under the request's.
    `respond_working_days`: the period to answer, in working days from the day after the letter arrives.
    """

    request_id: UUID
    consultation_id: UUID
    kind: LetterKind
    party: Sealed
    question: Sealed
    served: ServiceFact
    respond_working_days: int
    basis: Basis


class ConsultationReceived(ReviewEvent, frozen=True, kw_only=True):
    """征求意见书送达: staff recorded the day on which the letter reached the party.

    The period to answer begins on the day after.
    """

    request_id: UUID
    consultation_id: UUID
    delivered: DeliveryFact
    respond_working_days: int
    basis: Basis


class ConsultationAnswered(ReviewEvent, frozen=True, kw_only=True):
    """收到意见 (条例第三十二条): staff recorded the party's answer of `arrived_on`. A refusal needs its reason."""

    request_id: UUID
    consultation_id: UUID
    answer: LetterAnswer
    reason: Sealed | None
    arrived_on: date


class ConsultationLapsed(ReviewEvent, frozen=True, kw_only=True):
    """逾期未答复: no answer came in time, so review recorded the effect that the policy gives to silence.

    `effect`: `agency-decides` (a third party, 条例第三十二条), `agreement` (a co-producing agency, 条例第三十四条) or `refusal`.
    """

    request_id: UUID
    consultation_id: UUID
    effect: SilenceEffect
    lapsed_on: date
    basis: Basis


CaseEvent = CaseOpened | CaseAssigned | OutcomeProposed | DraftSigned | DraftReturned | ReplyIssued
"""The events that move a case on its main line."""
LetterEvent = ConsultationDispatched | ConsultationReceived | ConsultationAnswered | ConsultationLapsed
"""The events of a consultation letter (征求意见)."""
CircumstanceEvent = ClosingRequired | ExtensionProposed | ExtensionApproved | ExtensionRefused | LetterEvent
"""The events beside the main line: a required closing, an extension, letters."""
