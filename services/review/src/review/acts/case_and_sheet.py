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
    """A loaded case, its sheet, and the guard on the version of the sheet that was read (None without a case)."""

    case: LoadedCase
    sheet: Sheet
    sheet_guard: Guard | None

    @property
    def facts(self) -> SheetFacts | None:
        """The facts of the sheet that decisions on the case use."""
        return facts_of(self.sheet)


def facts_of(sheet: Sheet) -> SheetFacts | None:
    """The facts of a sheet that decisions on its case use; None when it is not filled in or was voided."""
    return (
        SheetFacts(sheet.sheet_version, sheet.attribute, sheet.weighed)
        if isinstance(sheet, Completed)
        else None
    )


def fold_both(events: Iterable[Event]) -> tuple[Case, Sheet]:
    """Fold a case and its sheet from review's events on one request; sheets of a case set aside are ignored."""
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
    """Change a case. The append conflicts if the sheet has changed meanwhile. Raises `Refusal`."""

    async def attempt() -> Commit:
        loaded = await _load(deps, origin, request_id)
        case = loaded.case
        events = tuple(case_decider.decide(case.state, write(loaded)))
        change = Change(stream_of(request_id), len(case.rows), events, case.key.key_id)
        guards = (loaded.sheet_guard,) if loaded.sheet_guard else ()
        return Commit(origin, (change,), {"request_id": str(request_id)}, guards)

    return await commit_with_retry(deps.store, origin, attempt)


async def change_sheet(
    deps: Dependencies,
    origin: Origin,
    request_id: UUID,
    decide: Callable[[CaseAndSheet], Sequence[SheetEvent]],
) -> Receipt:
    """Change the sheet of a case. The append conflicts if the case has changed meanwhile. Raises `Refusal`."""

    async def attempt() -> Commit:
        loaded = await _load(deps, origin, request_id)
        case = loaded.case
        events = tuple(decide(loaded))
        written = loaded.sheet_guard
        if written is None:
            raise rules.closed(NoCase())
        change = Change(written.stream, written.expected, events, case.key.key_id)
        guard = Guard(stream_of(request_id), len(case.rows))
        return Commit(origin, (change,), {"request_id": str(request_id)}, (guard,))

    return await commit_with_retry(deps.store, origin, attempt)


async def _load(deps: Dependencies, origin: Origin, request_id: UUID) -> CaseAndSheet:
    case = await load_case(deps, origin, request_id)
    if isinstance(case.state, NoCase):
        return CaseAndSheet(case, NoSheet(), None)
    stream = sheet_stream(case.state.matter.sheet_id)
    rows = await deps.store.load(origin.agency, stream)
    return CaseAndSheet(case, state_after(sheet_decider, rows), Guard(stream, len(rows)))
