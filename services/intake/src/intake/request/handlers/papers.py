"""文书: set, sealed, kept and numbered in the commit that names it. Setting takes a processor for some milliseconds."""

from asyncio import to_thread
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from intake.register import numbers
from intake.request.commands import RequestCommand
from intake.request.decide import request_decider
from intake.request.handlers.office import rows_of, stream_of
from shared.command.execute import commit_with_retry, state_after
from shared.eventlog.store import Change, Commit, EventStore, Receipt
from shared.events.terms import LetterFact
from shared.files.blobs import Blobs
from shared.papers.paper import Paper, render_paper
from shared.papers.press import Press
from shared.privacy.sealing import SubjectKey

UNSET: Final = LetterFact(document_number="", sha256="", blob="", pages=0, renderer="")
"""A paper before it has a number: no event is ever written with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Papers:
    """The printing room: press, shelf, and whether every page says 演练."""

    press: Press
    blobs: Blobs
    exercise: bool

    async def make(self, key: SubjectKey, field: str, paper: Paper) -> LetterFact:
        """Set the paper, seal it under the request's key, keep it; the event holds only hashes. Raises `DocumentFailed`."""
        done = await to_thread(render_paper, self.press, paper)
        blob = await self.blobs.put(key.seal_bytes("identity", field, done.pdf))
        return LetterFact(
            document_number=paper.document_number,
            sha256=done.sha256,
            blob=blob,
            pages=done.pages,
            renderer=done.renderer,
        )


@dataclass(frozen=True, slots=True)
class Numbering:
    """Which series of the agency a paper takes its number from, and for which request."""

    series: str
    year: int
    request_id: UUID


async def commit_numbered(
    store: EventStore,
    numbering: Numbering,
    made: Callable[[int], Awaitable[RequestCommand]],
    first: RequestCommand,
) -> Receipt:
    """Number and paper in one commit, so that a series has no gaps: who comes second takes the next number and sets again.

    `first` is the wish before it has a paper: decided on first, so that what is refused takes no number and is not set.
    Raises `Refusal`, `VersionConflict`.
    """
    origin, request_id = first.origin, numbering.request_id
    agency, series, year = origin.agency, numbering.series, numbering.year

    async def attempt() -> Commit:
        rows = await rows_of(store, agency, request_id)
        state = state_after(request_decider, rows)
        request_decider.decide(state, first)
        number = await numbers.next_number(store, agency, series, year)
        command = await made(number)
        events = tuple(request_decider.decide(state, command))
        numbered = numbers.assign(series, year, number, request_id)
        change = Change(stream_of(request_id), len(rows), events, rows[0].key_id)
        return Commit(origin, (numbered, change), {"request_id": str(request_id)})

    return await commit_with_retry(store, origin, attempt)
