"""The staff pages of review: the desk, the case page, and the six things that can be done on it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID, uuid5

from fastapi import APIRouter, Depends, Request, Response
from starlette.responses import RedirectResponse

from review import handlers
from review.handlers import Office
from review.web.draft_form import read_wording
from review.web.reading import CasePage, read_desk
from review.web.sheet_form import questions_of, read_answers
from shared.clock import legal_day
from shared.decider import Refusal
from shared.message import Origin
from shared.runtime import Runtime
from shared.store import Receipt
from shared.web.access import Pass
from shared.web.forms import FormReader
from shared.web.guards import staff
from shared.web.origins import staff_origin
from shared.web.wiring import web_of

Anyone = Annotated[Pass, Depends(staff())]
Clerk = Annotated[Pass, Depends(staff("clerk"))]
Section = Annotated[Pass, Depends(staff("section"))]

NO_GOING_BACK = frozenset({403, 404, 410})
"""Refusals that the form cannot mend: they get a page of their own."""

DIGITS_MAX = 5
"""Of a draft's number: nobody drafts a hundred thousand times."""


@dataclass(frozen=True, slots=True)
class Visit:
    """One person acting on one case in one role, with what was typed; `act` is the last part of the address."""

    request: Request
    agency: str
    request_id: UUID
    held: Pass
    role: str
    act: str
    form: FormReader


@dataclass(frozen=True, slots=True)
class StaffPages:
    """The routes, over a runtime; no rule stands here."""

    runtime: Runtime
    office: Office
    page: CasePage

    async def desk(self, request: Request, agency: str, held: Anyone) -> Response:
        """待办: mine first, by due date."""
        return await read_desk(self.runtime, self.office, request, agency, held)

    async def case(self, request: Request, agency: str, request_id: UUID, held: Anyone) -> Response:
        """One case: what was asked, the sheet, the draft, what to do now."""
        return await self.page.show(request, agency, request_id, held)

    async def assign(self, request: Request, agency: str, request_id: UUID, held: Clerk) -> Response:
        """分办."""
        visit = await _visit(request, agency, request_id, held, "clerk", "assign")
        section = visit.form.text("section", "承办股室", max_length=40)
        return await self._act(
            visit, lambda origin: handlers.assign_section(self.office, origin, request_id, section)
        )

    async def review(self, request: Request, agency: str, request_id: UUID, held: Section) -> Response:
        """保密审查."""
        visit = await _visit(request, agency, request_id, held, "section", "review")
        policy = self.office.policy_of(agency, legal_day(await self.runtime.clock.now()))
        answers = read_answers(visit.form, questions_of(policy))
        return await self._act(
            visit,
            lambda origin: handlers.complete_review(
                self.office, origin, request_id, answers, heads=held.section
            ),
        )

    async def propose(self, request: Request, agency: str, request_id: UUID, held: Section) -> Response:
        """拟答复意见."""
        visit = await _visit(request, agency, request_id, held, "section", "propose")
        policy = self.office.policy_of(agency, legal_day(await self.runtime.clock.now()))
        wording = read_wording(visit.form, policy)
        return await self._act(
            visit,
            lambda origin: handlers.propose_outcome(
                self.office, origin, request_id, wording, heads=held.section
            ),
        )

    async def sign(self, request: Request, agency: str, request_id: UUID, held: Anyone) -> Response:
        """审签, or 签发 by the last step: in the role that the form names and the pass holds."""
        visit = await _signer(request, agency, request_id, held, "sign")
        draft = _draft_number(visit.form)
        return await self._act(
            visit,
            lambda origin: handlers.sign_draft(self.office, origin, request_id, draft, heads=held.section),
        )

    async def send_back(self, request: Request, agency: str, request_id: UUID, held: Anyone) -> Response:
        """退回, likewise."""
        visit = await _signer(request, agency, request_id, held, "return")
        draft = _draft_number(visit.form)
        reason = visit.form.multiline("return_reason", "退回理由", max_length=1000)
        return await self._act(
            visit,
            lambda origin: handlers.return_draft(
                self.office, origin, request_id, draft, reason, heads=held.section
            ),
        )

    async def issue(self, request: Request, agency: str, request_id: UUID, held: Clerk) -> Response:
        """签发 of what a shortened chain has signed."""
        visit = await _visit(request, agency, request_id, held, "clerk", "issue")
        draft = _draft_number(visit.form)
        return await self._act(
            visit, lambda origin: handlers.issue_reply(self.office, origin, request_id, draft)
        )

    async def _act(self, visit: Visit, act: Callable[[Origin], Awaitable[Receipt]]) -> Response:
        """Do it and show the case as it is then; a fault or a refusal shows the form as it was typed."""
        if visit.form.errors:
            return await self._again(visit, 422)
        at = await self.runtime.clock.now()
        origin = staff_origin(visit.agency, visit.held, visit.role, at, _command_id(visit))
        try:
            receipt = await act(origin)
        except Refusal as refusal:
            if refusal.status in NO_GOING_BACK:
                raise
            visit.form.refuse(refusal)
            return await self._again(visit, refusal.status)
        await self.runtime.caught_up(visit.agency, receipt.last_seq)
        base = web_of(visit.request).settings.base_path
        return RedirectResponse(f"{base}/review/{visit.agency}/cases/{visit.request_id}", 303)

    async def _again(self, visit: Visit, status: int) -> Response:
        return await self.page.show(
            visit.request, visit.agency, visit.request_id, visit.held, form=visit.form, status=status
        )


def routes(runtime: Runtime, office: Office) -> APIRouter:
    """All pages of review."""
    pages = StaffPages(runtime, office, CasePage(runtime, office))
    router = APIRouter(prefix="/review/{agency}", include_in_schema=False)
    router.add_api_route("/desk", pages.desk, methods=["GET"])
    router.add_api_route("/cases/{request_id}", pages.case, methods=["GET"])
    for path, act in (
        ("assign", pages.assign),
        ("review", pages.review),
        ("propose", pages.propose),
        ("sign", pages.sign),
        ("return", pages.send_back),
        ("issue", pages.issue),
    ):
        router.add_api_route(f"/cases/{{request_id}}/{path}", act, methods=["POST"])
    return router


async def _visit(request: Request, agency: str, request_id: UUID, held: Pass, role: str, act: str) -> Visit:
    return Visit(request, agency, request_id, held, role, act, FormReader(await request.form()))


async def _signer(request: Request, agency: str, request_id: UUID, held: Pass, act: str) -> Visit:
    """A visit in the role that the form names. Refused: a role that the pass does not hold."""
    form = FormReader(await request.form())
    level = form.value("level")
    if level not in held.roles:
        raise Refusal("not-your-role", "您的岗位不能办理这一环节。请由有此职责的同事办理。", status=403)
    return Visit(request, agency, request_id, held, level, act, form)


def _command_id(visit: Visit) -> UUID:
    """One page may hold two forms (sign, return) under one id: each act has its own."""
    return uuid5(visit.form.command_id(), visit.act)


def _draft_number(form: FormReader) -> int:
    """The number of the draft that the page showed; 0, which no draft has, where the form was tampered with."""
    typed = form.value("draft")
    plain = typed.isascii() and typed.isdigit() and len(typed) <= DIGITS_MAX
    return int(typed) if plain else 0
