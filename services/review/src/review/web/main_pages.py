"""The six things that bring a case from 分办 to 签发, each a form of the case page."""

from dataclasses import dataclass
from uuid import UUID

from fastapi import Request, Response

from review import acts, handlers
from review.handlers import Office
from review.web.doors import Anyone, Drafter, Registrar
from review.web.draft_form import read_wording
from review.web.sheet_form import questions_of, read_answers
from review.web.visits import Acting, draft_number, signer_of, visit_of
from shared.service.runtime import Runtime
from shared.time.clock import legal_day


@dataclass(frozen=True, slots=True)
class MainPages:
    """The forms of the main line, over a runtime; no rule stands here."""

    runtime: Runtime
    office: Office
    acting: Acting

    async def assign(self, request: Request, agency: str, request_id: UUID, held: Registrar) -> Response:
        """分办."""
        visit = await visit_of(request, agency, request_id, held, "register")
        section = visit.form.text("section", "承办股室", max_length=40)
        return await self.acting.act(
            visit, lambda origin: acts.assign_section(self.office, origin, request_id, section)
        )

    async def review(self, request: Request, agency: str, request_id: UUID, held: Drafter) -> Response:
        """保密审查."""
        visit = await visit_of(request, agency, request_id, held, "draft")
        policy = self.office.policy_of(agency, legal_day(await self.runtime.clock.now()))
        answers = read_answers(visit.form, questions_of(policy))
        return await self.acting.act(
            visit,
            lambda origin: acts.complete_review(self.office, origin, request_id, answers, heads=held.section),
        )

    async def propose(self, request: Request, agency: str, request_id: UUID, held: Drafter) -> Response:
        """拟答复意见."""
        visit = await visit_of(request, agency, request_id, held, "draft")
        policy = self.office.policy_of(agency, legal_day(await self.runtime.clock.now()))
        wording = read_wording(visit.form, policy)
        return await self.acting.act(
            visit,
            lambda origin: acts.propose_outcome(self.office, origin, request_id, wording, heads=held.section),
        )

    async def sign(self, request: Request, agency: str, request_id: UUID, held: Anyone) -> Response:
        """审签, or 签发 by the last step: in the role that the form names and the pass holds."""
        visit = await signer_of(request, agency, request_id, held)
        draft = draft_number(visit.form)
        return await self.acting.act(
            visit,
            lambda origin: acts.sign_draft(self.office, origin, request_id, draft, heads=held.section),
        )

    async def send_back(self, request: Request, agency: str, request_id: UUID, held: Anyone) -> Response:
        """退回, likewise."""
        visit = await signer_of(request, agency, request_id, held)
        draft = draft_number(visit.form)
        reason = visit.form.multiline("return_reason", "退回理由", max_length=1000)
        return await self.acting.act(
            visit,
            lambda origin: handlers.return_draft(
                self.office, origin, request_id, draft, reason, heads=held.section
            ),
        )

    async def issue(self, request: Request, agency: str, request_id: UUID, held: Registrar) -> Response:
        """签发 of what a shortened chain has signed."""
        visit = await visit_of(request, agency, request_id, held, "register")
        draft = draft_number(visit.form)
        return await self.acting.act(
            visit, lambda origin: acts.issue_reply(self.office, origin, request_id, draft)
        )
