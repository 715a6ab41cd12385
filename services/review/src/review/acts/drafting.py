"""Handlers of 分办 and 拟答复意见, which depend on the 保密审查单 of the case."""

from collections.abc import Mapping
from uuid import UUID

from review.acts.case_and_sheet import CaseAndSheet, change_case
from review.case.answer import names_law
from review.case.commands import AssignSection, CaseCommand, Heads, ProposeOutcome
from review.case.handlers.dependencies import Dependencies
from review.drafting import DECISION, FINDING, Wording, seal, seal_evidence, seal_materials
from shared.eventlog.store import Receipt
from shared.message import Origin


async def assign_section(
    deps: Dependencies, origin: Origin, request_id: UUID, section: str, *, offered: Mapping[str, str]
) -> Receipt:
    """分办 by the clerk to one of the `offered` sections. Refused once the section has filled in the sheet."""

    def write(loaded: CaseAndSheet) -> CaseCommand:
        return AssignSection(
            origin=origin,
            able=loaded.case.able(origin),
            request_id=request_id,
            section=section,
            offered=offered,
            sheet=loaded.facts,
        )

    return await change_case(deps, origin, request_id, write)


async def propose_outcome(
    deps: Dependencies, origin: Origin, request_id: UUID, wording: Wording, *, heads: Heads
) -> Receipt:
    """拟答复意见 by the head of the section, based on the present sheet. Raises `Refusal`."""

    def write(loaded: CaseAndSheet) -> CaseCommand:
        catalogue = loaded.case.policy.outcomes()
        return ProposeOutcome(
            origin=origin,
            able=loaded.case.able(origin),
            request_id=request_id,
            heads=heads,
            outcome=wording.outcome,
            clause=wording.clause,
            finding=seal(loaded.case.key, FINDING, wording.finding),
            decision=seal(loaded.case.key, DECISION, wording.decision),
            materials=seal_materials(loaded.case.key, wording.materials),
            sheet=loaded.facts,
            offered={name: outcome for name, outcome in catalogue.items() if outcome.offered},
            kinds=loaded.case.policy.evidence_kinds(),
            evidence=seal_evidence(loaded.case.key, wording.evidence),
            names_law=names_law(f"{wording.finding}\n{wording.decision}"),
        )

    return await change_case(deps, origin, request_id, write)
