"""The decider and the stream of a 保密审查单. The handlers are in `review.acts.reviewing`."""

from uuid import UUID

from review.sheet.commands import SheetCommand
from review.sheet.decide import decide
from review.sheet.evolve import evolve
from review.sheet.state import NoSheet, Sheet
from shared.command.decider import Decider
from shared.events.review.sheet import SheetEvent

sheet_decider: Decider[Sheet, SheetCommand, SheetEvent] = Decider(NoSheet(), decide, evolve)


def sheet_stream(sheet_id: UUID) -> str:
    """The stream of one sheet."""
    return f"sheet/{sheet_id}"
