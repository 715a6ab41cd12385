"""What is shown and not done: the desk, the case, two drafts side by side, the sheet as it is printed."""

from dataclasses import dataclass
from uuid import UUID

from fastapi import Request, Response

from review.handlers import Office
from review.projections.caseload import issued_cases, open_cases
from review.projections.due_dates import alarms, running
from review.web.case_view import CaseView
from review.web.desk import DeskBooks, desk_view
from review.web.doors import Anyone
from review.web.draft_diff import compare
from review.web.draft_view import DraftView
from review.web.reading import CasePage
from review.web.scope import sees
from review.web.sheet_form import ATTRIBUTE_NAMES
from shared.command.decider import NotFound
from shared.service.runtime import Runtime
from shared.time.clock import legal_day
from shared.web.wiring import web_of
from shared.words.numbers import request_number

ISSUED_SHOWN_MAX = 20
"""Issued replies on the desk: enough to find yesterday's; the ledger has all."""


@dataclass(frozen=True, slots=True)
class ShownPages:
    """The pages, over a runtime."""

    runtime: Runtime
    office: Office
    page: CasePage

    async def desk(self, request: Request, agency: str, held: Anyone) -> Response:
        """待办: mine first, by due date; `show` narrows it."""
        today = legal_day(await self.runtime.clock.now())
        policy = self.office.policy_of(agency, today)
        async with self.runtime.reading(agency) as connection:
            issued = await issued_cases(connection, ISSUED_SHOWN_MAX)
            books = DeskBooks(
                await open_cases(connection), await running(connection), await alarms(connection)
            )
        show = request.query_params.get("show", "")
        desk = await desk_view(books, policy, held, (self.office.vault, agency), today, show)
        return web_of(request).pages.render(
            request,
            "desk.html",
            agency=agency,
            desk=desk,
            issued=[
                (request_number(line.year, line.number), line)
                for line in issued
                if sees(held, policy.roles, line.section)
            ],
            today=today,
        )

    async def case(self, request: Request, agency: str, request_id: UUID, held: Anyone) -> Response:
        """One case: what was asked, the sheet, the draft, what to do now."""
        return await self.page.show(request, agency, request_id, held)

    async def drafts(self, request: Request, agency: str, request_id: UUID, held: Anyone) -> Response:
        """Any two drafts side by side: the last two unless `old` and `new` say which."""
        _, view = await self.page.view(agency, request_id, held)
        if not view.drafts:
            raise NotFound("draft-missing", "本件还没有答复意见。请等承办股室拟好后再查看。")
        old, new = _asked_for(request, view)
        return web_of(request).pages.render(
            request,
            "drafts.html",
            agency=agency,
            view=view,
            old=old,
            new=new,
            parts_compared=compare(old, new),
            crumbs=_crumbs(agency, view, "历次答复意见"),
        )

    async def sheet(self, request: Request, agency: str, request_id: UUID, held: Anyone) -> Response:
        """审查单 laid out for print."""
        read, view = await self.page.view(agency, request_id, held)
        if view.sheet is None:
            reason = "本件还没有填写保密审查单。请等承办股室填写后再查看。"
            raise NotFound("confidentiality-review-missing", reason, "条例第十七条")
        return web_of(request).pages.render(
            request,
            "sheet.html",
            agency=agency,
            view=view,
            title=read.policy["label.review_sheet"].value,
            agency_name=read.policy["agency.name"].value,
            copies=read.policy["confidentiality.sheet_copies"],
            attribute=ATTRIBUTE_NAMES[view.sheet.attribute],
            crumbs=_crumbs(agency, view, "保密审查单"),
        )


def _asked_for(request: Request, view: CaseView) -> tuple[DraftView, DraftView]:
    """The two that the address names; what it does not name rightly is the last but one, and the last."""
    by_number = {str(draft.number): draft for draft in view.drafts}
    new = by_number.get(request.query_params.get("new", ""), view.drafts[-1])
    before = view.drafts[max(view.drafts.index(new) - 1, 0)]
    return by_number.get(request.query_params.get("old", ""), before), new


def _crumbs(agency: str, view: CaseView, here: str) -> tuple[tuple[str, str], ...]:
    case = f"/review/{agency}/cases/{view.request_id}"
    return (("我的待办", f"/review/{agency}/desk"), (view.number, case), (here, ""))
