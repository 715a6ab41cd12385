"""A case (办理) as a union of states, and the circumstances that every state carries.

Each state has only the fields that are known in it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from shared.events.codes import REFUSES, THIRD_PARTY, Attribute, LetterAnswer, LetterKind, SilenceEffect
from shared.events.intake.correction import CorrectionLapsed
from shared.events.intake.request import RequestAccepted, RequestWithdrawn
from shared.events.review.case import CaseOpened
from shared.events.terms import Basis, Evidence, Sealed, SheetVersion


@dataclass(frozen=True, slots=True)
class Closing:
    """应予终止: the only outcome that is allowed from then on, and its basis."""

    outcome: str
    required_on: date
    basis: Basis


@dataclass(frozen=True, slots=True)
class Extension:
    """延期 as proposed; `decided` is None while it is pending, then whether it was approved."""

    extension_id: UUID
    working_days: int
    reason: Sealed
    decided: bool | None = None


@dataclass(frozen=True, slots=True)
class Consultation:
    """征求意见: a letter; `answer` is None until answered, then `consents`, `refuses`, or the effect of silence.

    `received_on`: the day on which the party received it. `closed_on`: the day on which the answer arrived or its time ended.
    """

    consultation_id: UUID
    kind: LetterKind
    sent_on: date
    received_on: date | None = None
    answer: LetterAnswer | SilenceEffect | None = None
    silent: bool = False
    closed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Circumstances:
    """Closing, extensions and consultations of a case; every stage carries them."""

    closing: Closing | None = None
    extensions: tuple[Extension, ...] = ()
    consultations: Mapping[UUID, Consultation] = field(default_factory=dict)

    @property
    def pending(self) -> Extension | None:
        """The extension that waits for approval; None when there is none."""
        return next((each for each in self.extensions if each.decided is None), None)

    @property
    def letters_out(self) -> tuple[Consultation, ...]:
        """The letters that are neither answered nor lapsed."""
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
"""The circumstances of a new case."""


@dataclass(frozen=True, slots=True)
class Matter:
    """The facts that a case takes over from intake: number, day of receipt, applicant class and sealed content.

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
        """The matter in an event of intake or in the first event of the case."""
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
    """The facts of its 保密审查单 that a decision on a case uses: the valid version, its attribute, the refusals that it weighed.

    An act (`review.acts`) reads the sheet, passes this value and guards the sheet's stream. None means that the sheet is
    not filled in or was voided.
    """

    sheet_version: SheetVersion
    attribute: Attribute
    weighed: frozenset[UUID]


@dataclass(frozen=True, slots=True)
class Draft:
    """拟答复意见: a numbered draft that the chain signs or returns.

    `sheet`: the version of the 保密审查单 that was valid when the draft was written.
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
    """There is no case, or it is set aside until the request is accepted again; `drafts` as in `Assigned`."""

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
    """已分办, 待保密审查; after the sheet is filled in, or when none is needed, 待拟答复意见.

    `drafts`: the number of earlier drafts, which were returned or voided by a closing.
    """

    matter: Matter
    section: str
    drafts: int = 0
    circumstances: Circumstances = NONE_YET


@dataclass(frozen=True, slots=True)
class Drafted:
    """已拟意见, 审签中: `signed` are the levels that have signed this draft, in order."""

    matter: Matter
    section: str
    draft: Draft
    signed: tuple[str, ...]
    circumstances: Circumstances = NONE_YET


@dataclass(frozen=True, slots=True)
class Returned:
    """已退回, 待重新拟办: the section corrects the sheet or writes the next draft."""

    matter: Matter
    section: str
    draft: Draft
    level: str
    reason: Sealed
    circumstances: Circumstances = NONE_YET

    @property
    def drafts(self) -> int:
        """The number of drafts so far."""
        return self.draft.number


@dataclass(frozen=True, slots=True)
class Issued:
    """已签发: the substance is final; intake assigns the 文号 and serves the reply."""

    matter: Matter
    section: str
    draft: Draft
    signed: tuple[str, ...]
    issue_id: UUID
    substance_sha256: str
    issued_on: date
    circumstances: Circumstances = NONE_YET


Case = NoCase | Opened | Assigned | Drafted | Returned | Issued
