"""A clock as a page shows it, by the calendar, the day and the agency's words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from deadline.projections.clock_queries import ref_of
from deadline.web.parts.words import (
    clock_name,
    history_words,
    standing_of,
    warned_words,
)
from shared.events.terms import REPLY_CLOCK
from shared.policy import LAYER_NAMES
from shared.words.clocks import STATES, WAITED_FOR
from shared.words.explanation import due_card, read_kept
from shared.words.numbers import request_number
from shared.workdays import Calendar


@dataclass(frozen=True, slots=True)
class Line:
    """A clock as the board shows it: what it is of, when it falls due, how that stands today, who is told."""

    request_id: UUID | None
    number: str
    name: str
    due_on: date | None
    standing: str
    tone: str
    warned: str


@dataclass(frozen=True, slots=True)
class ClockView:
    """By which calendar and on which day clocks are shown; `roles` is what the agency calls those who are told."""

    calendar: Calendar
    today: date
    roles: Mapping[str, str]

    def line(self, row: Row[Any]) -> Line:
        """A row of the projection as the board's line."""
        standing, tone = standing_of(row, self.calendar, self.today)
        number = (
            request_number(row.year, row.number) if row.number else str(row.request_id or row.subject_id)[:8]
        )
        warned = warned_words(row, self.roles)
        return Line(row.request_id, number, clock_name(row.clock), row.due_on, standing, tone, warned)

    def clock(self, row: Row[Any], counts: Sequence[Row[Any]], history: Sequence[Row[Any]]) -> dict[str, Any]:
        """All that the projections hold for the explanation of one clock: its newest count, and its history in words."""
        mine = ref_of(row)
        newest = next((count for count in counts if ref_of(count) == mine), None)
        story = [
            (line.recorded_at, *history_words(line.type, line.facts, self.roles))
            for line in history
            if ref_of(line) == mine
        ]
        return {
            "row": row,
            "line": self.line(row),
            "explained": due_card(read_kept(newest.explanation) if newest and row.due_on else None),
            "state": STATES[row.state],
            "waits_for": WAITED_FOR.get(row.clock, ""),
            "supposable": row.clock == REPLY_CLOCK and row.state in {"running", "missed", "paused"},
            "story": story,
            "layers": LAYER_NAMES,
        }
