"""What review does when others' facts arrive: an accepted request opens a case."""

from dataclasses import dataclass

from review.domain.case import NoCase
from review.domain.commands import OpenCase
from review.handlers import fold_rows, open_case, stream_of
from shared.events import load
from shared.events.intake import RequestAccepted
from shared.message import Recorded, follow
from shared.store import EventStore


@dataclass(frozen=True, slots=True)
class OpenCaseOnAcceptance:
    """受理 → 立案. The case names the request's key, since review opens the request's text with it."""

    name: str = "review.open-case"
    source: str = "intake"
    types: frozenset[str] = frozenset({RequestAccepted.type_name()})

    async def react(self, store: EventStore, row: Recorded) -> None:
        """Open the case once; nothing happens when it is there already."""
        accepted = load(row)
        if not isinstance(accepted, RequestAccepted):
            return
        rows = await store.load(row.agency, stream_of(accepted.request_id))
        if not isinstance(fold_rows(rows), NoCase):
            return
        command = OpenCase(
            origin=follow(row, self.name),
            request_id=accepted.request_id,
            year=accepted.year,
            number=accepted.number,
            received_on=accepted.received_on,
            applicant_kind=accepted.applicant_kind,
            content=accepted.content,
        )
        await open_case(store, command, row.key_id)
