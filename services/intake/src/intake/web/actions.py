"""What is done to a request: each POST is one command, and leads back to the request."""

from collections.abc import Awaitable
from dataclasses import dataclass
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from intake import handlers
from intake.domain.paper_rules import SERVICE_METHODS
from intake.domain.rules import DESTRUCTION_REASONS, VIEW_PURPOSES
from intake.door import Door
from intake.web.cookies import Grant, hand_out, see_other
from intake.web.request_page import RequestPage
from shared.clock import legal_day
from shared.decider import Refusal
from shared.events.intake import Finding
from shared.message import Origin
from shared.store import Receipt
from shared.web.access import Pass
from shared.web.forms import FormReader
from shared.web.guards import staff

Clerk = Annotated[Pass, Depends(staff("clerk"))]
Head = Annotated[Pass, Depends(staff("head"))]
ClerkOrHead = Annotated[Pass, Depends(staff("clerk", "head"))]

IDENTITY_MINUTES: Final = 10


@dataclass(frozen=True, slots=True)
class Visit:
    """One person acting on one request in one role, with what was typed."""

    request: Request
    agency: str
    request_id: UUID
    held: Pass
    role: str
    form: FormReader


@dataclass(frozen=True, slots=True)
class ActionPages:
    """The routes, over the door; no rule stands here."""

    door: Door
    page: RequestPage

    async def check(self, request: Request, agency: str, request_id: UUID, held: Clerk) -> Response:
        """形式审查: the ticked fields are found wanting; none ticked, the request is complete."""
        visit = await _visit(request, agency, request_id, held, "clerk")
        policy = await self.door.policy(agency)
        fields = {field.id: field for field in policy["form.fields"].value if field.required}
        ticked = visit.form.choices("findings", "需要补正的内容", fields, required=False)
        if visit.form.errors:
            return await self._again(visit)
        findings = tuple(Finding(each, "incomplete", fields[each].clause) for each in ticked)
        origin = await self._origin(visit)
        done = handlers.complete_formal_check(self.door.office, origin, request_id, findings)
        return await self._after(visit, done)

    async def accept(self, request: Request, agency: str, request_id: UUID, held: Clerk) -> Response:
        """受理."""
        visit = await _visit(request, agency, request_id, held, "clerk")
        origin = await self._origin(visit)
        return await self._after(visit, handlers.accept_request(self.door.office, origin, request_id))

    async def serve(self, request: Request, agency: str, request_id: UUID, held: Clerk) -> Response:
        """送达: the day and the way."""
        visit = await _visit(request, agency, request_id, held, "clerk")
        today = legal_day(await self.door.clock.now())
        served_on = visit.form.date("served_on", "送达日期", latest=today)
        method = visit.form.choice("method", "送达方式", SERVICE_METHODS)
        if visit.form.errors or served_on is None:
            return await self._again(visit)
        origin = await self._origin(visit)
        done = handlers.serve_reply(self.door.office, origin, request_id, served_on, method)
        return await self._after(visit, done)

    async def open_applicant(
        self, request: Request, agency: str, request_id: UUID, held: ClerkOrHead
    ) -> Response:
        """Open the identity for a stated purpose: logged first, shown for some minutes."""
        role = "clerk" if "clerk" in held.roles else "head"
        visit = await _visit(request, agency, request_id, held, role)
        purpose = visit.form.choice("purpose", "查看用途", VIEW_PURPOSES)
        if visit.form.errors:
            return await self._again(visit)
        await handlers.view_applicant(self.door.office, await self._origin(visit), request_id, purpose)
        response = see_other(request, _path(visit))
        hand_out(request, response, self.door, _identity(visit))
        return response

    async def destroy_key(self, request: Request, agency: str, request_id: UUID, held: Head) -> Response:
        """销毁密钥 by the head; the number must be typed, since nothing brings the person back."""
        visit = await _visit(request, agency, request_id, held, "head")
        form, view = visit.form, await self.page.found(agency, request_id)
        reason = form.choice("reason", "销毁理由", DESTRUCTION_REASONS)
        if form.text("confirmed_number", "登记编号", max_length=20) != view.number:
            asked = f"请输入本件的登记编号 {view.number}，以确认销毁。"
            form.fail("confirmed_number", "number-not-confirmed", asked)
        if form.errors:
            return await self._again(visit)
        origin = await self._origin(visit)
        return await self._after(visit, handlers.destroy_key(self.door.office, origin, request_id, reason))

    async def _origin(self, visit: Visit) -> Origin:
        return await self.door.by_staff(visit.agency, visit.held, visit.role, visit.form.command_id())

    async def _after(self, visit: Visit, done: Awaitable[Receipt]) -> Response:
        """303 to the request, which by then shows it; a refusal is shown on it, over the form that was sent."""
        try:
            receipt = await done
        except Refusal as refusal:
            visit.form.refuse(refusal)
            return await self._again(visit)
        await self.door.caught_up(visit.agency, receipt.last_seq)
        return see_other(visit.request, _path(visit))

    async def _again(self, visit: Visit) -> Response:
        view = await self.page.found(visit.agency, visit.request_id)
        return await self.page.show(visit.request, visit.held, view, visit.form)


def routes(door: Door) -> APIRouter:
    """The router of these pages."""
    pages = ActionPages(door, RequestPage(door))
    router = APIRouter(prefix="/intake/{agency}/requests/{request_id}", include_in_schema=False)
    for path, act in (
        ("check", pages.check),
        ("accept", pages.accept),
        ("serve", pages.serve),
        ("applicant", pages.open_applicant),
        ("destroy-key", pages.destroy_key),
    ):
        router.add_api_route(f"/{path}", act, methods=["POST"])
    return router


async def _visit(request: Request, agency: str, request_id: UUID, held: Pass, role: str) -> Visit:
    return Visit(request, agency, request_id, held, role, FormReader(await request.form()))


def _path(visit: Visit) -> str:
    return f"/intake/{visit.agency}/requests/{visit.request_id}"


def _identity(visit: Visit) -> Grant:
    return Grant(
        agency=visit.agency,
        request_id=visit.request_id,
        use="identity",
        path=_path(visit),
        minutes=IDENTITY_MINUTES,
        holder=visit.held.account,
    )
