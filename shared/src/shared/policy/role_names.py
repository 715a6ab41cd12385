"""What the roles are called: by the national chain of signatures, and by an agency's own where it has words for them."""

from collections.abc import Mapping, Sequence

from shared.policy.values import Step

ROLE_NAMES: Mapping[str, str] = {
    "clerk": "经办人",
    "section": "业务机构负责人",
    "deputy": "分管领导",
    "head": "主要领导",
    "supervisor": "监督",
}
"""As the national chain calls them."""


def role_names(chain: Sequence[Step]) -> Mapping[str, str]:
    """Role → its word, for every role; `chain` (签批环节) is the agency's (管理办法六: 组长, 副组长)."""
    return {**ROLE_NAMES, **{step.id: step.label for step in chain}}
