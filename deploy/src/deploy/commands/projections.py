"""`lantai projections`: rebuild projections from the logs of a running stack."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress, TaskID
from sqlalchemy.ext.asyncio import create_async_engine

from deploy.databases.projections import projections_of
from deploy.errors import Unable
from deploy.stack.running_stack import find
from deploy.stack.stack import Stack
from deploy.topology import SERVICES
from shared.delivery.advance import Lane
from shared.delivery.rebuild import EvidenceDiffers, LogBroken, Rebuild, Rebuilt
from shared.delivery.rebuild import Progress as Shown
from shared.eventlog.postgres import PgLog
from shared.process.audit import audited
from shared.process.settings import async_dsn
from shared.projections.generations import Projection, is_evidence

EXIT_DIFFERS = 6
EXIT_KEPT = 7

app = typer.Typer(no_args_is_help=True, add_completion=False)


@app.callback()
def projections() -> None:
    """Group of commands."""


@app.command(
    help="从日志重建一个读模型，与现用的逐行比较后切换；不同的以 6 结束；只增不改的（台账）有一行不同就不切换，以 7 结束。"
)
@audited("projections.rebuild", "service", "name")
def rebuild(
    service: Annotated[str, typer.Argument(help="intake、review、deadline 或 reporting")],
    name: Annotated[str, typer.Argument(help="读模型的名称")],
    *,
    rewind: Annotated[
        bool, typer.Option("--rewind", help="只重建到日志末尾，去掉日志没有的伪造尾部，并删除该读模型的死信")
    ] = False,
) -> None:
    """Fill the next generation beside the live one, compare, flip; an append-only one that differs is kept."""
    stack = find(Path.cwd()).stack
    projection = _projection(service, name)
    if rewind and is_evidence(projection):
        raise Unable(f"{name} 是证据，不能回退：请用 lantai audit verify 查明哪一份是真的")
    with Progress(console=Console(stderr=True)) as progress:
        bars: dict[Lane, TaskID] = {}

        def shown(lane: Lane, done: int) -> None:
            if lane not in bars:
                bars[lane] = progress.add_task(f"{lane.service}/{lane.agency}", total=None)
            progress.update(bars[lane], completed=done)

        rebuilt = _run(stack, service, projection, shown, rewind=rewind)
    if rebuilt.differing:
        raise Differs(
            f"已重建并切换。与原来不同的表：{'、'.join(rebuilt.differing)}。请查明原因（lantai audit verify）。"
        )
    Console().print(f"已重建 {service} 的 {name}：{rebuilt.rows} 个事件，与现用的完全一致。", highlight=False)


class Differs(Unable):
    """The rebuilt projection was not equal to the live one."""

    exit_code = EXIT_DIFFERS


class Kept(Unable):
    """The logs no longer give what has taken effect: nothing was switched."""

    exit_code = EXIT_KEPT


def _run(stack: Stack, service: str, projection: Projection, shown: Shown, *, rewind: bool) -> Rebuilt:
    try:
        return asyncio.run(_rebuild(stack, service, projection, shown, rewind=rewind))
    except EvidenceDiffers as found:
        what = f"{projection.name} 只增不改：按日志重建出来的与已有的不同（表 {'、'.join(found.tables)}）"
    except LogBroken as found:
        what = f"日志接不上已经生效的事件（{found}）"
    raise Kept(
        f"{what}，没有切换，仍用原有的。请运行 lantai audit verify 查明是哪条日志被改动，并与备份核对。"
    )


def _projection(service: str, name: str) -> Projection:
    if service not in SERVICES:
        raise Unable(f"没有叫 {service} 的服务：请用 {'、'.join(SERVICES)} 之一")
    projections = {projection.name: projection for projection in projections_of(service)}
    if name not in projections:
        raise Unable(f"{service} 没有叫 {name} 的读模型：请用 {'、'.join(sorted(projections))} 之一")
    return projections[name]


async def _rebuild(
    stack: Stack, service: str, projection: Projection, shown: Shown, *, rewind: bool
) -> Rebuilt:
    engines = {
        source: create_async_engine(async_dsn(stack.postgres.dsn(source))) for source in projection.sources
    }
    try:
        logs = {source: PgLog(source, engine) for source, engine in engines.items()}
        rebuilding = Rebuild(service, projection, logs, shown, rewind=rewind)
        return await rebuilding.run(stack.postgres.dsn(service))
    finally:
        for engine in engines.values():
            await engine.dispose()
