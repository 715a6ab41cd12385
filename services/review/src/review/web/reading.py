"""From the books to the pages: what the desk and the case page read, all of it under row-level security."""

from dataclasses import dataclass
from functools import partial
from uuid import UUID

from fastapi import Request, Response

from review.handlers import Office
from review.projections.case_file import file_of
from review.projections.caseload import issued_cases, open_cases
from review.projections.colleagues import staff_of
from review.projections.due_dates import due_of, running
from review.web.case_view import Read, case_view
from review.web.desk import desk_view
from review.web.draft_form import blank_form, clause_choices, outcome_choices
from review.web.plain_text import reader_of
from review.web.scope import sees
from review.web.sheet_form import ATTRIBUTES, YES_NO, faulty, questions_of
from review.web.turn_view import EFFECTS
from shared.clock import legal_day
from shared.numbers import request_number
from shared.policy import LAYER_NAMES
from shared.runtime import Runtime
from shared.web.access import Pass
from shared.web.forms import FormReader
from shared.web.wiring import web_of

ISSUED_SHOWN_MAX = 20
"""Issued replies on the desk: enough to find yesterday's; the ledger has all."""


async def read_desk(runtime: Runtime, office: Office, request: Request, agency: str, held: Pass) -> Response:
    """The desk of one person."""
    today = legal_day(await runtime.clock.now())
    chain = office.policy_of(agency, today)["signoff.chain"]
    async with runtime.reading(agency) as connection:
        lines = await open_cases(connection)
        issued = await issued_cases(connection, ISSUED_SHOWN_MAX)
        dues = await running(connection)
    desk = await desk_view(lines, dues, chain.value, held, (office.vault, agency), today)
    return web_of(request).pages.render(
        request,
        "desk.html",
        agency=agency,
        desk=desk,
        issued=[
            (request_number(line.year, line.number), line) for line in issued if sees(held, line.section)
        ],
        today=today,
    )


@dataclass(frozen=True, slots=True)
class CasePage:
    """The case page, fresh or with a form that must be mended."""

    runtime: Runtime
    office: Office

    async def show(
        self,
        request: Request,
        agency: str,
        request_id: UUID,
        held: Pass,
        *,
        form: FormReader | None = None,
        status: int = 200,
    ) -> Response:
        """Render it. Raises `Refusal` (404) where there is no such case."""
        read = await self._read(agency, request_id)
        key_id = next((entry.key_id for entry in read.entries if entry.key_id), None)
        view = case_view(read, await reader_of(self.office.vault, agency, key_id), held)
        chain, questions = read.policy["signoff.chain"], questions_of(read.policy)
        typed = form or blank_form(view.draft, read.policy)
        return web_of(request).pages.render(
            request,
            "case.html",
            status=status,
            agency=agency,
            view=view,
            form=typed,
            sections=[(section, section) for section in read.staff.sections],
            questions=questions,
            sheet_faulty=faulty(typed, questions),
            review_effect=EFFECTS["review"],
            yes_no=YES_NO,
            attributes=ATTRIBUTES,
            outcomes=outcome_choices(read.policy),
            clauses=clause_choices(read.policy),
            chain=chain,
            layer=LAYER_NAMES[chain.layer],
            crumbs=(("我的待办", f"/review/{agency}/desk"), (view.number, "")),
        )

    async def _read(self, agency: str, request_id: UUID) -> Read:
        today = legal_day(await self.runtime.clock.now())
        async with self.runtime.reading(agency) as connection:
            return Read(
                entries=await file_of(connection, request_id),
                due=await due_of(connection, request_id),
                staff=await staff_of(connection),
                policy_on=partial(self.office.policy_of, agency),
                today=today,
            )
