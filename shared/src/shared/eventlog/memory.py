"""The log in memory: for unit tests of handlers. It passes the contract suite of the PostgreSQL store; every lane is open."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from shared.eventlog.evidence import chain_hash, genesis, leaf_hash
from shared.eventlog.store import (
    AHEAD_MAX,
    Commit,
    EventStore,
    Guard,
    Head,
    InvalidEvent,
    LanesReader,
    Prepared,
    Receipt,
    VersionConflict,
    prepare,
)
from shared.message import Recorded
from shared.time.clock import wall_clock


class MemoryStore(EventStore, LanesReader):
    """Event store and log of one service, held in lists."""

    def __init__(self, service: str, now: Callable[[], datetime] = wall_clock) -> None:
        self._service = service
        self._now = now
        self._lanes: dict[str, list[Recorded]] = {}
        self._receipts: dict[tuple[str, UUID], Receipt] = {}

    async def append(self, commit: Commit) -> Receipt:
        prepared = prepare(commit)
        origin = commit.origin
        done = self._receipts.get((origin.agency, origin.command_id))
        if done is not None:
            return Receipt(done.first_seq, done.last_seq, done.result, repeated=True)
        lane = self._lanes.setdefault(origin.agency, [])
        self._check_versions(lane, commit.guards, prepared)
        first = len(lane) + 1
        recorded_at = max(self._now(), lane[-1].recorded_at) if lane else self._now()
        if origin.at > recorded_at + AHEAD_MAX:
            raise InvalidEvent(f"dated after now: {origin.at}")
        for event in prepared:
            lane.append(self._record(lane, commit, event, recorded_at))
        receipt = Receipt(first, len(lane), dict(commit.result))
        self._receipts[origin.agency, origin.command_id] = receipt
        return receipt

    def _check_versions(
        self, lane: list[Recorded], guards: Sequence[Guard], prepared: Sequence[Prepared]
    ) -> None:
        versions = {row.stream: row.version for row in lane}
        for guard in guards:
            if versions.get(guard.stream, 0) != guard.expected:
                raise VersionConflict(guard.stream)
        for event in prepared:
            if versions.get(event.stream, 0) + 1 != event.version:
                raise VersionConflict(event.stream)
            versions[event.stream] = event.version

    def _record(self, lane: list[Recorded], commit: Commit, event: Prepared, at: datetime) -> Recorded:
        origin = commit.origin
        draft = Recorded(
            service=self._service,
            agency=origin.agency,
            seq=len(lane) + 1,
            stream=event.stream,
            version=event.version,
            id=event.id,
            type=event.type,
            schema_version=event.schema_version,
            occurred_at=origin.at,
            recorded_at=at,
            actor=str(origin.actor),
            correlation_id=origin.correlation_id,
            causation_id=origin.causation_id,
            key_id=event.key_id,
            body=event.body,
            leaf=b"",
            chain=b"",
        )
        leaf = leaf_hash(draft)
        before = lane[-1].chain if lane else genesis(self._service, origin.agency)
        return msgspec.structs.replace(draft, leaf=leaf, chain=chain_hash(before, leaf))

    async def load(self, agency: str, stream: str) -> Sequence[Recorded]:
        return [row for row in self._lanes.get(agency, []) if row.stream == stream]

    async def last(self, agency: str, stream: str) -> Recorded | None:
        rows = await self.load(agency, stream)
        return rows[-1] if rows else None

    async def at_version(self, agency: str, stream: str, version: int) -> Recorded | None:
        rows = await self.load(agency, stream)
        return next((row for row in rows if row.version == version), None)

    async def streams(self, agency: str, prefix: str) -> Sequence[str]:
        return sorted({row.stream for row in self._lanes.get(agency, []) if row.stream.startswith(prefix)})

    async def receipt(self, agency: str, command_id: UUID) -> Receipt | None:
        return self._receipts.get((agency, command_id))

    async def heads(self) -> Mapping[str, Head]:
        return {agency: Head(rows[-1].seq, rows[-1].chain) for agency, rows in self._lanes.items() if rows}

    async def read(self, agency: str, after: int, limit: int) -> Sequence[Recorded]:
        return self._lanes.get(agency, [])[after : after + limit]

    async def read_lanes(self, after: Mapping[str, int], limit: int) -> Sequence[Recorded]:
        return [row for agency in sorted(after) for row in await self.read(agency, after[agency], limit)]
