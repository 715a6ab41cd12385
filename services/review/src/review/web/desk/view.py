"""待办: the lines of the desk, the reader's own first, by due date, each linked by its next action."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from review.case.signing import Turn, extension_turn, turn_of
from review.drafting import CONTENT
from review.projections.caseload import CaseLine
from review.projections.due_dates import Due
from review.web.desk.filter import FILTERS, Filter, filters_of, keep
from review.web.parts.due_view import DueView, due_view
from review.web.parts.unsealer import Unsealer, unsealers_of
from review.web.parts.visibility import has_turn, sees
from shared.policy import Policy, Roles
from shared.policy.values import Step
from shared.privacy.vault import Vault
from shared.web.access.staff_pass import Pass
from shared.words.clocks import CLOCKS
from shared.words.numbers import request_number

ASKED_LENGTH_MAX = 60
"""Length of the excerpt by which the reader recognises a case."""

ALARMS_SHOWN_MAX = 10


@dataclass(frozen=True, slots=True)
class DeskLine:
    """A case on the desk. `asked` is filled only for the reader's own cases; `notes` stand beside the stage."""

    request_id: UUID
    number: str
    received_on: date
    section: str
    returned: bool
    notes: Sequence[str]
    turn: Turn
    due: DueView
    mine: bool
    own_section: bool
    asked: str = ""


@dataclass(frozen=True, slots=True)
class Alarm:
    """提醒: a clock that warned the reader's role, or that was missed."""

    request_id: UUID
    number: str
    what: str
    due: DueView


@dataclass(frozen=True, slots=True)
class DeskView:
    """The desk of one person. `mine` wait for that person, `others` for somebody else; both are filtered."""

    mine: Sequence[DeskLine]
    others: Sequence[DeskLine]
    alarms: Sequence[Alarm]
    filters: Sequence[Filter]
    chosen: Filter


@dataclass(frozen=True, slots=True)
class DeskProjections:
    """The rows for a desk: open cases, their reply clocks, clocks with a warning or miss, names of sections."""

    lines: Sequence[CaseLine]
    dues: Mapping[UUID, Due]
    alarms: Sequence[Due]
    sections: Mapping[str, str]

    def section(self, line: CaseLine) -> str:
        """Today's name of the section that has the case; "" before 分办."""
        return self.sections.get(line.section, line.section)


async def desk_view(
    projections: DeskProjections,
    policy: Policy,
    held: Pass,
    opening: tuple[Vault, str],
    today: date,
    show: str,
) -> DeskView:
    """Sort the open cases that `held` may read. `opening`: the vault and the agency; `show`: a filter."""
    roles = policy.roles
    seen = [each for each in projections.lines if sees(held, roles, each.section)]
    chain = policy["signoff.chain"].value
    beside = extension_turn(policy["extension.approver"].value)
    dues = {
        line.request_id: due_view(projections.dues.get(line.request_id), today, line.closing) for line in seen
    }
    all_lines = sorted(
        (
            replace(one, section=projections.section(line))
            for line in seen
            for one in _lines(line, dues[line.request_id], (chain, roles), beside, held)
        ),
        key=_urgency,
    )
    chosen = next((each for each in FILTERS if each.id == show), FILTERS[0])
    shown = keep(all_lines, chosen)
    sealed = {line.request_id: line for line in seen}
    mine = [one for one in shown if one.mine]
    readers = await unsealers_of(*opening, (sealed[one.request_id].key_id for one in mine))
    return DeskView(
        mine=[_opened(one, sealed[one.request_id], readers) for one in mine],
        others=[one for one in shown if not one.mine],
        alarms=_alarms(projections.alarms, sealed, held, today),
        filters=[each.counted(len(keep(all_lines, each))) for each in filters_of(held.sections)],
        chosen=chosen,
    )


def _lines(
    line: CaseLine, due: DueView, signing: tuple[Sequence[Step], Roles], beside: Turn, held: Pass
) -> Sequence[DeskLine]:
    """The lines of a case: one for its stage, one for its extension if the reader must decide on it, or both."""
    turn = turn_of(line.stage, line.signed, *signing, closing=bool(line.closing))
    mine = has_turn(held, turn, line.section)
    main = [_line(line, turn, due, held, mine=mine)]
    if not line.extension or not has_turn(held, beside, line.section) or line.extension == held.person:
        return main
    return [*(main if mine else ()), _line(line, beside, due, held, mine=True)]


def _urgency(line: DeskLine) -> tuple[date, str]:
    return line.due.order, line.number


def _line(line: CaseLine, turn: Turn, due: DueView, held: Pass, *, mine: bool) -> DeskLine:
    notes = (
        ("应予终止", bool(line.closing)),
        ("征求意见中", line.letters > 0),
        ("待批延期", bool(line.extension) and turn.task != "extension"),
    )
    return DeskLine(
        request_id=line.request_id,
        number=request_number(line.year, line.number),
        received_on=line.received_on,
        section=line.section,
        returned=line.stage == "returned",
        notes=[words for words, holds in notes if holds],
        turn=turn,
        due=due,
        mine=mine,
        own_section=bool(line.section) and line.section in held.sections,
    )


def _alarms(
    alarms: Sequence[Due], lines: Mapping[UUID, CaseLine], held: Pass, today: date
) -> Sequence[Alarm]:
    """The warnings and misses that went to a role of `held`, about open cases that `held` may read."""
    mine = [
        due
        for due in alarms
        if due.request_id in lines and (due.missed_role if due.missed else due.warned_role) in held.roles
    ]
    return [_alarm(due, lines[due.request_id], today) for due in mine[:ALARMS_SHOWN_MAX]]


def _alarm(due: Due, line: CaseLine, today: date) -> Alarm:
    what = f"{CLOCKS[due.clock]}期限"
    return Alarm(line.request_id, request_number(line.year, line.number), what, due_view(due, today))


def _opened(line: DeskLine, sealed: CaseLine, readers: Mapping[str | None, Unsealer]) -> DeskLine:
    """The line with an excerpt of the request in clear."""
    text = readers[sealed.key_id].read(CONTENT, sealed.content)
    asked = text if len(text) <= ASKED_LENGTH_MAX else f"{text[:ASKED_LENGTH_MAX]}…"
    return replace(line, asked=asked)
