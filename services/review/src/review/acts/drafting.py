"""分办 and 拟答复意见: what a case does depends on whether its 保密审查单 is filled in, and how."""

from uuid import UUID

from review.acts.case_and_sheet import Table, change_case
from review.case.answer import names_law
from review.case.commands import AssignSection, CaseCommand, ProposeOutcome
from review.case.handlers import Office
from review.drafting import DECISION, FINDING, Wording, seal, seal_evidence, seal_materials
from shared.eventlog.store import Receipt
from shared.message import Origin


async def assign_section(office: Office, origin: Origin, request_id: UUID, section: str) -> Receipt:
    """分办 by the clerk; not once the section has filled in the sheet."""

    def write(table: Table) -> CaseCommand:
        return AssignSection(
            origin=origin,
            able=table.desk.able(origin),
            request_id=request_id,
            section=section,
            sheet=table.facts,
        )

    return await change_case(office, origin, request_id, write)


async def propose_outcome(
    office: Office, origin: Origin, request_id: UUID, wording: Wording, *, heads: str | None
) -> Receipt:
    """拟答复意见 by the head of the section `heads`; it rests on the sheet as it stands."""

    def write(table: Table) -> CaseCommand:
        catalogue = table.desk.policy.outcomes()
        return ProposeOutcome(
            origin=origin,
            able=table.desk.able(origin),
            request_id=request_id,
            heads=heads,
            outcome=wording.outcome,
            clause=wording.clause,
            finding=seal(table.desk.key, FINDING, wording.finding),
            decision=seal(table.desk.key, DECISION, wording.decision),
            materials=seal_materials(table.desk.key, wording.materials),
            sheet=table.facts,
            offered={name: outcome for name, outcome in catalogue.items() if outcome.offered},
            kinds=table.desk.policy.evidence_kinds(),
            evidence=seal_evidence(table.desk.key, wording.evidence),
            names_law=names_law(f"{wording.finding}\n{wording.decision}"),
        )

    return await change_case(office, origin, request_id, write)
