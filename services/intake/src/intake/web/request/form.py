"""One person acting on one request: what was typed, whose wish it is, and where the answer leads."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request
from starlette.responses import Response

from intake.context import PageContext
from intake.request.handlers import Office
from intake.web.parts.cookies import see_other
from intake.web.request.view import RequestPage
from shared.command.decider import Refusal
from shared.eventlog.store import Receipt
from shared.events.codes import SERVICE_METHODS
from shared.message import Origin
from shared.policy import Capability
from shared.time.clock import legal_day
from shared.web.access.guards import acting_role, staff
from shared.web.access.staff_pass import Pass
from shared.web.forms.form_reader import FormReader

Registrar = Annotated[Pass, Depends(staff("register"))]
KeyDestroyer = Annotated[Pass, Depends(staff("destroy-key"))]
IdentityViewer = Annotated[Pass, Depends(staff("view-identity"))]

Serving = Callable[[Office, Origin, UUID, date, str, str], Awaitable[Receipt]]
"""What registers that a paper was served: the day, the way, the proof."""

REQUEST_PATH = "/intake/{agency}/requests/{request_id}"


@dataclass(frozen=True, slots=True)
class Visit:
    """One person acting on one request in one role, with what was typed."""

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
class Service:
    """送达 as it was typed."""

    served_on: date
    method: str
    proof: str


@dataclass(frozen=True, slots=True)
class Desk:
    """How a wish is taken to the office, and its answer back to the page of the request."""

    context: PageContext
    page: RequestPage

    async def visit(
        self,
        request: Request,
        agency: str,
        request_id: UUID,
        held: Pass,
        capability: Capability = "register",
    ) -> Visit:
        """Read the form; the person acts in the role that has the capability."""
        role = acting_role(request, held, capability)
        return Visit(request, agency, request_id, held, role, FormReader(await request.form()))

    async def origin(self, visit: Visit) -> Origin:
        """Whose wish it is, under the id of what the form says."""
        wish_id = visit.form.wish_id(visit.request.url.path)
        return await self.context.by_staff(visit.agency, visit.held, visit.role, wish_id)

    async def after(self, visit: Visit, done: Awaitable[Receipt]) -> Response:
        """303 to the request, which by then shows it; a refusal is shown on it, over the form that was sent."""
        try:
            receipt = await done
        except Refusal as refusal:
            visit.form.refuse(refusal)
            return await self.again(visit)
        await self.context.caught_up(visit.agency, receipt.last_seq)
        return see_other(visit.request, visit.path)

    async def again(self, visit: Visit) -> Response:
        """The page as it stands now, with what was typed and why it was not done."""
        view = await self.page.found(visit.agency, visit.request_id)
        return await self.page.show(visit.request, visit.held, view, visit.form)

    async def serve(self, visit: Visit, paper: Serving) -> Response:
        """登记送达 of a paper, as it was typed."""
        service = await self._service(visit)
        if service is None:
            return await self.again(visit)
        origin, typed = await self.origin(visit), (service.served_on, service.method, service.proof)
        return await self.after(visit, paper(self.context.office, origin, visit.request_id, *typed))

    async def _service(self, visit: Visit) -> Service | None:
        """The day, the way, the proof; None when one of them has a fault."""
        form, today = visit.form, legal_day(await self.context.clock.now())
        served_on = form.date("served_on", "送达日期", latest=today)
        method = form.choice("method", "送达方式", SERVICE_METHODS)
        proof = form.text("proof", "送达凭证", required=False, max_length=200)
        if form.errors or served_on is None:
            return None
        return Service(served_on, method, proof)
