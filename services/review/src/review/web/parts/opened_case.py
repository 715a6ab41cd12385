"""A case opened for one person on one day: what the projections hold, folded, with the keys that read its texts."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from uuid import UUID

from review.acts.case_and_sheet import fold_both
from review.case.handlers.dependencies import Dependencies
from review.case.rules import closed
from review.case.state import Assigned, Case, Drafted, Issued, Matter, NoCase, Opened, Returned
from review.drafting import CONTENT
from review.projections.case_file import Entry, file_of
from review.projections.due_dates import Due, clocks_of, explanation_of
from review.sheet.state import Sheet
from review.web.parts.colleagues import Colleagues, colleagues_on
from review.web.parts.unsealer import Unsealer, unsealer_of
from review.web.parts.visibility import refuse_strangers
from shared.events.review.case import ConsultationDispatched
from shared.policy import Policy
from shared.service.runtime import Runtime
from shared.time.clock import legal_day
from shared.web.access.staff_pass import Pass
from shared.words.explanation import Explanation
from shared.words.numbers import request_number

BegunCase = Opened | Assigned | Drafted | Returned | Issued


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedCase:
    """A case and its sheet, its file and clocks; what was decided earlier is read by the policy of its day."""

    case: BegunCase
    sheet: Sheet
    entries: Sequence[Entry]
    clocks: Mapping[str, Due]
    explained: Explanation | None
    staff: Colleagues
    policy_on: Callable[[date], Policy]
    today: date
    unsealer: Unsealer

    @property
    def policy(self) -> Policy:
        """The policy of today."""
        return self.policy_on(self.today)

    @property
    def matter(self) -> Matter:
        """The accepted request."""
        return self.case.matter

    @property
    def number(self) -> str:
        """登记编号."""
        return request_number(self.matter.year, self.matter.number)

    @property
    def asked(self) -> str:
        """申请内容, in clear."""
        return self.unsealer.read(CONTENT, self.matter.content)

    @property
    def section(self) -> str:
        """The id of the section that has the case, "" before 分办."""
        return section_of(self.case)

    @property
    def section_name(self) -> str:
        """The section's name today."""
        return self.staff.sections.labels(self.today).get(self.section, self.section)

    def section_on(self, day: date) -> str:
        """The name that the section had on a day."""
        return self.staff.sections.name(self.section, day)


@dataclass(frozen=True, slots=True)
class CaseReader:
    """Opens cases from the projections, all of them under row-level security."""

    runtime: Runtime
    deps: Dependencies

    async def open(self, agency: str, request_id: UUID, held: Pass) -> OpenedCase:
        """The case as `held` may read it. Raises `Refusal`: 404 where there is no such case, 403 for a stranger's."""
        today = legal_day(await self.runtime.clock.now())
        roles = self.deps.policy_of(agency, today).roles
        async with self.runtime.reading(agency) as connection:
            entries = await file_of(connection, request_id)
            clocks = await clocks_of(connection, request_id)
            explained = await explanation_of(connection, request_id)
            staff = await colleagues_on(connection, agency, today, roles.holders("draft"))
        case, sheet = fold_both(entry.event for entry in entries)
        if isinstance(case, NoCase):
            raise closed(case)
        refuse_strangers(held, roles, section_of(case), staff.sections.labels(today))
        return OpenedCase(
            case=case,
            sheet=sheet,
            entries=entries,
            clocks=clocks,
            explained=explained,
            staff=staff,
            policy_on=partial(self.deps.policy_of, agency),
            today=today,
            unsealer=await unsealer_of(self.deps.vault, agency, _key_of(entries), _named(entries)),
        )


def section_of(case: Case) -> str:
    """The id of the section that has a case, "" before 分办."""
    return "" if isinstance(case, NoCase | Opened) else case.section


def _named(entries: Sequence[Entry]) -> list[str]:
    """The keys of letters to third parties, which the sealed fields name themselves."""
    sent = (entry.event for entry in entries if isinstance(entry.event, ConsultationDispatched))
    return [event.party.key_id for event in sent if event.party.key_id]


def _key_of(entries: Sequence[Entry]) -> str | None:
    return next((entry.key_id for entry in entries if entry.key_id), None)
