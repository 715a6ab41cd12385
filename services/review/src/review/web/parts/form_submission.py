"""Receives the forms of a case: a form runs one command; a refused form is shown again as typed."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date
from typing import Protocol
from uuid import UUID

from fastapi import Request, Response
from starlette.responses import RedirectResponse

from review.case.commands import Heads
from review.case.handlers.dependencies import Dependencies
from review.projections.caseload import section_of
from review.web.parts.visibility import heads_of
from shared.command.decider import Gone, NotFound, NotYours, Refusal
from shared.eventlog.store import Receipt
from shared.message import Origin
from shared.policy import Capability
from shared.service.runtime import Runtime
from shared.staff.directory import sections_of
from shared.time.clock import legal_day
from shared.web.access.guards import acting_role
from shared.web.access.origins import staff_origin
from shared.web.access.staff_pass import Pass
from shared.web.errors.problem import status_of
from shared.web.forms.form_reader import FormReader
from shared.web.wiring import web_of

NO_GOING_BACK = (NotYours, NotFound, Gone)
"""Refusals that no change of the form can resolve. They get an error page instead of the form."""

DIGITS_MAX = 5
"""The longest number that a form may contain."""

NO_ID = UUID(int=0)
"""The id used in place of a malformed one. No letter and no extension has it, so the command is refused."""


CaseAct = Callable[[Origin, Heads], Awaitable[Receipt]]
"""A command on a case, given its origin and the sections that the actor heads."""


@dataclass(frozen=True, slots=True)
class Submission:
    """A form that a person sent for a case, in one role."""

    request: Request
    agency: str
    request_id: UUID
    held: Pass
    role: str
    form: FormReader


async def submission_of(
    request: Request, agency: str, request_id: UUID, held: Pass, capability: Capability
) -> Submission:
    """Read a form for the person's role that has the capability. Refused: no role of the pass has it."""
    role = acting_role(request, held, capability)
    return Submission(request, agency, request_id, held, role, FormReader(await request.form()))


async def signer_of(request: Request, agency: str, request_id: UUID, held: Pass) -> Submission:
    """Read a form for the role that it names in `level`. Refused: the pass does not hold that role."""
    form = FormReader(await request.form())
    level = form.value("level")
    if level not in held.roles:
        raise NotYours("not-your-role", "您的岗位不能办理这一环节。请由有此职责的同事办理。")
    return Submission(request, agency, request_id, held, level, form)


class ShowsCase(Protocol):
    """The page of a case."""

    async def show(
        self,
        request: Request,
        agency: str,
        request_id: UUID,
        held: Pass,
        *,
        form: FormReader | None = None,
        status: int = 200,
    ) -> Response:
        """Render it, fresh or with a form that must be mended. Raises `Refusal` (404) where there is no such case."""
        ...


@dataclass(frozen=True, slots=True)
class Submissions:
    """Runs the forms of a case as commands."""

    runtime: Runtime
    deps: Dependencies
    page: ShowsCase

    async def act(self, submission: Submission, act: CaseAct) -> Response:
        """Run the command and redirect (303) to the case; an error or a refusal shows the form as it was typed."""
        if submission.form.errors:
            return await self._again(submission, 422)
        at = await self.runtime.clock.now()
        content_id = submission.form.content_id(submission.request.url.path)
        section, heads = await self._heads(submission, legal_day(at))
        origin = staff_origin(submission.agency, submission.held, submission.role, at, content_id, section)
        try:
            receipt = await act(origin, heads)
        except NO_GOING_BACK:
            raise
        except Refusal as refusal:
            submission.form.refuse(refusal)
            return await self._again(submission, status_of(refusal))
        await self.runtime.caught_up(submission.agency, receipt.last_seq)
        base = web_of(submission.request).settings.base_path
        return RedirectResponse(f"{base}/review/{submission.agency}/cases/{submission.request_id}", 303)

    async def _heads(self, submission: Submission, today: date) -> tuple[str, Heads]:
        """The section of the case, and the sections for which the acting role is held."""
        roles = self.deps.policy_of(submission.agency, today).roles
        async with self.runtime.reading(submission.agency) as connection:
            section = await section_of(connection, submission.request_id)
            names = (await sections_of(connection, submission.agency)).labels(today)
        return section, heads_of(submission.held, roles, submission.role, names)

    async def _again(self, submission: Submission, status: int) -> Response:
        return await self.page.show(
            submission.request,
            submission.agency,
            submission.request_id,
            submission.held,
            form=submission.form,
            status=status,
        )


def draft_number(form: FormReader) -> int:
    """The number of the draft that the page showed; 0, which no draft has, if the form was tampered with."""
    typed = form.value("draft")
    return int(typed) if _plain(typed) else 0


def id_in(form: FormReader, name: str) -> UUID:
    """The id in a hidden input; `NOBODY` if the form was tampered with."""
    try:
        return UUID(form.value(name))
    except ValueError:
        return NO_ID


def days_in(form: FormReader, name: str, label: str) -> int:
    """Read a number of days. Anything else is an error of the form."""
    typed = form.text(name, label, max_length=DIGITS_MAX)
    if typed and not _plain(typed):
        form.fail(name, "field-not-a-number", f"“{label}”应当是整数，例如 10。")
        return 0
    return int(typed or 0)


def _plain(typed: str) -> bool:
    return typed.isascii() and typed.isdigit() and len(typed) <= DIGITS_MAX
