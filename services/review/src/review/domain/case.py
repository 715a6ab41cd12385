"""A case (办理) as a union of states: what is not known yet has no field to stand in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from review.domain.circumstances import NONE_YET, Circumstances
from shared.events.intake import RequestAccepted, RequestWithdrawn
from shared.events.intake_corrections import CorrectionLapsed
from shared.events.review import CaseOpened
from shared.events.terms import Basis, Evidence, Sealed


@dataclass(frozen=True, slots=True)
class Matter:
    """What a case takes over from intake: what was asked, by what kind of applicant, under which number."""

    request_id: UUID
    year: int
    number: int
    received_on: date
    applicant_kind: str
    content: Sealed

    @classmethod
    def of(cls, event: CaseOpened | RequestAccepted | CorrectionLapsed | RequestWithdrawn) -> "Matter":
        """As an event of the door, or the case's own first one, says it."""
        return cls(
            event.request_id,
            event.year,
            event.number,
            event.received_on,
            event.applicant_kind,
            event.content,
        )

    def opened(self) -> CaseOpened:
        """立案 on it."""
        return CaseOpened(
            request_id=self.request_id,
            year=self.year,
            number=self.number,
            received_on=self.received_on,
            applicant_kind=self.applicant_kind,
            content=self.content,
        )


@dataclass(frozen=True, slots=True)
class Sheet:
    """保密审查单: the answers by the question's id, the attribute that follows from them, and why."""

    answers: Mapping[str, bool]
    attribute: str
    reason: Sealed | None
    reviewed_on: date
    basis: Basis


@dataclass(frozen=True, slots=True)
class Draft:
    """拟答复意见: the numbered draft that the chain signs or sends back."""

    number: int
    outcome: str
    clause: str
    finding: Sealed
    decision: Sealed
    materials: tuple[Sealed, ...]
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class NoCase:
    """Nothing has been taken over under this number, or what was is set aside until acceptance; `drafts` as in `Reviewed`."""

    drafts: int = 0
    set_aside: bool = False


@dataclass(frozen=True, slots=True)
class Opened:
    """立案, 待分办; `drafts` as in `Reviewed`."""

    matter: Matter
    drafts: int = 0
    circumstances: Circumstances = NONE_YET


@dataclass(frozen=True, slots=True)
class Assigned:
    """已分办, 待保密审查 (or, where nothing leaves the agency, 待拟答复意见); `drafts` as in `Reviewed`."""

    matter: Matter
    section: str
    drafts: int = 0
    circumstances: Circumstances = NONE_YET


@dataclass(frozen=True, slots=True)
class Reviewed:
    """已审查, 待拟答复意见; `drafts` counts those that were sent back, or overtaken by a required end, before."""

    matter: Matter
    section: str
    sheet: Sheet
    drafts: int
    circumstances: Circumstances = NONE_YET


@dataclass(frozen=True, slots=True)
class Drafted:
    """已拟意见, 审签中: `signed` are the levels that have agreed to this very draft, in order.

    `sheet` is None where the outcome gives nothing away and needs none.
    """

    matter: Matter
    section: str
    sheet: Sheet | None
    draft: Draft
    signed: tuple[str, ...]
    circumstances: Circumstances = NONE_YET


@dataclass(frozen=True, slots=True)
class Returned:
    """已退回, 待重新拟办: the section mends the sheet or writes the next draft."""

    matter: Matter
    section: str
    sheet: Sheet | None
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
    sheet: Sheet | None
    draft: Draft
    signed: tuple[str, ...]
    issue_id: UUID
    substance_sha256: str
    issued_on: date
    circumstances: Circumstances = NONE_YET


Case = NoCase | Opened | Assigned | Reviewed | Drafted | Returned | Issued
