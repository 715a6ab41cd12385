"""Reads the forms of a request, runs the command and answers with the request's page."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from fastapi import Request
from starlette.responses import Response

from intake.context import PageContext
from intake.request.handlers.dependencies import Dependencies
from intake.web.parts.cookies import see_other
from intake.web.request.view import RequestPage
from shared.command.decider import Refusal
from shared.eventlog.store import Receipt
from shared.events.codes import SERVICE_METHODS, ServiceMethod
from shared.message import Origin
from shared.policy import Capability
from shared.time.clock import legal_day
from shared.web.access.guards import acting_role
from shared.web.access.staff_pass import Pass
from shared.web.forms.form_reader import FormReader

Serving = Callable[[Dependencies, Origin, UUID, date, ServiceMethod, str], Awaitable[Receipt]]
"""A handler that records the service of a paper, given its day, method and proof."""

REQUEST_PATH = "/intake/{agency}/requests/{request_id}"


@dataclass(frozen=True, slots=True)
class Submission:
    """A form that a person sent for a request, in one role."""

    request: Request
    agency: str
    request_id: UUID
    held: Pass
    role: str
    form: FormReader

    @property
    def path(self) -> str:
        """The request's page."""
        return REQUEST_PATH.format(agency=self.agency, request_id=self.request_id)


@dataclass(frozen=True, slots=True)
class TypedService:
    """送达 as typed: day, method, proof."""

    served_on: date
    method: ServiceMethod
    proof: str


@dataclass(frozen=True, slots=True)
class Submissions:
    """Runs the forms of a request as commands and shows the request's page."""

    context: PageContext
    page: RequestPage

    async def read(
        self,
        request: Request,
        agency: str,
        request_id: UUID,
        held: Pass,
        capability: Capability = "register",
    ) -> Submission:
        """Read the form; the person acts in the role that has the capability."""
        role = acting_role(request, held, capability)
        return Submission(request, agency, request_id, held, role, FormReader(await request.form()))

    async def origin(self, submission: Submission) -> Origin:
        """The origin of the command.

        Its id is derived from the contents of the form, so the same form sent twice acts once.
        """
        content_id = submission.form.content_id(submission.request.url.path)
        return await self.context.by_staff(submission.agency, submission.held, submission.role, content_id)

    async def finish(self, submission: Submission, command: Awaitable[Receipt]) -> Response:
        """Run the command, wait for the projection and redirect (303) to the request's page.

        A refusal shows the form again.
        """
        try:
            receipt = await command
        except Refusal as refusal:
            submission.form.refuse(refusal)
            return await self.show_again(submission)
        await self.context.caught_up(submission.agency, receipt.last_seq)
        return see_other(submission.request, submission.path)

    async def show_again(self, submission: Submission) -> Response:
        """Show the request's page with the typed form and its errors."""
        view = await self.page.found(submission.agency, submission.request_id)
        return await self.page.show(submission.request, submission.held, view, submission.form)

    async def serve(self, submission: Submission, paper: Serving) -> Response:
        """登记送达: record the service of a paper as typed."""
        service = await self._service(submission)
        if service is None:
            return await self.show_again(submission)
        origin, typed = await self.origin(submission), (service.served_on, service.method, service.proof)
        return await self.finish(submission, paper(self.context.deps, origin, submission.request_id, *typed))

    async def _service(self, submission: Submission) -> TypedService | None:
        """The day, method and proof of service; None when one of them has an error."""
        form, today = submission.form, legal_day(await self.context.clock.now())
        served_on = form.date("served_on", "送达日期", latest=today)
        method = form.choice("method", "送达方式", SERVICE_METHODS)
        proof = form.text("proof", "送达凭证", required=False, max_length=200)
        if form.errors or served_on is None or method not in SERVICE_METHODS:
            return None
        return TypedService(served_on, method, proof)
