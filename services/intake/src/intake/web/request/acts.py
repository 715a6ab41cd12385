"""The actions of the clerk and the head on a request.

Each POST runs one command and redirects to the request's page.
"""

from collections.abc import Awaitable
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from fastapi import APIRouter, Request
from starlette.responses import Response

from intake.context import PageContext
from intake.request.handlers.checking import accept_request, complete_formal_check, withdraw_request
from intake.request.handlers.identity import destroy_key, view_applicant
from intake.request.handlers.serving import notify_extension, serve_reply
from intake.web.parts.cookies import Grant, hand_out, see_other
from intake.web.parts.findings import read_findings
from intake.web.parts.passes import IdentityViewer, KeyDestroyer, Registrar
from intake.web.request.form import (
    REQUEST_PATH,
    Submission,
    Submissions,
)
from intake.web.request.view import RequestPage
from shared.eventlog.store import Receipt
from shared.events.codes import DESTRUCTION_REASONS, VIEW_PURPOSES
from shared.process.audit import audit
from shared.time.clock import legal_day

IDENTITY_MINUTES: Final = 10
REASON_LENGTH_MAX: Final = 200


@dataclass(frozen=True, slots=True)
class ActionPages:
    """The routes of these actions. The rules are in the handlers; here only the form is checked."""

    submissions: Submissions

    async def check(self, request: Request, agency: str, request_id: UUID, held: Registrar) -> Response:
        """形式审查: record the findings. Without findings the request is complete."""
        submission = await self.submissions.read(request, agency, request_id, held)
        findings = read_findings(submission.form, await self.submissions.context.policy(agency))
        if submission.form.errors:
            return await self.submissions.show_again(submission)
        origin = await self.submissions.origin(submission)
        command = complete_formal_check(self.submissions.context.deps, origin, request_id, findings)
        return await self.submissions.finish(submission, command)

    async def accept(self, request: Request, agency: str, request_id: UUID, held: Registrar) -> Response:
        """受理 a complete request."""
        submission = await self.submissions.read(request, agency, request_id, held)
        origin = await self.submissions.origin(submission)
        command = accept_request(self.submissions.context.deps, origin, request_id)
        return await self.submissions.finish(submission, command)

    async def withdraw(self, request: Request, agency: str, request_id: UUID, held: Registrar) -> Response:
        """撤回: register the applicant's letter of withdrawal, its day, and its reason if it gives one."""
        submission = await self.submissions.read(request, agency, request_id, held)
        form, today = submission.form, legal_day(await self.submissions.context.clock.now())
        withdrawn_on = form.date("withdrawn_on", "撤回日期", latest=today)
        reason = form.multiline("reason", "撤回原因", required=False, max_length=REASON_LENGTH_MAX)
        if form.errors or withdrawn_on is None:
            return await self.submissions.show_again(submission)
        origin = await self.submissions.origin(submission)
        command = withdraw_request(self.submissions.context.deps, origin, request_id, withdrawn_on, reason)
        return await self.submissions.finish(submission, command)

    async def serve(self, request: Request, agency: str, request_id: UUID, held: Registrar) -> Response:
        """送达答复书: record the service of the reply."""
        submission = await self.submissions.read(request, agency, request_id, held)
        return await self.submissions.serve(submission, serve_reply)

    async def serve_extension(
        self, request: Request, agency: str, request_id: UUID, held: Registrar
    ) -> Response:
        """送达延期答复告知书: record the service of the notice."""
        submission = await self.submissions.read(request, agency, request_id, held)
        return await self.submissions.serve(submission, notify_extension)

    async def open_applicant(
        self, request: Request, agency: str, request_id: UUID, held: IdentityViewer
    ) -> Response:
        """Record that the identity is opened for a listed purpose, then show it for `IDENTITY_MINUTES`."""
        submission = await self.submissions.read(request, agency, request_id, held, "view-identity")
        purpose = submission.form.choice("purpose", "查看用途", VIEW_PURPOSES)
        if submission.form.errors:
            return await self.submissions.show_again(submission)
        context, origin = self.submissions.context, await self.submissions.origin(submission)
        await view_applicant(context.deps, origin, request_id, purpose)
        response = see_other(request, submission.path)
        hand_out(request, response, context, _identity(submission))
        return response

    async def destroy_key(
        self, request: Request, agency: str, request_id: UUID, held: KeyDestroyer
    ) -> Response:
        """销毁密钥, for a role with `destroy-key` (主要领导 in the national pack). The 登记编号 must be typed as a confirmation, since this cannot be undone."""
        submission = await self.submissions.read(request, agency, request_id, held, "destroy-key")
        form, view = submission.form, await self.submissions.page.found(agency, request_id)
        reason = form.choice("reason", "销毁理由", DESTRUCTION_REASONS)
        if form.text("confirmed_number", "登记编号", max_length=20) != view.number:
            asked = f"请输入本件的登记编号 {view.number}，以确认销毁。"
            form.fail("confirmed_number", "number-not-confirmed", asked)
        if form.errors:
            return await self.submissions.show_again(submission)
        origin = await self.submissions.origin(submission)
        command = destroy_key(self.submissions.context.deps, origin, request_id, reason)
        return await self.submissions.finish(submission, _audited(command, request_id))


async def _audited(destruction: Awaitable[Receipt], request_id: UUID) -> Receipt:
    receipt = await destruction
    audit("key.destroyed", request=str(request_id))
    return receipt


def routes(context: PageContext) -> APIRouter:
    """The router of these pages."""
    pages = ActionPages(Submissions(context, RequestPage(context)))
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


def _identity(submission: Submission) -> Grant:
    return Grant(
        agency=submission.agency,
        request_id=submission.request_id,
        use="identity",
        path=submission.path,
        minutes=IDENTITY_MINUTES,
        holder=submission.held.account,
    )
