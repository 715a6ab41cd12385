"""The policy of one agency on one day, for pages, rules and clocks."""

from datetime import date
from functools import cached_property, lru_cache
from typing import Protocol

from shared.policy.errors import UnknownKey
from shared.policy.evidence import EvidenceKind
from shared.policy.library import PackLibrary, default_library
from shared.policy.resolution import Resolved
from shared.policy.roles import Roles, roles_of
from shared.policy.values import Outcome

_OUTCOMES = "outcomes."
_EVIDENCE = "evidence."


class Policy:
    """`policy["reply.working_days"].value`: the resolved values of an agency on a day."""

    def __init__(
        self, agency_id: str, on: date, *, library: PackLibrary | None = None, seed_literal: bool = False
    ) -> None:
        """Fix the agency and the day; the built-in packs are used when no library is given.

        Raises:
            UnknownAgency: no pack has this id.

        """
        self.agency_id = agency_id
        self.on = on
        self._library = library or default_library()
        self._seed_literal = seed_literal
        self.warnings = self._library.warnings(agency_id, on)

    def __getitem__(self, key: str) -> Resolved:
        """Give the resolved value of a key, with clause, source and layer.

        Raises:
            UnknownKey: no such key, or an optional one that this agency's texts leave open.

        """
        return self._library.resolve(self.agency_id, key, on=self.on, seed_literal=self._seed_literal)

    def get(self, key: str) -> Resolved | None:
        """Give the resolved value of a key; None where no layer gives a value."""
        try:
            return self[key]
        except UnknownKey:
            return None

    @property
    def region(self) -> str:
        """Give the region whose calendar counts for the agency (`shared.workdays.calendar_of_region`)."""
        return self._library.region(self.agency_id, self.on)

    @cached_property
    def roles(self) -> Roles:
        """Give the agency's roles, with what each may do."""
        chain, approver = self["signoff.chain"].value, self["extension.approver"].value
        return roles_of(self["roles"].value, chain, approver)

    def outcome(self, name: str) -> Outcome:
        """Give an outcome of the catalogue by its row's name (`granted`, `deny_state_secret`, …).

        Raises:
            UnknownKey: the catalogue has no such outcome.

        """
        found: Outcome = self[_OUTCOMES + name].value
        return found

    def outcomes(self) -> dict[str, Outcome]:
        """Give the whole catalogue in the order of the annual table's rows."""
        rows = [row.id for row in self["annual.rows"].value]
        known = set(self._library.keys(self.on))
        return {row: self.outcome(row) for row in rows if _OUTCOMES + row in known}

    def evidence_kinds(self) -> dict[str, EvidenceKind]:
        """Give the kinds of evidence by their ids, which outcomes and articles name in `requires`."""
        known = (key for key in self._library.keys(self.on) if key.startswith(_EVIDENCE))
        return {key.removeprefix(_EVIDENCE): self[key].value for key in known}

    def redress_text(self, outcome_name: str) -> str:
        """Write the sentence on remedies that a reply of this outcome ends with; empty where there is none.

        The reconsideration body and the court are the agency's. A reply without them extends the limit to a year (复议法第二十条第三款).
        """
        code = self.outcome(outcome_name).redress
        if code == "none":
            return ""
        text: str = self[f"redress.{code}"].value
        return text.format(body=self["redress.body"].value, court=self["redress.court"].value)


class PolicyOf(Protocol):
    """Looks up a policy, for handlers and pages: from the runtime's packs, or from a test's own."""

    def __call__(self, agency_id: str, on: date) -> Policy:
        """The policy of an agency on a day. Raises `UnknownAgency`."""
        ...


def resolve(
    agency_id: str, key: str, *, on: date, seed_literal: bool = False, library: PackLibrary | None = None
) -> Resolved:
    """Resolve a key for an agency on a day, from the built-in packs unless a library is given."""
    return (library or default_library()).resolve(agency_id, key, on=on, seed_literal=seed_literal)


@lru_cache(maxsize=1)
def national_roles() -> Roles:
    """Give the roles of the newest national pack, for pages that belong to no agency."""
    return Policy("national", date.max).roles


def policies(library: PackLibrary | None = None) -> tuple[str, ...]:
    """Give the ids of all agencies that have a pack; the national floor is none."""
    return (library or default_library()).agencies()
