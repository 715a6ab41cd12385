"""Loads a case with its 保密审查单, decides, changes one of them and guards the other."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from review.case import rules
from review.case.commands import CaseCommand
from review.case.decide import case_decider
from review.case.handlers.dependencies import Dependencies
from review.case.handlers.loaded_case import LoadedCase, load_case, stream_of
from review.case.state import Case, NoCase, SheetFacts
from review.sheet.handlers import sheet_decider, sheet_stream
from review.sheet.state import Completed, NoSheet, Sheet
from shared.command.execute import commit_with_retry, state_after
from shared.eventlog.store import Change, Commit, Guard, Receipt
from shared.events.review.case import ReviewEvent
from shared.events.review.sheet import SheetEvent
from shared.message import Event, Origin


@dataclass(frozen=True, slots=True)
class CaseAndSheet:
    """A loaded case and its sheet. `sheet_rows`: how many events of the sheet were read (0 without a case)."""

    case: LoadedCase
    sheet: Sheet
    sheet_rows: int

    @property
    def facts(self) -> SheetFacts | None:
        """The facts of the sheet that decisions on the case use."""
        return facts_of(self.sheet)

    @property
    def sheet_guards(self) -> tuple[Guard, ...]:
        """The guard on the version of the sheet that was read; none without a case."""
        state = self.case.state
        if isinstance(state, NoCase):
            return ()
        return (Guard(sheet_stream(state.matter.sheet_id), self.sheet_rows),)

    def sheet_change(self, events: Sequence[SheetEvent]) -> Change:
        """The append of `events` after the version of the sheet that was read. Raises `Refusal` without a case."""
        state = self.case.state
        if isinstance(state, NoCase):
            raise rules.closed(state)
        stream = sheet_stream(state.matter.sheet_id)
        return Change(stream, self.sheet_rows, tuple(events), self.case.key.key_id)


def facts_of(sheet: Sheet) -> SheetFacts | None:
    """The facts of a sheet that decisions on its case use; None when it is not filled in or was voided."""
    return (
        SheetFacts(sheet.sheet_version, sheet.attribute, sheet.weighed)
        if isinstance(sheet, Completed)
        else None
    )


def fold_both(events: Iterable[Event]) -> tuple[Case, Sheet]:
    """Fold a case and its sheet from review's events on one request; a sheet of an earlier opening of the case is ignored."""
    mine = [event for event in events if isinstance(event, ReviewEvent)]
    case = case_decider.fold(event for event in mine if not isinstance(event, SheetEvent))
    if isinstance(case, NoCase):
        return case, NoSheet()
    own = case.matter.sheet_id
    return case, sheet_decider.fold(
        event for event in mine if isinstance(event, SheetEvent) and event.sheet_id == own
    )


async def change_case(
    deps: Dependencies, origin: Origin, request_id: UUID, write: Callable[[CaseAndSheet], CaseCommand]
) -> Receipt:
    """Change a case. If the sheet changes meanwhile, load and decide again. Raises `Refusal`, `VersionConflict`."""

    async def attempt() -> Commit:
        loaded = await _load(deps, origin, request_id)
        case = loaded.case
        events = tuple(case_decider.decide(case.state, write(loaded)))
        change = Change(stream_of(request_id), len(case.rows), events, case.key.key_id)
        return Commit(origin, (change,), {"request_id": str(request_id)}, loaded.sheet_guards)

    return await commit_with_retry(deps.store, origin, attempt)


async def change_sheet(
    deps: Dependencies,
    origin: Origin,
    request_id: UUID,
    decide: Callable[[CaseAndSheet], Sequence[SheetEvent]],
) -> Receipt:
    """Change a sheet. If its case changes meanwhile, load and decide again. Raises `Refusal`, `VersionConflict`."""

    async def attempt() -> Commit:
        loaded = await _load(deps, origin, request_id)
        change = loaded.sheet_change(decide(loaded))
        guard = Guard(stream_of(request_id), len(loaded.case.rows))
        return Commit(origin, (change,), {"request_id": str(request_id)}, (guard,))

    return await commit_with_retry(deps.store, origin, attempt)


async def _load(deps: Dependencies, origin: Origin, request_id: UUID) -> CaseAndSheet:
    case = await load_case(deps, origin, request_id)
    if isinstance(case.state, NoCase):
        return CaseAndSheet(case, NoSheet(), 0)
    rows = await deps.store.load(origin.agency, sheet_stream(case.state.matter.sheet_id))
    return CaseAndSheet(case, state_after(sheet_decider, rows), len(rows))
