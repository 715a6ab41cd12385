"""Finds faults in the roles of an agency.

The values after all layers are checked: the chain may be national and the list of roles local.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final, get_args

from shared.policy.roles import Capability, Roles, roles_of
from shared.policy.values import ListedCapability

ROLE_KEYS: Final = (
    *("roles", "signoff.chain", "extension.approver"),
    *("warning.working_days_before", "warning.roles", "warning.missed_role"),
)
"""The keys that list or name roles, and the key of the warning days to which the warned roles belong."""

_APART: Final[frozenset[Capability]] = frozenset({"oversee", "supervise"})
"""The capabilities of a supervising role: it reads and handles nothing."""


def role_faults(where: str, applies: Mapping[str, Any]) -> Iterator[str]:
    """Check that every named role is listed, every capability has a holder, and a supervising role has no other capability.

    `applies`: the value of each of `ROLE_KEYS`.
    """
    roles = roles_of(applies["roles"], applies["signoff.chain"], applies["extension.approver"])
    yield from _unknown(where, applies, roles)
    if idle := [each for each in get_args(ListedCapability) if not roles.holders(each)]:
        yield f"{where} roles：没有岗位具有 {'、'.join(idle)}。请写明由哪个岗位行使。"
    if len(applies["warning.roles"]) != len(applies["warning.working_days_before"]):
        yield f"{where} warning.roles：须与 warning.working_days_before 逐项对应，多出的一方不会用到。"
    for role in roles:
        if "supervise" in role.capabilities and not role.capabilities <= _APART:
            yield f"{where} roles：监督岗位 {role.id} 不能兼有办理权限。请分设岗位。"


def _unknown(where: str, applies: Mapping[str, Any], roles: Roles) -> Iterator[str]:
    named: Mapping[str, tuple[str, ...]] = {
        "signoff.chain": tuple(step.id for step in applies["signoff.chain"]),
        "extension.approver": (applies["extension.approver"],),
        "warning.roles": applies["warning.roles"],
        "warning.missed_role": (applies["warning.missed_role"],),
    }
    for key, ids in named.items():
        if missing := [role_id for role_id in ids if not roles.known(role_id)]:
            yield f"{where} {key}：岗位 {'、'.join(missing)} 没有列在 roles 中。请核对岗位标识。"
