"""The acts of the year with their moments, derived from the story."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Final

from deploy.demo.acts import correcting, filing, handling, letters
from deploy.demo.portal_users import PortalUsers
from deploy.demo.story import ON_LINE, Consultation, Correction, Extension, Request
from shared.time.clock import SHANGHAI

MORNING: Final = time(9, 30)
NEXT_DAY: Final = timedelta(days=1)
WITHOUT_SHEET: Final = frozenset({"other_no_correction", "other_other"})
"""Outcomes that end a request without an answer; they need no 保密审查单."""

Do = Callable[[PortalUsers, Request], None]
Step = tuple[date | None, Do]


@dataclass(frozen=True)
class Act:
    """An act of one person on one request."""

    at: datetime
    request: Request
    do: Do


def acts_of(request: Request) -> list[Act]:
    """The acts of a request in order. A step without a day does not happen in this year."""
    acts = [Act(_moment(request, day, do), request, do) for day, do in _steps(request) if day is not None]
    return sorted(acts, key=lambda act: act.at)


def stops_of(request: Request) -> Iterator[datetime]:
    """The mornings after due dates. The clock stops there, so that a lapse or a miss is recorded on its own day."""
    correction = request.correction
    lapsed = correction.due if correction and not correction.corrected else None
    silent = [letter.due for letter in request.consultation if not letter.answered]
    for due in (lapsed, *silent, request.due if request.missed else None):
        if due:
            yield datetime.combine(due + NEXT_DAY, MORNING, SHANGHAI)


def _moment(request: Request, day: date, do: Do) -> datetime:
    hour = request.hour if do is filing.file_request else None
    return datetime.combine(day, hour or MORNING, SHANGHAI)


def _steps(request: Request) -> Iterator[Step]:
    """All steps with their days.

    Steps of one moment keep this order; a request with an hour must have no other step on its day of filing.
    """
    yield request.filed, filing.file_request
    if request.correction:
        yield from _correction(request.correction)
    yield request.accepted, filing.check
    yield request.accepted, filing.accept
    if request.withdrawal:
        by_web = request.withdrawal.by == "web"
        yield request.withdrawal.on, correcting.withdraw if by_web else correcting.note_withdrawal
    yield request.assigned or request.accepted, handling.assign
    if request.reviewed or request.outcome not in WITHOUT_SHEET:
        yield request.reviewed or request.drafted, handling.review
    if request.extension:
        yield from _extension(request.extension)
    for letter in request.consultation:
        yield from _consultation(letter)
    yield from _reply(request)


def _correction(correction: Correction) -> Iterator[Step]:
    on_line = correction.channel == "web"
    yield correction.asked, correcting.ask
    yield correction.served, correcting.tell
    yield correction.corrected, correcting.correct if on_line else correcting.note_correction


def _extension(extension: Extension) -> Iterator[Step]:
    yield extension.proposed, partial(letters.propose_extension, extension=extension)
    yield extension.decided, letters.approve_extension
    yield extension.notified, partial(letters.tell_extension, extension=extension)


def _consultation(letter: Consultation) -> Iterator[Step]:
    yield letter.served, partial(letters.consult, letter=letter)
    yield letter.answered, partial(letters.answer, letter=letter)


def _reply(request: Request) -> Iterator[Step]:
    back = request.returned
    yield request.drafted, handling.propose
    if back:
        yield back.on, handling.sign_by_section
        if back.by == "head":
            yield back.on, handling.sign_by_deputy
        yield back.on, handling.send_back
        yield back.redrafted, handling.propose_again
    yield request.signed, handling.sign_by_section
    yield request.signed, handling.sign_by_deputy
    yield request.signed, handling.sign_by_head
    yield request.served, filing.serve
    if request.method == ON_LINE:
        yield request.served, filing.fetch
