"""A case (办理) as a union of states, and the circumstances that every state carries.

What is not known yet has no field to stand in.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from shared.events.codes import REFUSES, THIRD_PARTY
from shared.events.intake.correction import CorrectionLapsed
from shared.events.intake.request import RequestAccepted, RequestWithdrawn
from shared.events.review.case import CaseOpened
from shared.events.terms import Basis, Evidence, Sealed, SheetVersion


@dataclass(frozen=True, slots=True)
class Closing:
    """应予终止: the only outcome that can be answered from then on, and why."""

    outcome: str
    required_on: date
    basis: Basis


@dataclass(frozen=True, slots=True)
class Extension:
    """延期: what the section asked for; `decided` is None while it waits, then whether it was approved."""

    extension_id: UUID
    working_days: int
    reason: Sealed
    decided: bool | None = None


@dataclass(frozen=True, slots=True)
class Consultation:
    """征求意见: a letter; `answer` is None while it is out, then `consents`, `refuses`, or the effect of silence.

    `received_on`: the day on which the party had it. `closed_on`: the day on which the answer arrived, or the time for it ended.
    """

    consultation_id: UUID
    kind: str
    sent_on: date
    received_on: date | None = None
    answer: str | None = None
    silent: bool = False
    closed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What is known beside the drafts, at whatever stage."""

    closing: Closing | None = None
    extensions: tuple[Extension, ...] = ()
    consultations: Mapping[UUID, Consultation] = field(default_factory=dict)

    @property
    def pending(self) -> Extension | None:
        """The extension that waits for its approver."""
        return next((each for each in self.extensions if each.decided is None), None)

    @property
    def letters_out(self) -> tuple[Consultation, ...]:
        """The letters that nobody has answered and whose time has not passed."""
        return tuple(each for each in self.consultations.values() if each.answer is None)

    @property
    def refusals(self) -> frozenset[UUID]:
        """The letters in which a third party refused; a sheet must weigh each before anything is released (条例第十五条)."""
        return frozenset(
            each.consultation_id
            for each in self.consultations.values()
            if each.kind == THIRD_PARTY and each.answer == REFUSES
        )


NONE_YET = Circumstances()
"""How every case begins."""


@dataclass(frozen=True, slots=True)
class Matter:
    """What a case takes over from intake: what was asked, by what kind of applicant, under which number.

    `sheet_id` names the 保密审查单 of the case.
    """

    request_id: UUID
    sheet_id: UUID
    year: int
    number: int
    received_on: date
    applicant_kind: str
    content: Sealed

    @classmethod
    def of(
        cls, event: CaseOpened | RequestAccepted | CorrectionLapsed | RequestWithdrawn, sheet_id: UUID
    ) -> "Matter":
        """As an event of intake, or the case's own first one, says it."""
        return cls(
            event.request_id,
            sheet_id,
            event.year,
            event.number,
            event.received_on,
            event.applicant_kind,
            event.content,
        )


@dataclass(frozen=True, slots=True)
class SheetFacts:
    """What a decision on a case uses of its 保密审查单: the filling that stands, its attribute, the refusals it weighed.

    The sheet is a noun of its own: an act reads it, hands this value over and guards the sheet's stream. None stands for
    a sheet that nobody has filled in, or that was voided.
    """

    filling: SheetVersion
    attribute: str
    weighed: frozenset[UUID]


@dataclass(frozen=True, slots=True)
class Draft:
    """拟答复意见: the numbered draft that the chain signs or sends back.

    `sheet`: the filling of the 保密审查单 that stood when it was written.
    """

    number: int
    outcome: str
    clause: str
    finding: Sealed
    decision: Sealed
    materials: tuple[Sealed, ...]
    evidence: tuple[Evidence, ...] = ()
    sheet: SheetVersion | None = None


@dataclass(frozen=True, slots=True)
class NoCase:
    """Nothing has been taken over under this number, or what was is set aside until acceptance; `drafts` as in `Assigned`."""

    drafts: int = 0
    set_aside: bool = False


@dataclass(frozen=True, slots=True)
class Opened:
    """立案, 待分办; `drafts` as in `Assigned`."""

    matter: Matter
    drafts: int = 0
    circumstances: Circumstances = NONE_YET


@dataclass(frozen=True, slots=True)
class Assigned:
    """已分办, 待保密审查, and once the sheet is filled in or needs not be, 待拟答复意见.

    `drafts` counts those that were sent back, or overtaken by a required end, before.
    """

    matter: Matter
    section: str
    drafts: int = 0
    circumstances: Circumstances = NONE_YET


@dataclass(frozen=True, slots=True)
class Drafted:
    """已拟意见, 审签中: `signed` are the levels that have agreed to this very draft, in order."""

    matter: Matter
    section: str
    draft: Draft
    signed: tuple[str, ...]
    circumstances: Circumstances = NONE_YET


@dataclass(frozen=True, slots=True)
class Returned:
    """已退回, 待重新拟办: the section mends the sheet or writes the next draft."""

    matter: Matter
    section: str
    draft: Draft
    level: str
    reason: Sealed
    circumstances: Circumstances = NONE_YET

    @property
    def drafts(self) -> int:
        """How many drafts there have been."""
        return self.draft.number


@dataclass(frozen=True, slots=True)
class Issued:
    """已签发: the substance is final; intake gives it its number and serves it."""

    matter: Matter
    section: str
    draft: Draft
    signed: tuple[str, ...]
    issue_id: UUID
    substance_sha256: str
    issued_on: date
    circumstances: Circumstances = NONE_YET


Case = NoCase | Opened | Assigned | Drafted | Returned | Issued
