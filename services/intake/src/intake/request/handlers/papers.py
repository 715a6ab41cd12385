"""文书: render, seal and store a paper, and take its number in the commit that records it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from intake.register import numbers
from intake.request.commands import RequestCommand
from intake.request.decide import request_decider
from intake.request.handlers.stream import rows_of, stream_of
from shared.command.execute import commit_with_retry, state_after
from shared.eventlog.store import Change, Commit, EventStore, Receipt
from shared.events.codes import Series
from shared.events.terms import LetterFact
from shared.files.blobs import Blobs
from shared.papers.paper import Paper
from shared.papers.renderer import Renderer
from shared.privacy.sealing import SubjectKey

UNSET: Final = LetterFact(document_number="", sha256="", blob="", pages=0, renderer="")
"""Placeholder for a letter without a number; no event is written with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Papers:
    """Renders and stores papers; `exercise`: every page says 演练."""

    renderer: Renderer
    blobs: Blobs
    exercise: bool

    async def make(self, key: SubjectKey, field: str, paper: Paper) -> LetterFact:
        """Render a paper, seal it with the request's key, store it as a blob and return its facts with hashes.

        Raises `DocumentFailed`.
        """
        done = await self.renderer.render(paper.document())
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
    """The series and year from which a paper takes its number, and its request."""

    series: Series
    year: int
    request_id: UUID


async def commit_numbered(
    store: EventStore,
    numbering: Numbering,
    command_with: Callable[[int], Awaitable[RequestCommand]],
    first: RequestCommand,
) -> Receipt:
    """Append number and event in one commit, so that a series has no gaps.

    After a conflict the next number is taken and the paper is rendered again.
    `first` is the command without a paper; it is decided first, so that a refused command takes no number and renders
    nothing. `command_with` builds the command with the paper of a number. Raises `Refusal`, `VersionConflict`.
    """
    origin, request_id = first.origin, numbering.request_id
    agency, series, year = origin.agency, numbering.series, numbering.year

    async def attempt() -> Commit:
        rows = await rows_of(store, agency, request_id)
        state = state_after(request_decider, rows)
        request_decider.decide(state, first)
        number = await numbers.next_number(store, agency, series, year)
        command = await command_with(number)
        events = tuple(request_decider.decide(state, command))
        numbered = numbers.assign(series, year, number, request_id)
        change = Change(stream_of(request_id), len(rows), events, rows[0].key_id)
        return Commit(origin, (numbered, change), {"request_id": str(request_id)})

    return await commit_with_retry(store, origin, attempt)
