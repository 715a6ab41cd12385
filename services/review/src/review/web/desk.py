"""待办 as the desk shows it: mine first, sorted by due date, the next action as the link."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from review.domain.turns import Turn, turn_of
from review.drafting import CONTENT
from review.projections.caseload import CaseLine
from review.projections.due_dates import Due
from review.web.due_view import DueView, due_view
from review.web.plain_text import reader_of
from review.web.scope import has_turn, sees
from shared.numbers import request_number
from shared.policy.values import Step
from shared.vault import Vault
from shared.web.access import Pass

ASKED_LENGTH_MAX = 60
"""Characters of what was asked: enough to know the case again."""


@dataclass(frozen=True, slots=True)
class DeskLine:
    """A case on the desk; `asked` is "" in the lists of others' cases."""

    request_id: UUID
    number: str
    received_on: date
    section: str
    returned: bool
    turn: Turn
    due: DueView
    asked: str = ""


@dataclass(frozen=True, slots=True)
class DeskView:
    """The desk of one person: `mine` wait for that person, `others` for somebody else."""

    mine: Sequence[DeskLine]
    others: Sequence[DeskLine]


async def desk_view(
    lines: Sequence[CaseLine],
    dues: Mapping[UUID, Due],
    chain: Sequence[Step],
    held: Pass,
    opening: tuple[Vault, str],
    today: date,
) -> DeskView:
    """Sort the open cases that `held` may read; `opening` is the vault and the agency."""
    mine, others = [], []
    for line in (each for each in lines if sees(held, each.section)):
        turn = turn_of(line.stage, line.signed, chain)
        due = due_view(dues.get(line.request_id), today)
        if has_turn(held, turn, line.section):
            mine.append(_line(line, turn, due, await _asked(opening, line)))
        else:
            others.append(_line(line, turn, due, ""))
    return DeskView(sorted(mine, key=_urgency), sorted(others, key=_urgency))


def _urgency(line: DeskLine) -> tuple[date, str]:
    return line.due.order, line.number


def _line(line: CaseLine, turn: Turn, due: DueView, asked: str) -> DeskLine:
    return DeskLine(
        request_id=line.request_id,
        number=request_number(line.year, line.number),
        received_on=line.received_on,
        section=line.section,
        returned=line.stage == "returned",
        turn=turn,
        due=due,
        asked=asked,
    )


async def _asked(opening: tuple[Vault, str], line: CaseLine) -> str:
    vault, agency = opening
    text = (await reader_of(vault, agency, line.key_id)).read(CONTENT, line.content)
    return text if len(text) <= ASKED_LENGTH_MAX else f"{text[:ASKED_LENGTH_MAX]}…"
