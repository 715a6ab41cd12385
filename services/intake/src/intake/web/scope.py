"""What staff see of a request at the door: everybody where it stands, only who acts on it here what was asked."""

from typing import Final

from shared.web.access.staff_pass import Pass

READERS: Final = frozenset({"clerk", "deputy", "head"})
"""经办人, 分管领导, 主要领导. A section reads its own cases' text in review (谁主管谁审查), a supervisor the file that they
make there (管理办法六（五）, 条例第四十七条)."""


def reads_text(held: Pass) -> bool:
    """Whether `held` may read what was asked, its hints and its purpose (《个人信息保护法》第六条: no more than the task needs)."""
    return not READERS.isdisjoint(held.roles)
