"""Prepare a clock for display: by the calendar, the day and the agency's names of roles."""

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
    standing_words,
    warned_words,
)
from shared.events.terms import REPLY_CLOCK
from shared.policy import LAYER_NAMES
from shared.words.clocks import STATES, WAITED_FOR
from shared.words.explanation import due_card, read_kept
from shared.words.numbers import request_number
from shared.workdays import Calendar


@dataclass(frozen=True, slots=True)
class BoardLine:
    """A line of the board: the request, the clock, its due date, today's standing and who is warned."""

    request_id: UUID | None
    number: str
    name: str
    due_on: date | None
    standing: str
    tone: str
    warned: str


@dataclass(frozen=True, slots=True)
class ClockView:
    """The calendar and the day by which clocks are shown, and the agency's names of the warned `roles`."""

    calendar: Calendar
    today: date
    roles: Mapping[str, str]

    def line(self, row: Row[Any]) -> BoardLine:
        """Return the board line of a row."""
        standing, tone = standing_words(row, self.calendar, self.today)
        number = (
            request_number(row.year, row.number) if row.number else str(row.request_id or row.subject_id)[:8]
        )
        warned = warned_words(row, self.roles)
        return BoardLine(row.request_id, number, clock_name(row.clock), row.due_on, standing, tone, warned)

    def clock(self, row: Row[Any], counts: Sequence[Row[Any]], history: Sequence[Row[Any]]) -> dict[str, Any]:
        """Return everything that the explanation page shows of one clock: its newest count and its history in words."""
        mine = ref_of(row)
        newest = next((count for count in counts if ref_of(count) == mine), None)
        lines = [
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
            "what_if_possible": row.clock == REPLY_CLOCK and row.state in {"running", "missed", "paused"},
            "history": lines,
            "layers": LAYER_NAMES,
        }
