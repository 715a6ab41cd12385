"""延期: a section asks for it; the role that the policy names approves or refuses."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from fastapi import APIRouter, Request, Response

from review.case.handlers.dependencies import Dependencies
from review.case.handlers.extension import approve_extension, propose_extension, refuse_extension
from review.projections.due_dates import due_of
from review.web.context import PageContext, router_of_cases
from review.web.parts.form_submission import Submission, Submissions, days_in, id_in, submission_of
from review.web.parts.passes import Anyone, Drafter
from shared.command.decider import NotYours
from shared.service.runtime import Runtime
from shared.time.clock import legal_day
from shared.web.access.staff_pass import Pass


@dataclass(frozen=True, slots=True)
class ExtensionPages:
    """The routes of these forms. They contain no rules."""

    runtime: Runtime
    deps: Dependencies
    submissions: Submissions

    async def extend(self, request: Request, agency: str, request_id: UUID, held: Drafter) -> Response:
        """提请延期: ask for an extension."""
        submission = await submission_of(request, agency, request_id, held, "draft")
        days = days_in(submission.form, "extension_days", "延长的工作日")
        reason = submission.form.multiline("extension_reason", "延期理由", max_length=1000)
        due_on = await self._due_on(submission)
        return await self.submissions.act(
            submission,
            lambda origin, heads: propose_extension(
                self.deps, origin, request_id, (days, reason), due_on=due_on, heads=heads
            ),
        )

    async def approve(self, request: Request, agency: str, request_id: UUID, held: Anyone) -> Response:
        """同意延期, in the role that the policy names."""
        submission = await self._approver(request, agency, request_id, held)
        extension, due_on = id_in(submission.form, "extension_id"), await self._due_on(submission)
        return await self.submissions.act(
            submission,
            lambda origin, heads: approve_extension(
                self.deps, origin, request_id, extension, due_on=due_on, heads=heads
            ),
        )

    async def refuse(self, request: Request, agency: str, request_id: UUID, held: Anyone) -> Response:
        """不同意延期, in the role that the policy names."""
        submission = await self._approver(request, agency, request_id, held)
        extension = id_in(submission.form, "extension_id")
        reason = submission.form.multiline("refusal_reason", "不同意的理由", max_length=1000)
        return await self.submissions.act(
            submission,
            lambda origin, heads: refuse_extension(
                self.deps, origin, request_id, extension, reason, heads=heads
            ),
        )

    async def _approver(self, request: Request, agency: str, request_id: UUID, held: Pass) -> Submission:
        """Read a form of the approver. Raises `Refusal` (403) for a pass without that role."""
        today = legal_day(await self.runtime.clock.now())
        if "approve-extension" not in self.deps.policy_of(agency, today).roles.able(held.roles):
            raise NotYours("not-your-role", "您的岗位不能审批延期。请由有此职责的同事办理。")
        return await submission_of(request, agency, request_id, held, "approve-extension")

    async def _due_on(self, submission: Submission) -> date | None:
        """The due date if it has not been extended yet; None if there is none."""
        async with self.runtime.reading(submission.agency) as connection:
            due = await due_of(connection, submission.request_id)
        return due.due_on if due and due.extension_working_days == 0 else None


def routes(context: PageContext) -> APIRouter:
    """The router of these forms."""
    pages = ExtensionPages(context.runtime, context.deps, context.submissions)
    router = router_of_cases()
    router.add_api_route("/extend", pages.extend, methods=["POST"])
    router.add_api_route("/approve-extension", pages.approve, methods=["POST"])
    router.add_api_route("/refuse-extension", pages.refuse, methods=["POST"])
    return router
