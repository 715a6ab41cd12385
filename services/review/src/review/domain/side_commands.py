"""The verbs beside the main line of a case: its required end, the extension, the letters for others' opinions.

As in `commands`, each carries who asks and when, and `able`; what policy, key database and books know is put in by the handler.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from review.domain.case import Matter
from shared.events.terms import Basis, Sealed
from shared.message import Origin
from shared.policy.roles import Capability


@dataclass(frozen=True, slots=True, kw_only=True)
class RequireClosing:
    """应予终止: only `outcome` can be answered from here on; opens the case on `matter` where there is none. A reaction's."""

    origin: Origin
    matter: Matter
    outcome: str
    required_on: date
    basis: Basis


@dataclass(frozen=True, slots=True, kw_only=True)
class LiftClosing:
    """撤销终止: the correction had come in time, though it was registered after the lapse. A reaction's."""

    origin: Origin
    request_id: UUID
    lifted_on: date
    basis: Basis


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposeExtension:
    """提请延期: `working_days` more, and why. The section head's.

    `heads`: the section of the account that acts; `due_on`: the due date as deadline last said it, None while it says
    none (a letter is out); `working_days_max`, `times_max`: the agency's policy of the day.
    """

    origin: Origin
    able: frozenset[Capability]
    request_id: UUID
    heads: str | None
    extension_id: UUID
    working_days: int
    reason: Sealed | None
    due_on: date | None
    working_days_max: int
    times_max: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ApproveExtension:
    """同意延期, in the role that the agency's rules name.

    `approver`: that role; `proposer`: the account that proposed; `due_on`: as in `ProposeExtension`.
    """

    origin: Origin
    request_id: UUID
    extension_id: UUID
    approver: str
    proposer: str
    due_on: date | None
    basis: Basis


@dataclass(frozen=True, slots=True, kw_only=True)
class RefuseExtension:
    """不同意延期, likewise, with a reason."""

    origin: Origin
    request_id: UUID
    extension_id: UUID
    approver: str
    proposer: str
    reason: Sealed | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SendConsultation:
    """征求意见: a letter went out on `sent_on` and was received on `received_on`. The section head's."""

    origin: Origin
    able: frozenset[Capability]
    request_id: UUID
    heads: str | None
    consultation_id: UUID
    kind: str
    party: Sealed | None
    question: Sealed | None
    sent_on: date
    received_on: date
    respond_working_days: int
    basis: Basis


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerConsultation:
    """登记意见: the answer arrived on `arrived_on`. The section head's or the clerk's."""

    origin: Origin
    able: frozenset[Capability]
    request_id: UUID
    heads: str | None
    consultation_id: UUID
    answer: str
    reason: Sealed | None
    arrived_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class LapseConsultation:
    """逾期未答: the time to answer ended on `lapsed_on`; `effects` says by kind what silence means. A reaction's."""

    origin: Origin
    request_id: UUID
    consultation_id: UUID
    effects: dict[str, tuple[str, Basis]]
    lapsed_on: date


SideCommand = (
    RequireClosing
    | LiftClosing
    | ProposeExtension
    | ApproveExtension
    | RefuseExtension
    | SendConsultation
    | AnswerConsultation
    | LapseConsultation
)
