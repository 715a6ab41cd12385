"""The case page: the case as one person sees it, and the forms of the acts that this person may take."""

from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from fastapi import Request, Response

from review.web.case.turn_view import EFFECTS
from review.web.case.view import case_view
from review.web.draft.form import BASIS, basis_choices, blank_form, chosen, pairs_of
from review.web.draft.known_evidence import known_evidence
from review.web.parts.opened_case import CaseReader
from review.web.sheet.form import ATTRIBUTE_NAMES, ATTRIBUTES, YES_NO, faulty, questions_of
from shared.web.access.staff_pass import Pass
from shared.web.forms.form_reader import FormReader
from shared.web.wiring import web_of

SHEET_WORDS: Final[dict[str, Any]] = {
    "review_effect": EFFECTS["review"],
    "yes_no": YES_NO,
    "attributes": ATTRIBUTES,
    "attribute_names": ATTRIBUTE_NAMES,
}
"""The words of the sheet's form, the same for every case."""


@dataclass(frozen=True, slots=True)
class CasePage:
    """Renders the case page, fresh or with a refused form."""

    cases: CaseReader

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
        """Render the page, with `form` if one was refused. Raises `Refusal` (404) if there is no such case."""
        opened = await self.cases.open(agency, request_id, held)
        view = case_view(opened, held)
        chain, questions = opened.policy["signoff.chain"], questions_of(opened.policy)
        prefilled = known_evidence(opened.entries)
        closing = view.circumstances.closing.outcome_name if view.circumstances.closing else ""
        pairs = pairs_of(opened.policy, closing)
        typed = form or blank_form(view.last_draft, prefilled, opened.policy.evidence_kinds())
        possible = [each for each in pairs if view.sheet or closing or not each.reviewed]
        return web_of(request).pages.render(
            request,
            "case/case.html",
            status=status,
            agency=agency,
            view=view,
            form=typed,
            today=opened.today,
            sections=opened.staff.assignable,
            questions=questions,
            sheet_faulty=faulty(typed, questions),
            **SHEET_WORDS,
            bases=basis_choices(possible),
            choosing=BASIS in request.query_params or bool(typed.value("outcome")),
            pair=chosen(form, request.query_params.get(BASIS), view.last_draft, pairs if form else possible),
            chain=chain,
            crumbs=(("我的待办", f"/review/{agency}/desk"), (view.number, "")),
        )
