"""Events of the 保密审查单 of review: filled in, filled in again, voided."""

from datetime import date
from typing import Final, Literal
from uuid import UUID

import msgspec

from shared.events.review.case import ReviewEvent
from shared.events.terms import Basis, Sealed, Subject

OPEN: Final = "open"
PARTLY_OPEN: Final = "part_open"
NOT_OPEN: Final = "not_open"
"""公开属性: 公开, 区分处理后部分公开 (条例第三十七条), 不予公开."""

Answer = Literal["yes", "no", "unsure"]


class SheetOpinion(msgspec.Struct, frozen=True, kw_only=True):
    """审查意见 on a sheet: what somebody in `role` wrote on a day."""

    role: str
    text: Sealed
    on: date


class SheetCompleted(ReviewEvent, frozen=True, kw_only=True):
    """保密审查: every question of the 审查单 with its answer, the attribute, and the reason where one is owed.

    `answers`: the id of a question in the agency's policy of `completed_on` (key `confidentiality.questions`:
    `state_secret`, `law_forbids`, …) → the answer. What the question said stands in that policy. `version` counts the
    fillings of the sheet from 1. `weighed`: the letters in which a third party refused and whose refusal this filling
    weighed (条例第十五条).
    """

    sheet_id: UUID
    subject: Subject
    version: int
    answers: dict[str, Answer]
    attribute: str
    reason: Sealed | None
    opinions: tuple[SheetOpinion, ...]
    weighed: tuple[UUID, ...]
    completed_on: date
    basis: Basis


class SheetVoided(ReviewEvent, frozen=True, kw_only=True):
    """作废审查单: filling `version` no longer counts, and nothing may be issued over it; the next one may be filled in."""

    sheet_id: UUID
    subject: Subject
    version: int
    reason: Sealed
    voided_on: date


SheetEvent = SheetCompleted | SheetVoided
