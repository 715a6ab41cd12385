"""Finds the packs that apply to an agency on a day, from the nation down: nation → province → city → … → agency.

A pack names by `within` the pack that it lies in; without it, it lies in the national one. The linter
checks that every chain of `within` ends at the nation and that each pack is in force on every day of the packs below it.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from shared.policy.pack import NATIONAL, Pack


class Layers:
    """All packs of a library by id; of one id there may be several, one for each period."""

    def __init__(self, packs: Iterable[Pack]) -> None:
        """Keep them in order of the days from which they are in force."""
        self._by_id: dict[str, list[Pack]] = {}
        for pack in sorted(packs, key=lambda pack: pack.head.valid_from):
            self._by_id.setdefault(pack.head.id, []).append(pack)

    def __iter__(self) -> Iterator[Pack]:
        """Give every pack."""
        return (pack for packs in self._by_id.values() for pack in packs)

    def of(self, pack_id: str) -> tuple[Pack, ...]:
        """Give the packs of an id, the oldest first; none for an unknown one."""
        return tuple(self._by_id.get(pack_id, ()))

    def on(self, pack_id: str, day: date) -> Pack | None:
        """Give the pack of an id that is in force on a day."""
        return next((pack for pack in self.of(pack_id) if pack.covers(day)), None)

    def national(self, day: date) -> Pack | None:
        """Give the national floor of a day."""
        return self.on(NATIONAL, day)

    def down_to(self, pack: Pack, day: date) -> tuple[Pack, ...]:
        """Give the packs between the nation and `pack`, from above, and `pack` itself at the end.

        A circular chain of `within` ends before its first repetition.
        """
        found, above = [pack], self.on(pack.head.within, day)
        while above is not None and not above.head.is_national and above not in found:
            found.append(above)
            above = self.on(above.head.within, day)
        return tuple(reversed(found))
