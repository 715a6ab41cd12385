"""征求意见: record a letter that was sent, and the answer that came."""

from dataclasses import dataclass
from uuid import UUID

from fastapi import APIRouter, Request, Response

from review.case.handlers.consultation import answer_consultation, send_consultation
from review.case.handlers.dependencies import Dependencies
from review.web.context import PageContext, router_of_cases
from review.web.letters.form import read_letter, read_opinion
from review.web.parts.form_submission import Submissions, id_in, submission_of
from review.web.parts.passes import Drafter, RegistrarOrDrafter
from shared.service.runtime import Runtime
from shared.time.clock import legal_day
from shared.web.wiring import web_of


@dataclass(frozen=True, slots=True)
class LetterPages:
    """The routes of these forms. They contain no rules."""

    runtime: Runtime
    deps: Dependencies
    submissions: Submissions

    async def consult(self, request: Request, agency: str, request_id: UUID, held: Drafter) -> Response:
        """征求意见: record a letter."""
        submission = await submission_of(request, agency, request_id, held, "draft")
        letter = read_letter(submission, legal_day(await self.runtime.clock.now()))
        return await self.submissions.act(
            submission,
            lambda origin, heads: send_consultation(self.deps, origin, request_id, letter, heads=heads),
        )

    async def answer(
        self, request: Request, agency: str, request_id: UUID, held: RegistrarOrDrafter
    ) -> Response:
        """登记意见: record an answer, as the registrar if the pass holds that role, else as a drafter."""
        may_register = "register" in web_of(request).pages.able(request, held)
        submission = await submission_of(
            request, agency, request_id, held, "register" if may_register else "draft"
        )
        letter = id_in(submission.form, "consultation_id")
        opinion = read_opinion(submission, legal_day(await self.runtime.clock.now()))
        return await self.submissions.act(
            submission,
            lambda origin, heads: answer_consultation(
                self.deps, origin, request_id, letter, opinion, heads=heads
            ),
        )


def routes(context: PageContext) -> APIRouter:
    """The router of these forms."""
    pages = LetterPages(context.runtime, context.deps, context.submissions)
    router = router_of_cases()
    router.add_api_route("/consult", pages.consult, methods=["POST"])
    router.add_api_route("/answer", pages.answer, methods=["POST"])
    return router
