"""The forms beside the main line: the extension and its approval, the letters and their answers."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from fastapi import Request, Response

from review import handlers
from review.domain.circumstances import CONSENTS, REFUSES
from review.domain.consultation import CLAUSES
from review.handlers import Letter, Office, Opinion
from review.projections.due_dates import due_of
from review.web.doors import Anyone, Drafter, RegistrarOrDrafter
from review.web.visits import Acting, Visit, days_in, id_in, visit_of
from shared.command.decider import NotYours
from shared.service.runtime import Runtime
from shared.time.clock import legal_day
from shared.web.access.staff_pass import Pass
from shared.web.wiring import web_of


@dataclass(frozen=True, slots=True)
class SidePages:
    """The forms, over a runtime; no rule stands here."""

    runtime: Runtime
    office: Office
    acting: Acting

    async def extend(self, request: Request, agency: str, request_id: UUID, held: Drafter) -> Response:
        """提请延期."""
        visit = await visit_of(request, agency, request_id, held, "draft")
        days = days_in(visit.form, "extension_days", "延长的工作日")
        reason = visit.form.multiline("extension_reason", "延期理由", max_length=1000)
        due_on = await self._due_on(visit)
        return await self.acting.act(
            visit,
            lambda origin: handlers.propose_extension(
                self.office, origin, request_id, (days, reason), due_on=due_on, heads=held.section
            ),
        )

    async def approve(self, request: Request, agency: str, request_id: UUID, held: Anyone) -> Response:
        """同意延期, in the role that the agency's rules name."""
        visit = await self._approver(request, agency, request_id, held)
        extension, due_on = id_in(visit.form, "extension_id"), await self._due_on(visit)
        return await self.acting.act(
            visit,
            lambda origin: handlers.approve_extension(
                self.office, origin, request_id, extension, due_on=due_on
            ),
        )

    async def refuse(self, request: Request, agency: str, request_id: UUID, held: Anyone) -> Response:
        """不同意延期, likewise."""
        visit = await self._approver(request, agency, request_id, held)
        extension = id_in(visit.form, "extension_id")
        reason = visit.form.multiline("refusal_reason", "不同意的理由", max_length=1000)
        return await self.acting.act(
            visit,
            lambda origin: handlers.refuse_extension(self.office, origin, request_id, extension, reason),
        )

    async def consult(self, request: Request, agency: str, request_id: UUID, held: Drafter) -> Response:
        """征求意见."""
        visit = await visit_of(request, agency, request_id, held, "draft")
        letter = read_letter(visit, legal_day(await self.runtime.clock.now()))
        return await self.acting.act(
            visit,
            lambda origin: handlers.send_consultation(
                self.office, origin, request_id, letter, heads=held.section
            ),
        )

    async def answer(
        self, request: Request, agency: str, request_id: UUID, held: RegistrarOrDrafter
    ) -> Response:
        """登记意见, as the clerk where the pass holds that role."""
        registers = "register" in web_of(request).pages.able(request, held)
        visit = await visit_of(request, agency, request_id, held, "register" if registers else "draft")
        letter = id_in(visit.form, "consultation_id")
        opinion = read_opinion(visit, legal_day(await self.runtime.clock.now()))
        return await self.acting.act(
            visit,
            lambda origin: handlers.answer_consultation(
                self.office, origin, request_id, letter, opinion, heads=held.section
            ),
        )

    async def _approver(self, request: Request, agency: str, request_id: UUID, held: Pass) -> Visit:
        """Raises `Refusal` (403) for a pass without the approver's role."""
        today = legal_day(await self.runtime.clock.now())
        if "approve-extension" not in self.office.policy_of(agency, today).roles.able(held.roles):
            raise NotYours("not-your-role", "您的岗位不能审批延期。请由有此职责的同事办理。")
        return await visit_of(request, agency, request_id, held, "approve-extension")

    async def _due_on(self, visit: Visit) -> date | None:
        """The date as deadline last said it, None while it says none."""
        async with self.runtime.reading(visit.agency) as connection:
            due = await due_of(connection, visit.request_id)
        return due.due_on if due and due.extended_days == 0 else None


def read_letter(visit: Visit, today: date) -> Letter:
    """征求意见书; a day that does not parse is a fault of the form, and then nothing is sent."""
    form = visit.form
    return Letter(
        kind=form.choice("kind", "征求谁的意见", tuple(CLAUSES)),
        party=form.text("party", "对方名称", max_length=100),
        question=form.multiline("question", "征求的事项", max_length=1000),
        sent_on=form.date("sent_on", "发出日期", latest=today) or today,
        received_on=form.date("served_on", "对方收到日期", latest=today) or today,
    )


def read_opinion(visit: Visit, today: date) -> Opinion:
    """The party's answer, likewise."""
    form = visit.form
    return Opinion(
        answer=form.choice("answer", "意见", (CONSENTS, REFUSES)),
        reason=form.multiline("answer_reason", "理由", required=False, max_length=1000),
        arrived_on=form.date("arrived_on", "收到意见日期", latest=today) or today,
    )
