"""Events of review 办理 about a 保密审查单: it is filled in, voided, and filled in again."""

from datetime import date
from uuid import UUID

import msgspec

from shared.events.codes import Answer, Attribute
from shared.events.review.case import ReviewEvent
from shared.events.terms import Basis, Sealed, Subject


class SheetOpinion(msgspec.Struct, frozen=True, kw_only=True):
    """审查意见 on a sheet: the text that the holder of `role` wrote on the day `on`."""

    role: str
    text: Sealed
    on: date


class SheetCompleted(ReviewEvent, frozen=True, kw_only=True):
    """保密审查 (条例第十七条): a drafter answered every question of the sheet and chose the attribute.

    `version` counts the fillings of the sheet from 1. `answers`: the id of a question in the agency's policy of
    `completed_on` (key `confidentiality.questions`: `state_secret`, `law_forbids`, …) → the answer; the question's
    words stand in that policy. `attribute`: `open`, `part_open` or `not_open`. `reason`: sealed; None where none is
    required. `weighed`: the letters in which a third party refused and whose refusal this filling weighs (条例第十五条).
    """

    sheet_id: UUID
    subject: Subject
    version: int
    answers: dict[str, Answer]
    attribute: Attribute
    reason: Sealed | None
    opinions: tuple[SheetOpinion, ...]
    weighed: tuple[UUID, ...]
    completed_on: date
    basis: Basis


class SheetVoided(ReviewEvent, frozen=True, kw_only=True):
    """作废审查单: filling `version` no longer counts. No reply may rest on it, and the sheet may be filled in again."""

    sheet_id: UUID
    subject: Subject
    version: int
    reason: Sealed
    voided_on: date


SheetEvent = SheetCompleted | SheetVoided
