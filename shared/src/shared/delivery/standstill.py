"""How far the lanes of a feed are behind, as its head audits found, and which of them stand still."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from time import monotonic


@dataclass
class Standstill:
    """Notes of the head audits, by subscription and agency."""

    lag: dict[str, int] = field(default_factory=dict)
    """`subscription/agency` → events not yet applied."""
    _seen: dict[tuple[str, str], int] = field(default_factory=dict)
    _moved: dict[str, float] = field(default_factory=dict)

    def note(self, label: str, agency: str, seq: int, head: int) -> None:
        """Note that a subscription has applied a lane up to `seq` of `head`."""
        lane = f"{label}/{agency}"
        if self._seen.get((label, agency)) != seq or seq >= head:
            self._moved[lane] = monotonic()
        self._seen[label, agency] = seq
        self.lag[lane] = max(0, head - seq)

    def stood_at(self, label: str, agency: str, seq: int) -> bool:
        """Whether the last note of a lane was the same number."""
        return self._seen.get((label, agency)) == seq

    def stalled(self, seconds: float) -> Sequence[str]:
        """The lanes, named as in `lag`, that were behind and did not move for `seconds`."""
        since = monotonic() - seconds
        return [lane for lane, behind in self.lag.items() if behind and self._moved[lane] < since]
