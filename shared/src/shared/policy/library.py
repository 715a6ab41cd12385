"""The packs of a deployment: the built-in folders and those of the agency's own, checked before they count."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from pathlib import Path

from shared.policy.errors import BrokenPack, NotInForce, UnknownAgency, UnknownKey
from shared.policy.lint import lint, lint_together
from shared.policy.pack import Entry, Pack, read
from shared.policy.resolution import Resolved, settle

BUILT_IN = Path(__file__).with_name("packs")


class PackLibrary:
    """All packs under some folders. Adding an agency is adding a folder with a `pack.toml`.

    An agency may have several packs, one for each period. Nothing is read again after construction.
    """

    def __init__(self, paths: Iterable[Path] = (BUILT_IN,)) -> None:
        """Read every pack under the paths.

        Raises:
            BrokenPack: any pack has a fault; its text lists all of them.

        """
        packs = [read(folder) for path in paths for folder in folders(path)]
        faults = faults_of(packs)
        if faults:
            raise BrokenPack(faults)
        self._floors = tuple(pack for pack in packs if pack.head.is_floor)
        self._agencies = tuple(pack for pack in packs if not pack.head.is_floor)

    def agencies(self) -> tuple[str, ...]:
        """Give the ids of the agencies in order of the alphabet; the floor is none."""
        return tuple(sorted({pack.head.id for pack in self._agencies}))

    def keys(self, on: date) -> tuple[str, ...]:
        """Give all keys that the floor of that day declares."""
        return tuple(sorted(self._floor(on).entries))

    def warnings(self, agency_id: str, on: date) -> tuple[str, ...]:
        """Give the drafting faults of the agency's own texts (a wrong name of an act, two clauses that disagree)."""
        local = self._local(agency_id, on)
        return local.head.warnings if local else ()

    def resolve(self, agency_id: str, key: str, *, on: date, seed_literal: bool = False) -> Resolved:
        """Say what applies to an agency on a day.

        The floor's own id gives the floor. Before an agency's first pack, or in a gap, the floor alone applies.

        Raises:
            UnknownAgency: no pack has this id.
            NotInForce: no national pack covers the day.
            UnknownKey: no such key, or neither layer gives it a value.

        """
        local_pack, floor_pack = self._local(agency_id, on), self._floor(on)
        title = (local_pack or floor_pack).head.title
        floor = floor_pack.on(key, on)
        if floor is None:
            raise UnknownKey(title, key)
        local = local_pack.on(key, on) if local_pack else None
        if not floor.given and not _gives(local):
            raise UnknownKey(title, key)
        return settle(key, floor, local, seed_literal=seed_literal)

    def _local(self, agency_id: str, on: date) -> Pack | None:
        own = [pack for pack in self._agencies if pack.head.id == agency_id]
        if not own and all(pack.head.id != agency_id for pack in self._floors):
            raise UnknownAgency(agency_id, self.agencies())
        return next((pack for pack in own if pack.covers(on)), None)

    def _floor(self, on: date) -> Pack:
        found = next((pack for pack in self._floors if pack.covers(on)), None)
        if found is None:
            since = min((pack.head.valid_from for pack in self._floors), default=date.max)
            raise NotInForce(on.isoformat(), since.isoformat())
        return found


def folders(path: Path) -> list[Path]:
    """Give the pack folders under a path, in order of their names."""
    return sorted(head.parent for head in path.glob("*/pack.toml"))


def faults_of(packs: list[Pack]) -> tuple[str, ...]:
    """Lint packs together, each local one against the floors that it meets."""
    floors = tuple(pack for pack in packs if pack.head.is_floor)
    own = [fault for pack in packs for fault in lint(pack, floors)]
    return (*own, *lint_together(packs))


def _gives(entry: Entry | None) -> bool:
    return entry is not None and entry.given


FOLDER_VARIABLE = "LANTAI_POLICY_FOLDER"
"""Names the deployment's own folder of packs in the environment, for services and commands alike."""


def library_with(folder: Path | None) -> PackLibrary:
    """Give the built-in packs and those of a deployment's own folder. Raises `BrokenPack`."""
    return default_library() if folder is None else PackLibrary((BUILT_IN, folder))


@lru_cache(maxsize=1)
def default_library() -> PackLibrary:
    """Give the built-in packs, read once."""
    return PackLibrary()
