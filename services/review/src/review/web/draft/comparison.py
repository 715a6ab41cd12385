"""Compares two drafts: sentence by sentence, then character by character within the sentences that differ."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from review.web.draft.view import DraftView

SENTENCE = re.compile(r"[^。；！？\n]*[。；！？\n]?")
WORD = re.compile(r"[A-Za-z0-9.]+|\s|[^\sA-Za-z0-9.]")

CLOSE_MAX = 160_000
"""Longest pair of passages that is compared by character, as the product of their lengths: about 400 characters
each.
"""

Kept = Literal["same", "out", "in"]
Run = tuple[Kept, str]


@dataclass(frozen=True, slots=True)
class Compared:
    """A part of a draft: its heading, the old text with deletions marked, the new text with insertions marked."""

    title: str
    old: Sequence[Run]
    new: Sequence[Run]

    @property
    def changed(self) -> bool:
        """Whether the two texts differ."""
        return any(kept != "same" for kept, _ in (*self.old, *self.new))


def compare(old: DraftView, new: DraftView) -> Sequence[Compared]:
    """Compare each part of one draft with the same part of the other."""
    return [
        Compared(title, *runs(before, after))
        for (title, before), (_, after) in zip(_parts(old), _parts(new), strict=True)
    ]


def runs(old: str, new: str) -> tuple[list[Run], list[Run]]:
    """Compare two texts by sentence, so that long texts stay cheap; sentences that differ, by character."""
    before, after = SENTENCE.findall(old), SENTENCE.findall(new)
    left: list[Run] = []
    right: list[Run] = []
    for gone, come in _changes(before, after):
        if gone == come:
            left.append(("same", gone))
            right.append(("same", come))
        elif len(gone) * len(come) > CLOSE_MAX:
            left.append(("out", gone))
            right.append(("in", come))
        else:
            _closely(gone, come, left, right)
    return _joined(left), _joined(right)


def _changes(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The passages in order, equal ones and differing ones."""
    for _, i, j, k, n in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        yield "".join(before[i:j]), "".join(after[k:n])


def _closely(gone: str, come: str, left: list[Run], right: list[Run]) -> None:
    for out, into in _changes(WORD.findall(gone), WORD.findall(come)):
        left.append(("same" if out == into else "out", out))
        right.append(("same" if out == into else "in", into))


def _joined(found: Sequence[Run]) -> list[Run]:
    """Join neighbours of the same kind and drop empty runs."""
    joined: list[Run] = []
    for kept, text in found:
        if joined and joined[-1][0] == kept:
            joined[-1] = (kept, joined[-1][1] + text)
        elif text:
            joined.append((kept, text))
    return joined


def _parts(draft: DraftView) -> list[tuple[str, str]]:
    evidence = "\n".join(f"{each.title}：{each.reference}\n{each.text}" for each in draft.evidence)
    return [
        ("答复类型和依据", f"{draft.outcome}。\n依据{draft.clause}。"),
        ("查明的情况", draft.finding),
        ("答复决定", draft.decision),
        ("提供的材料或公开的位置", "\n".join(draft.materials)),
        ("佐证", evidence),
    ]
