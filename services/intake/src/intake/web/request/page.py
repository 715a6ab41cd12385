"""What is done to a request at the door: each POST is one command, and leads back to the request."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from fastapi import APIRouter, Request
from starlette.responses import Response

from intake.context import PageContext
from intake.request import handlers
from intake.web.parts.cookies import Grant, hand_out, see_other
from intake.web.parts.findings import read_findings
from intake.web.request.form import REQUEST_PATH, Desk, IdentityViewer, KeyDestroyer, Registrar, Visit
from intake.web.request.view import RequestPage
from shared.events.codes import DESTRUCTION_REASONS, VIEW_PURPOSES
from shared.time.clock import legal_day

IDENTITY_MINUTES: Final = 10
REASON_LENGTH_MAX: Final = 200


@dataclass(frozen=True, slots=True)
class ActionPages:
    """The routes, over the desk; no rule stands here."""

    desk: Desk

    async def check(self, request: Request, agency: str, request_id: UUID, held: Registrar) -> Response:
        """形式审查: what each box lacks; nothing said, the request is complete."""
        visit = await self.desk.visit(request, agency, request_id, held)
        findings = read_findings(visit.form, await self.desk.context.policy(agency))
        if visit.form.errors:
            return await self.desk.again(visit)
        origin = await self.desk.origin(visit)
        done = handlers.complete_formal_check(self.desk.context.office, origin, request_id, findings)
        return await self.desk.after(visit, done)

    async def accept(self, request: Request, agency: str, request_id: UUID, held: Registrar) -> Response:
        """受理."""
        visit = await self.desk.visit(request, agency, request_id, held)
        origin = await self.desk.origin(visit)
        done = handlers.accept_request(self.desk.context.office, origin, request_id)
        return await self.desk.after(visit, done)

    async def withdraw(self, request: Request, agency: str, request_id: UUID, held: Registrar) -> Response:
        """撤回 with the applicant's paper: its day, and its reason where it gives one."""
        visit = await self.desk.visit(request, agency, request_id, held)
        form, today = visit.form, legal_day(await self.desk.context.clock.now())
        withdrawn_on = form.date("withdrawn_on", "撤回日期", latest=today)
        reason = form.multiline("reason", "撤回原因", required=False, max_length=REASON_LENGTH_MAX)
        if form.errors or withdrawn_on is None:
            return await self.desk.again(visit)
        origin = await self.desk.origin(visit)
        done = handlers.withdraw_request(self.desk.context.office, origin, request_id, withdrawn_on, reason)
        return await self.desk.after(visit, done)

    async def serve(self, request: Request, agency: str, request_id: UUID, held: Registrar) -> Response:
        """送达答复书."""
        visit = await self.desk.visit(request, agency, request_id, held)
        return await self.desk.serve(visit, handlers.serve_reply)

    async def serve_extension(
        self, request: Request, agency: str, request_id: UUID, held: Registrar
    ) -> Response:
        """送达延期答复告知书."""
        visit = await self.desk.visit(request, agency, request_id, held)
        return await self.desk.serve(visit, handlers.notify_extension)

    async def open_applicant(
        self, request: Request, agency: str, request_id: UUID, held: IdentityViewer
    ) -> Response:
        """Open the identity for a stated purpose: logged first, shown for some minutes."""
        visit = await self.desk.visit(request, agency, request_id, held, "view-identity")
        purpose = visit.form.choice("purpose", "查看用途", VIEW_PURPOSES)
        if visit.form.errors:
            return await self.desk.again(visit)
        context, origin = self.desk.context, await self.desk.origin(visit)
        await handlers.view_applicant(context.office, origin, request_id, purpose)
        response = see_other(request, visit.path)
        hand_out(request, response, context, _identity(visit))
        return response

    async def destroy_key(
        self, request: Request, agency: str, request_id: UUID, held: KeyDestroyer
    ) -> Response:
        """销毁密钥 by the head; the number must be typed, since nothing brings the person back."""
        visit = await self.desk.visit(request, agency, request_id, held, "destroy-key")
        form, view = visit.form, await self.desk.page.found(agency, request_id)
        reason = form.choice("reason", "销毁理由", DESTRUCTION_REASONS)
        if form.text("confirmed_number", "登记编号", max_length=20) != view.number:
            asked = f"请输入本件的登记编号 {view.number}，以确认销毁。"
            form.fail("confirmed_number", "number-not-confirmed", asked)
        if form.errors:
            return await self.desk.again(visit)
        origin = await self.desk.origin(visit)
        done = handlers.destroy_key(self.desk.context.office, origin, request_id, reason)
        return await self.desk.after(visit, done)


def routes(context: PageContext) -> APIRouter:
    """The router of these pages."""
    pages = ActionPages(Desk(context, RequestPage(context)))
    router = APIRouter(prefix=REQUEST_PATH, include_in_schema=False)
    for path, act in (
        ("check", pages.check),
        ("accept", pages.accept),
        ("withdraw", pages.withdraw),
        ("serve", pages.serve),
        ("extension-served", pages.serve_extension),
        ("applicant", pages.open_applicant),
        ("destroy-key", pages.destroy_key),
    ):
        router.add_api_route(f"/{path}", act, methods=["POST"])
    return router


def _identity(visit: Visit) -> Grant:
    return Grant(
        agency=visit.agency,
        request_id=visit.request_id,
        use="identity",
        path=visit.path,
        minutes=IDENTITY_MINUTES,
        holder=visit.held.account,
    )
