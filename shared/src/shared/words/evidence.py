"""Words of evidence for people, on the case page and in the letter."""

from collections.abc import Mapping
from datetime import date

from shared.policy.evidence import EvidenceKind
from shared.time.dates import chinese_date


def evidence_lines(kind: EvidenceKind, boxes: Mapping[str, str]) -> list[str]:
    """Write each box as `标签：内容`, in the order of its kind; a day in Chinese, the 文号 not among them."""
    return [
        f"{box.label}：{_day(boxes[box.name]) if box.shape == 'date' else boxes[box.name]}"
        for box in kind.boxes
        if box.name in boxes
    ]


def _day(written: str) -> str:
    """A day in Chinese; what is no day (a box whose key is destroyed) as it is."""
    try:
        return chinese_date(date.fromisoformat(written))
    except ValueError:
        return written
