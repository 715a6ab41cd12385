"""The roles (岗位) of an agency on a day: `policy.roles`.

A role is data of the pack: `[roles]` gives id, label and capabilities. Two keys add to it: a step of `signoff.chain`
gives its role the capability `sign`, `extension.approver` gives its role `approve-extension`. Code asks what a role
may do, never what it is called.

    policy.roles.known("deputy")                   whether the agency has this role
    policy.roles.able(account.roles)               all that somebody who holds these roles may do
    policy.roles.holders("draft")                  the ids of the roles that may do it, in the pack's order
    policy.roles.acting(account.roles, "draft")    the first held role that may do it, None where none may
    policy.roles.names["head"]                     what the agency calls it: the chain's word, else the list's label
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from shared.policy.values import ListedCapability, RoleEntry, Step

Capability = ListedCapability | Literal["sign", "approve-extension"]
"""A capability of the list of roles, or one that a key of its own gives."""


@dataclass(frozen=True, slots=True)
class Role:
    """岗位: `label` by the list of roles; `step` is the signature that it gives, None where it signs nothing."""

    id: str
    label: str
    capabilities: frozenset[Capability]
    step: Step | None

    @property
    def called(self) -> str:
        """The agency's name of the role: the chain's word if the role signs (管理办法六: 组长), else the list's."""
        return self.step.label if self.step else self.label


@dataclass(frozen=True, slots=True)
class Roles:
    """All roles of an agency, in the pack's order."""

    every: tuple[Role, ...]

    def __iter__(self) -> Iterator[Role]:
        """Give the roles."""
        return iter(self.every)

    @property
    def labels(self) -> Mapping[str, str]:
        """Give the label of each role by its id, as the list of roles has it."""
        return {role.id: role.label for role in self.every}

    @property
    def names(self) -> Mapping[str, str]:
        """Give the agency's name of each role, by id."""
        return {role.id: role.called for role in self.every}

    def known(self, role_id: str) -> bool:
        """Whether the agency has this role."""
        return any(role.id == role_id for role in self.every)

    def able(self, held: Collection[str]) -> frozenset[Capability]:
        """Give the capabilities of a person who holds the roles `held`; an unknown role has none."""
        return frozenset(
            capability for role in self.every if role.id in held for capability in role.capabilities
        )

    def holders(self, capability: Capability) -> tuple[str, ...]:
        """Give the ids of the roles that may do it."""
        return tuple(role.id for role in self.every if capability in role.capabilities)

    def acting(self, held: Collection[str], capability: Capability) -> str | None:
        """Give the first role among `held` that may do it."""
        return next((role_id for role_id in self.holders(capability) if role_id in held), None)


def roles_of(entries: Sequence[RoleEntry], chain: Sequence[Step], approver: str) -> Roles:
    """Combine the three keys that describe roles."""
    steps = {step.id: step for step in chain}
    return Roles(tuple(_role(entry, steps.get(entry.id), approver) for entry in entries))


def _role(entry: RoleEntry, step: Step | None, approver: str) -> Role:
    found: set[Capability] = set(entry.capabilities)
    if step is not None:
        found.add("sign")
    if entry.id == approver:
        found.add("approve-extension")
    return Role(entry.id, entry.label, frozenset(found), step)
