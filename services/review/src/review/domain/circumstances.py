"""What bears on a case besides its drafts: an end that is required, an extension, letters that are out.

Every state of a case carries its circumstances, whatever stage it has reached.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from shared.events.terms import Basis, Sealed

THIRD_PARTY, OTHER_AGENCY = "third_party", "other_agency"
"""第三方 (条例第三十二条), 共同制作机关等其他机关 (条例第三十四条)."""

CONSENTS, REFUSES = "consents", "refuses"
"""同意公开, 不同意公开."""


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

    `closed_on`: the day on which the answer arrived, or the time for it ended.
    """

    consultation_id: UUID
    kind: str
    sent_on: date
    served_on: date
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
