"""The case page. It reads the projections under row-level security."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final
from uuid import UUID

from fastapi import Request, Response

from review.case.handlers import Dependencies
from review.projections.case_file import Entry, file_of
from review.projections.due_dates import clocks_of, explanation_of
from review.web.case.turn_view import EFFECTS
from review.web.case.view import CaseView, Read, case_view
from review.web.draft.form import BASIS, basis_choices, blank_form, chosen, pairs_of
from review.web.draft.known_evidence import known_evidence
from review.web.parts.colleagues import colleagues_on
from review.web.parts.unsealer import unsealer_of
from review.web.sheet.form import ATTRIBUTE_NAMES, ATTRIBUTES, YES_NO, faulty, questions_of
from shared.events.review.case import ConsultationDispatched
from shared.service.runtime import Runtime
from shared.time.clock import legal_day
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
    """Renders the case page, fresh or with a refused form, and loads the view for the pages below a case."""

    runtime: Runtime
    deps: Dependencies

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
        read, view = await self.view(agency, request_id, held)
        chain, questions = read.policy["signoff.chain"], questions_of(read.policy)
        prefilled = known_evidence(read.entries)
        closing = view.circumstances.closing.outcome_name if view.circumstances.closing else ""
        pairs = pairs_of(read.policy, closing)
        typed = form or blank_form(view.last_draft, prefilled, read.policy.evidence_kinds())
        possible = [each for each in pairs if view.sheet or closing or not each.reviewed]
        return web_of(request).pages.render(
            request,
            "case/case.html",
            status=status,
            agency=agency,
            view=view,
            form=typed,
            today=read.today,
            sections=read.staff.assignable,
            questions=questions,
            sheet_faulty=faulty(typed, questions),
            **SHEET_WORDS,
            bases=basis_choices(possible),
            choosing=BASIS in request.query_params or bool(typed.value("outcome")),
            pair=chosen(form, request.query_params.get(BASIS), view.last_draft, pairs if form else possible),
            chain=chain,
            crumbs=(("我的待办", f"/review/{agency}/desk"), (view.number, "")),
        )

    async def view(self, agency: str, request_id: UUID, held: Pass) -> tuple[Read, CaseView]:
        """Read the projections and build the view, limited to what `held` may read. Raises `Refusal`."""
        read = await self._read(agency, request_id)
        reader = await unsealer_of(self.deps.vault, agency, _key_of(read.entries), _named(read.entries))
        return read, case_view(read, reader, held)

    async def _read(self, agency: str, request_id: UUID) -> Read:
        today = legal_day(await self.runtime.clock.now())
        drafting = self.deps.policy_of(agency, today).roles.holders("draft")
        async with self.runtime.reading(agency) as connection:
            return Read(
                entries=await file_of(connection, request_id),
                clocks=await clocks_of(connection, request_id),
                explained=await explanation_of(connection, request_id),
                staff=await colleagues_on(connection, agency, today, drafting),
                policy_on=partial(self.deps.policy_of, agency),
                today=today,
            )


def _named(entries: Sequence[Entry]) -> list[str]:
    """The keys of letters to third parties, which the sealed fields name themselves."""
    sent = (entry.event for entry in entries if isinstance(entry.event, ConsultationDispatched))
    return [event.party.key_id for event in sent if event.party.key_id]


def _key_of(entries: Sequence[Entry]) -> str | None:
    return next((entry.key_id for entry in entries if entry.key_id), None)
