"""Subscriptions: projections and reactions that hear lanes; each has one checkpoint row per lane, moved in the effect's transaction."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Protocol

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.command.reaction import Reaction
from shared.eventlog.batch_store import BatchStore
from shared.message import Recorded
from shared.process.tracing import taking_effect
from shared.projections.generations import Projection, generation_schema, is_evidence, keep_generations

BATCH_MAX = 250
"""Events that a reaction handles in one transaction at most. It bounds the repeated work after a failure and the time
for which the lane is locked between rounds."""

Appended = Sequence[tuple[str, int]]
"""The appends of a transaction: (agency, last number)."""


class Subscription(Protocol):
    """A consumer of lanes, driven by a feed."""

    @property
    def sources(self) -> frozenset[str]:
        """The services whose events it hears."""
        ...

    @property
    def label(self) -> str:
        """Its name in health, metrics and the table of dead letters."""
        ...

    def slices(self, rows: Sequence[Recorded], most: int) -> Sequence[Sequence[Recorded]]:
        """Cut `rows` of a lane into slices of one transaction each, with at most `most` events that have an effect."""
        ...

    def shares_transactions(self, rows: Sequence[Recorded]) -> bool:
        """Whether `rows` may share a transaction with rows of other lanes."""
        ...

    @property
    def read_model(self) -> Projection | None:
        """Its projection; None for a reaction."""
        ...

    @property
    def irrevocable(self) -> bool:
        """Whether its effects cannot be taken back: rows of the bus then wait until the source's log confirms them."""
        ...

    async def apply(self, connection: AsyncConnection, key: str, rows: Sequence[Recorded]) -> Appended:
        """Apply a slice in the caller's transaction; return its appends."""
        ...


@dataclass(frozen=True)
class ProjectionSubscription(Subscription):
    """Folds rows into the live generation of a projection."""

    projection: Projection

    @property
    def sources(self) -> frozenset[str]:
        return self.projection.sources

    @property
    def label(self) -> str:
        return self.projection.name

    @property
    def read_model(self) -> Projection:
        return self.projection

    @property
    def irrevocable(self) -> bool:
        return is_evidence(self.projection)

    def slices(self, rows: Sequence[Recorded], most: int) -> Sequence[Sequence[Recorded]]:
        """Cut `rows` into pages of at most `most` rows: every event counts."""
        return [rows[at : at + most] for at in range(0, len(rows), most)]

    def shares_transactions(self, _: Sequence[Recorded]) -> bool:
        """Return True: a fold shares its transaction with every other effect."""
        return True

    async def apply(self, connection: AsyncConnection, key: str, rows: Sequence[Recorded]) -> Appended:
        with taking_effect(f"fold {self.projection.name}", rows):
            await fold_into(connection, self.projection, key, rows)
        return ()


@dataclass(frozen=True)
class ReactionSubscription(Subscription):
    """Runs a reaction, on several events in one transaction; the appends of each round come last in it."""

    service: str
    reaction: Reaction

    @property
    def sources(self) -> frozenset[str]:
        return frozenset({self.reaction.source})

    @property
    def label(self) -> str:
        return self.reaction.name

    @property
    def read_model(self) -> None:
        return None

    @property
    def irrevocable(self) -> bool:
        """Return True: what a reaction appended is never taken back."""
        return True

    def slices(self, rows: Sequence[Recorded], most: int) -> Sequence[Sequence[Recorded]]:
        """Cut `rows` so that each slice holds at most `most` events of the reaction's types."""
        size = 1 if self.reaction.transaction == "own" else min(most, BATCH_MAX)
        counting = [at for at, row in enumerate(rows) if row.type in self.reaction.types]
        bounds = [0, *counting[size::size], len(rows)]
        return [rows[a:b] for a, b in pairwise(bounds) if a < b]

    def shares_transactions(self, rows: Sequence[Recorded]) -> bool:
        """Return False if the reaction may append: an append must be the last statement of its transaction."""
        return not any(row.type in self.reaction.types for row in rows)

    async def apply(self, connection: AsyncConnection, _: str, rows: Sequence[Recorded]) -> Appended:
        """React in rounds, one event of each stream a round: an event's effect depends on the earlier events of its stream."""
        heard = [row for row in rows if row.type in self.reaction.types]
        if not heard:
            return ()
        agencies = {row.agency for row in heard}
        store = BatchStore(self.service, connection, agencies)
        if self.reaction.exclusive:
            await _lock_agencies(connection, agencies)
        with taking_effect(f"react {self.reaction.name}", heard):
            for batch in rounds(heard):
                await store.run(self.reaction.react(store, row) for row in batch)
        return store.appended


async def _lock_agencies(connection: AsyncConnection, agencies: Iterable[str]) -> None:
    """Take the advisory lock of each agency until the transaction ends. Only exclusive reactions take it; handlers never do."""
    for agency in sorted(agencies):
        await connection.execute(_TAKE_TURNS, {"agency": agency})


_TAKE_TURNS: Final = text("select pg_advisory_xact_lock(hashtextextended('decides alone ' || :agency, 0))")


def rounds(rows: Iterable[Recorded]) -> Sequence[Sequence[Recorded]]:
    """Yield rounds of rows: the first event of each stream, then the second of each, and so on; no stream is twice in a round."""
    met: Counter[str] = Counter()
    found: defaultdict[int, list[Recorded]] = defaultdict(list)
    for row in rows:
        found[met[row.stream]].append(row)
        met[row.stream] += 1
    return list(found.values())


def reaction_key(name: str) -> str:
    """The key of a reaction's checkpoint rows."""
    return f"reaction:{name}"


async def checkpoint_keys(
    connection: AsyncConnection, subscriptions: Sequence[Subscription]
) -> Sequence[str]:
    """The keys of the subscriptions' checkpoint rows, valid until the transaction ends.

    The lock on the live generation makes a rebuild's flip wait for this transaction, and this transaction for a flip.
    Raises `OtherVersion`.
    """
    projections = [each.read_model for each in subscriptions if each.read_model is not None]
    generations = await keep_generations(connection, projections) if projections else {}
    return [
        reaction_key(each.label)
        if each.read_model is None
        else generation_schema(each.read_model.name, generations[each.read_model.name])
        for each in subscriptions
    ]


async def fold_into(
    connection: AsyncConnection, projection: Projection, schema: str, rows: Sequence[Recorded]
) -> None:
    """Fold rows into one generation's tables."""
    translated = await connection.execution_options(schema_translate_map={projection.name: schema})
    await projection.fold(translated, rows)
    await connection.execution_options(schema_translate_map={})
