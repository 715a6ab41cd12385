"""A clock as a page shows it: told from where the reader stands, by the calendar, the day and the agency's words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from deadline.domain.clock import REPLY
from deadline.web.words import (
    STATE_NAMES,
    clock_name,
    history_words,
    standing_of,
    waits_for,
    warned_words,
)
from shared.policy import LAYER_NAMES
from shared.words.numbers import request_number
from shared.workdays import Calendar, explained


@dataclass(frozen=True, slots=True)
class Line:
    """A clock as the board shows it: what it is of, when it falls due, how that stands today, who is told."""

    request_id: UUID
    number: str
    name: str
    due_on: date | None
    standing: str
    tone: str
    warned: str


@dataclass(frozen=True, slots=True)
class Viewpoint:
    """Where the reader stands; `roles` is what the agency calls those who are told."""

    calendar: Calendar
    today: date
    roles: Mapping[str, str]

    def line(self, row: Row[Any]) -> Line:
        """A row of the book as the board's line."""
        standing, tone = standing_of(row, self.calendar, self.today)
        number = request_number(row.year, row.number) if row.number else str(row.request_id)[:8]
        warned = warned_words(row, self.roles)
        return Line(row.request_id, number, clock_name(row.clock), row.due_on, standing, tone, warned)

    def clock(self, row: Row[Any], counts: Sequence[Row[Any]], history: Sequence[Row[Any]]) -> dict[str, Any]:
        """All that the books hold for the explanation of one clock: its newest count, and its history in words."""
        newest = next((count for count in counts if count.clock == row.clock), None)
        story = [
            (line.recorded_at, *history_words(line.type, line.facts, self.roles))
            for line in history
            if line.clock == row.clock
        ]
        return {
            "row": row,
            "line": self.line(row),
            "explained": newest.explanation if newest and row.due_on else explained(None),
            "state": STATE_NAMES[row.state],
            "waits_for": waits_for(row.clock),
            "supposable": row.clock == REPLY and row.state in {"running", "missed", "paused"},
            "story": story,
            "layers": LAYER_NAMES,
        }
