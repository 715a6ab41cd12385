"""Events of intake 受理 about a request, from its receipt to the service of the reply; and about its key."""

from datetime import date
from uuid import UUID

import msgspec

from shared.events.codes import DestructionReason, FindingCode, PaperName, Series, ViewPurpose
from shared.events.intake.intake_event import IntakeEvent
from shared.events.terms import (
    Basis,
    DeliveryFact,
    Fact,
    LetterFact,
    ReceiptFact,
    ReturnFact,
    Sealed,
    ServiceFact,
)


class Applicant(msgspec.Struct, frozen=True, kw_only=True):
    """申请人 as the application names the person (条例第二十九条). Every field is sealed in scope `identity`."""

    name: Sealed
    identity_kind: Sealed | None = None
    identity_number: Sealed | None = None
    organisation: Sealed | None = None
    phone: Sealed | None = None
    fax: Sealed | None = None
    email: Sealed | None = None
    address: Sealed | None = None
    postcode: Sealed | None = None


class ApplicantFact(Fact, frozen=True, kw_only=True):
    """申请人: `kind` is the class by which the annual table counts (an id of the policy), in clear.

    `person` is sealed.
    """

    kind: str
    person: Applicant


class Finding(msgspec.Struct, frozen=True):
    """形式审查's finding about one box of the form.

    `field`: the box's id in the policy. `code`: `missing`, `incomplete` or `unclear`. `clause`: the article that
    requires the box.
    """

    field: str
    code: FindingCode
    clause: str


class NumberAssigned(IntakeEvent, frozen=True, kw_only=True):
    """编号: intake gave a request the next number of a series.

    `series`: `request` (登记编号), `reply`, `correction` or `extension` (文号). Each series of a year is one stream and
    `number` is the version of the event on it, so a series has no gaps.
    """

    series: Series
    year: int
    number: int
    request_id: UUID


class RequestReceived(IntakeEvent, frozen=True, kw_only=True):
    """收到申请 (条例第二十九条至第三十一条): intake registered a request. `receipt.received_on` is day 0 of the reply period.

    `year` and `number` make the 登记编号. `content`, `hints`, `purpose` are sealed in scope `text`. `supply_form` and
    `delivery` are codes, "" where the agency's form does not ask for them. `query_code` is the applicant's code,
    sealed; `query_lookup` is a keyed hash of it, by which the tracking page finds the request.
    """

    request_id: UUID
    year: int
    number: int
    receipt: ReceiptFact
    applicant: ApplicantFact
    content: Sealed
    hints: Sealed | None = None
    purpose: Sealed | None = None
    supply_form: str
    delivery: str
    query_code: Sealed
    query_lookup: str


class FormalCheckCompleted(IntakeEvent, frozen=True, kw_only=True):
    """形式审查 (条例第三十条): the registrar checked the application. It is complete if `findings` is empty."""

    request_id: UUID
    checked_on: date
    findings: tuple[Finding, ...]
    basis: Basis


class RequestAccepted(IntakeEvent, frozen=True, kw_only=True):
    """受理: the registrar accepted a complete request; review opens a case.

    The event carries all that review needs of the request, since review cannot query intake.
    """

    request_id: UUID
    accepted_on: date
    year: int
    number: int
    received_on: date
    applicant_kind: str
    content: Sealed


class ReplyRendered(IntakeEvent, frozen=True, kw_only=True):
    """制作答复书: intake gave the issued reply a 文号 and rendered it. It has not been served yet.

    `issue_id`: the id of review's `reply-issued`. `outcome`: an id of the policy's outcomes.
    """

    request_id: UUID
    issue_id: UUID
    outcome: str
    letter: LetterFact
    rendered_on: date


class ReplyDispatched(IntakeEvent, frozen=True, kw_only=True):
    """送达答复书: the registrar recorded the day on which the reply left the agency. The reply clock stops."""

    request_id: UUID
    document_number: str
    outcome: str
    served: ServiceFact


class RequestWithdrawn(IntakeEvent, frozen=True, kw_only=True):
    """撤回申请: the applicant withdrew the request, on line or by letter. Review must close the case as 其他处理.

    `reason`: the applicant's, sealed. The other fields are all that review needs, as in `request-accepted`.
    """

    request_id: UUID
    withdrawn_on: date
    reason: Sealed | None
    year: int
    number: int
    received_on: date
    applicant_kind: str
    content: Sealed


class ExtensionNoticeRendered(IntakeEvent, frozen=True, kw_only=True):
    """制作延期答复告知书: intake rendered the notice of an extension that review approved. It has not been served yet.

    `extension_id`: the id in review's `extension-approved`. `working_days`: how many the extension adds.
    """

    request_id: UUID
    extension_id: UUID
    working_days: int
    letter: LetterFact
    rendered_on: date


class ExtensionNoticeDispatched(IntakeEvent, frozen=True, kw_only=True):
    """送达延期答复告知书 (条例第三十三条第二款): the registrar recorded the day on which the notice left the agency.

    The extension adds `working_days` to the reply period only if that day is not later than the first due date.
    """

    request_id: UUID
    document_number: str
    extension_id: UUID
    working_days: int
    served: ServiceFact


class PaperReceived(IntakeEvent, frozen=True, kw_only=True):
    """签收文书: the registrar recorded the day on which a paper reached the applicant."""

    request_id: UUID
    paper: PaperName
    document_number: str
    delivered: DeliveryFact


class PaperReturned(IntakeEvent, frozen=True, kw_only=True):
    """退回文书: the registrar recorded that a paper came back without having reached the applicant."""

    request_id: UUID
    paper: PaperName
    document_number: str
    returned: ReturnFact


class PastRequestImported(IntakeEvent, frozen=True, kw_only=True):
    """补录历史申请: an administrator imported a request from before Lantai for the annual table.

    It has no clock and no personal data. `record`: its id in the agency's former ledger. `outcome`: a row of table
    three; None, like `closed_on`, while it is open.
    """

    record: str
    applicant_kind: str
    received_on: date
    closed_on: date | None
    outcome: str | None


class ApplicantViewed(IntakeEvent, frozen=True, kw_only=True):
    """查看申请人信息: a member of staff opened the applicant's identity, for `purpose`. The row's actor says who."""

    request_id: UUID
    purpose: ViewPurpose


class KeyDestroyed(IntakeEvent, frozen=True, kw_only=True):
    """销毁密钥: an authorised member of staff had the request's key destroyed.

    The applicant can no longer be read anywhere. `reason`: `retention-over` or `erasure-upheld`. The log's hashes
    cover ciphertext, so every proof still verifies.
    """

    request_id: UUID
    reason: DestructionReason
    basis: Basis
