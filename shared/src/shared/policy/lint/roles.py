"""What is wrong with the roles of an agency.

Checked over what applies after all layers: the chain may be national and the list of roles local.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final, get_args

from shared.policy.roles import Capability, Roles, roles_of
from shared.policy.values import ListedCapability

ROLE_KEYS: Final = (
    *("roles", "signoff.chain", "extension.approver"),
    *("warning.working_days_before", "warning.roles", "warning.missed_role"),
)
"""The keys that list roles or name one, and the days to which the roles of the warnings belong."""

_APART: Final[frozenset[Capability]] = frozenset({"oversee", "supervise"})
"""What a role that supervises may do: it reads, and takes no part in what it supervises."""


def role_faults(where: str, applies: Mapping[str, Any]) -> Iterator[str]:
    """Every role that a key names is listed, every capability has a holder, who supervises does nothing else.

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
