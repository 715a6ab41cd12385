"""A case together with its 保密审查单: read both, decide, write one and guard the other."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from review.case import rules
from review.case.commands import CaseCommand
from review.case.handlers import Desk, Office, case_decider, desk_of, stream_of
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
    """What an act works with: the case on its desk, its sheet, and the guard on the sheet's stream as it was read.

    Without a case there is no sheet to guard.
    """

    desk: Desk
    sheet: Sheet
    sheet_guard: Guard | None

    @property
    def facts(self) -> SheetFacts | None:
        """What the case's decisions use of the sheet."""
        return facts_of(self.sheet)


def facts_of(sheet: Sheet) -> SheetFacts | None:
    """What a case's decisions use of its sheet; None where nobody has filled it in or it was voided."""
    return SheetFacts(sheet.filling, sheet.attribute, sheet.weighed) if isinstance(sheet, Completed) else None


def fold_both(events: Iterable[Event]) -> tuple[Case, Sheet]:
    """A case and its sheet out of the events of review on one request; a sheet of before it was set aside is not its own."""
    mine = [event for event in events if isinstance(event, ReviewEvent)]
    case = case_decider.fold(event for event in mine if not isinstance(event, SheetEvent))
    if isinstance(case, NoCase):
        return case, NoSheet()
    own = case.matter.sheet_id
    return case, sheet_decider.fold(
        event for event in mine if isinstance(event, SheetEvent) and event.sheet_id == own
    )


async def change_case(
    office: Office, origin: Origin, request_id: UUID, write: Callable[[CaseAndSheet], CaseCommand]
) -> Receipt:
    """Decide on a case by what its sheet says; the append conflicts if the sheet has moved."""

    async def attempt() -> Commit:
        loaded = await _load(office, origin, request_id)
        desk = loaded.desk
        events = tuple(case_decider.decide(desk.case, write(loaded)))
        change = Change(stream_of(request_id), len(desk.rows), events, desk.key.key_id)
        guards = (loaded.sheet_guard,) if loaded.sheet_guard else ()
        return Commit(origin, (change,), {"request_id": str(request_id)}, guards)

    return await commit_with_retry(office.store, origin, attempt)


async def change_sheet(
    office: Office, origin: Origin, request_id: UUID, decide: Callable[[CaseAndSheet], Sequence[SheetEvent]]
) -> Receipt:
    """Decide on the sheet of a case by how the case stands; the append conflicts if the case has moved."""

    async def attempt() -> Commit:
        loaded = await _load(office, origin, request_id)
        desk = loaded.desk
        events = tuple(decide(loaded))
        written = loaded.sheet_guard
        if written is None:
            raise rules.closed(NoCase())
        change = Change(written.stream, written.expected, events, desk.key.key_id)
        guard = Guard(stream_of(request_id), len(desk.rows))
        return Commit(origin, (change,), {"request_id": str(request_id)}, (guard,))

    return await commit_with_retry(office.store, origin, attempt)


async def _load(office: Office, origin: Origin, request_id: UUID) -> CaseAndSheet:
    desk = await desk_of(office, origin, request_id)
    if isinstance(desk.case, NoCase):
        return CaseAndSheet(desk, NoSheet(), None)
    stream = sheet_stream(desk.case.matter.sheet_id)
    rows = await office.store.load(origin.agency, stream)
    return CaseAndSheet(desk, state_after(sheet_decider, rows), Guard(stream, len(rows)))
