"""Brings projections to the versions of this code: fills the next generation beside the live one, switches, drops the old one.

Services of the former version may go on meanwhile; they stop folding at the switch, and no lane is parked.
"""

from collections.abc import Mapping

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from deploy.databases.engines import service_engines
from deploy.databases.migration import Dsn, Say
from deploy.databases.projections import projections_of
from deploy.errors import Unable
from shared.delivery.advance import Lane
from shared.delivery.checkpoints import projection_positions
from shared.delivery.rebuild import EvidenceDiffers, LogBroken, Overtaken, Rebuild
from shared.eventlog.postgres import PgLog
from shared.projections.generations import Projection, other_versions

Heard = Mapping[str, frozenset[str]]
"""Service → the agencies in whose lanes it has events."""

_HAS_RUN = text("select exists (select from carrier.checkpoint)")

TOLD_ROWS = 20_000
"""Rows after which the progress of a lane is told again."""


async def upgrade(dsn: Dsn, say: Say) -> list[str]:
    """Rebuild every projection that is old; run again it changes nothing. Returns one line per projection.

    Raises `Unable` if a log is broken; that projection then stays as it was.
    """
    done: list[str] = []
    async with service_engines(dsn) as engines:
        logs = {service: PgLog(service, engine) for service, engine in engines.items()}
        for service, projection, why in await _old(engines):
            say(f"读模型 {service}/{projection.name} {why}，正在从日志重建……")
            rows = await _rebuild(service, projection, logs, dsn(service), say)
            done.append(f"{service}/{projection.name}：{why}，已重建（{rows} 个事件）并切换")
    return done


async def old_projections(engines: Mapping[str, AsyncEngine]) -> Mapping[str, str]:
    """`service/projection` → why it is old, for those that `upgrade` would rebuild."""
    return {f"{service}/{projection.name}": why for service, projection, why in await _old(engines)}


async def _old(engines: Mapping[str, AsyncEngine]) -> list[tuple[str, Projection, str]]:
    """The old projections. A service that has never run fills its own when it starts: there is nothing to wait for."""
    heard = {service: frozenset(await PgLog(service, engine).heads()) for service, engine in engines.items()}
    found: list[tuple[str, Projection, str]] = []
    for service, engine in engines.items():
        async with engine.connect() as connection:
            every = [(each, await why_old(connection, each, heard)) for each in projections_of(service)]
            has_run = (await connection.execute(_HAS_RUN)).scalar_one()
        found += [(service, projection, why) for projection, why in every if why and has_run]
    return found


async def why_old(connection: AsyncConnection, projection: Projection, heard: Heard) -> str:
    """Say why a projection must be rebuilt: another version, or other sources than it has heard; "" if it need not."""
    other = await other_versions(connection, [projection])
    if other:
        return f"的版本是 {other[projection.name]}，应为 {projection.version}"
    begun = {service for service, _ in await projection_positions(connection, projection.name)}
    if more := begun - projection.sources:
        return f"含有不再计入的 {'、'.join(sorted(more))}"
    if fewer := {source for source in projection.sources - begun if heard[source]}:
        return f"还没有计入 {'、'.join(sorted(fewer))}"
    return ""


async def _rebuild(
    service: str, projection: Projection, logs: Mapping[str, PgLog], superuser_dsn: str, say: Say
) -> int:
    told: dict[Lane, int] = {}

    def shown(lane: Lane, done: int) -> None:
        if done - told.get(lane, 0) >= TOLD_ROWS:
            told[lane] = done
            say(f"　{projection.name}：{lane.service}/{lane.agency} 已到第 {done} 号")

    sources = {source: logs[source] for source in projection.sources}
    try:
        rebuilt = await Rebuild(service, projection, sources, shown).run(superuser_dsn)
    except LogBroken as broken:
        raise Unable(
            f"读模型 {service}/{projection.name} 没有重建，仍用原有的：日志有缺损（{broken}）。请运行 lantai audit verify 查明。"
        ) from broken
    except EvidenceDiffers as found:
        raise Unable(
            f"{service}/{projection.name} 只增不改，没有重建，仍用原有的：按日志重建出来的与已有的不同（表 {'、'.join(found.tables)}）。"
            "请运行 lantai audit verify 查明是哪条日志被改动，并与备份核对。"
        ) from found
    except Overtaken as overtaken:
        raise Unable(
            f"读模型 {service}/{projection.name} 正由另一次升级重建。请待其结束后再运行。"
        ) from overtaken
    return rebuilt.rows
