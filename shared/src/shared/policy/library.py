"""The packs of a deployment: the built-in folders and the deployment's own; all are linted before use."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from pathlib import Path

import msgspec

from shared.policy.errors import BrokenPack, NotInForce, UnknownAgency, UnknownKey
from shared.policy.layers import Layers
from shared.policy.lint.entries import entry_faults
from shared.policy.lint.structure import structure_faults
from shared.policy.lint.unread import unread_files
from shared.policy.pack import HEAD_FILE, NATIONAL, Pack, read
from shared.policy.resolution import Resolved, settle
from shared.workdays import NATIONAL_REGION

BUILT_IN = Path(__file__).with_name("packs")


class PackLibrary:
    """All packs under some folders. A folder with a `pack.toml` adds an agency, a city or a province.

    An agency may have several packs, one for each period. Nothing is read again after construction.
    """

    def __init__(self, paths: Iterable[Path] = (BUILT_IN,)) -> None:
        """Read every pack under the paths.

        Raises:
            BrokenPack: any pack has a fault; its text lists all of them.

        """
        packs, faults = checked(paths)
        if faults:
            raise BrokenPack(faults)
        self._layers = Layers(packs)

    def agencies(self) -> tuple[str, ...]:
        """Give the ids of the agencies in order of the alphabet; the nation and the layers are none."""
        return tuple(sorted({pack.head.id for pack in self._layers if pack.head.kind == "agency"}))

    def keys(self, on: date) -> tuple[str, ...]:
        """Give all keys that the floor of that day declares."""
        return tuple(sorted(self._national(on).entries))

    def warnings(self, agency_id: str, on: date) -> tuple[str, ...]:
        """Give the drafting faults of the agency's own texts (a wrong name of an act, two clauses that disagree)."""
        own = self._own(agency_id, on)
        return own.head.warnings if own else ()

    def region(self, agency_id: str, on: date) -> str:
        """Give the region whose calendar counts: that of the agency's pack, else of the nearest pack above it.

        Raises:
            UnknownAgency: no pack has this id.

        """
        named = (pack.head.region for pack in reversed(self._below_nation(agency_id, on)))
        return next((region for region in named if region), NATIONAL_REGION)

    def resolve(self, agency_id: str, key: str, *, on: date, seed_literal: bool = False) -> Resolved:
        """Resolve a key for an agency on a day: the nation's text, then each layer's, the agency's own last.

        `national` gives the floor. Before an agency's first pack, or in a gap, the floor alone applies.

        Raises:
            UnknownAgency: no pack has this id, or it is that of a layer.
            NotInForce: no national pack covers the day.
            UnknownKey: no such key, or no layer gives it a value.

        """
        national, below = self._national(on), self._below_nation(agency_id, on)
        title = (below[-1] if below else national).head.title
        floor = national.on(key, on)
        if floor is None:
            raise UnknownKey(title, key)
        found = settle(key, floor, *(pack.on(key, on) for pack in below), seed_literal=seed_literal)
        if found.value is msgspec.UNSET:
            raise UnknownKey(title, key)
        return found

    def _below_nation(self, agency_id: str, on: date) -> tuple[Pack, ...]:
        own = self._own(agency_id, on)
        return self._layers.down_to(own, on) if own else ()

    def _own(self, agency_id: str, on: date) -> Pack | None:
        if agency_id == NATIONAL:
            return None
        if not any(pack.head.kind == "agency" for pack in self._layers.of(agency_id)):
            raise UnknownAgency(agency_id, self.agencies())
        return self._layers.on(agency_id, on)

    def _national(self, on: date) -> Pack:
        found = self._layers.national(on)
        if found is None:
            since = min((pack.head.valid_from for pack in self._layers.of(NATIONAL)), default=date.max)
            raise NotInForce(on.isoformat(), since.isoformat())
        return found


def folders(path: Path) -> list[Path]:
    """Give the pack folders under a path, in order of their names."""
    return sorted(head.parent for head in path.glob(f"*/{HEAD_FILE}"))


def checked(paths: Iterable[Path]) -> tuple[list[Pack], tuple[str, ...]]:
    """Read every pack under the paths; give the packs and all faults in them and of files beside them."""
    found = tuple(paths)
    packs = [read(folder) for path in found for folder in folders(path)]
    return packs, (*faults_of(packs), *(fault for path in found for fault in unread_files(path)))


def faults_of(packs: list[Pack]) -> tuple[str, ...]:
    """Lint packs together, each against all that lies above it."""
    layers = Layers(packs)
    own = [fault for pack in packs for fault in (*pack.faults, *entry_faults(pack, layers))]
    return (*own, *structure_faults(layers))


FOLDER_VARIABLE = "LANTAI_POLICY_FOLDER"
"""Names the deployment's own folder of packs in the environment, for services and commands alike."""


def library_with(folder: Path | None) -> PackLibrary:
    """Give the built-in packs and those of a deployment's own folder. Raises `BrokenPack`."""
    return default_library() if folder is None else PackLibrary((BUILT_IN, folder))


@lru_cache(maxsize=1)
def default_library() -> PackLibrary:
    """Give the built-in packs, read once."""
    return PackLibrary()
