"""`lantai ledger import FILE`: import an agency's older requests, with the service's settings from the environment.

Exit codes: 0 all lines are imported; 1 lines were refused, or file or database cannot be reached; 64 no settings.
"""

import asyncio
import os
import sys
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Annotated, BinaryIO

import typer
from rich.console import Console
from rich.progress import Progress

from intake.cli.session import require_served
from intake.past.handlers import catalogue_of
from intake.past.ledger import Imported, PastLedger
from intake.past.lines import numbered_lines
from shared.command.decider import NotFound
from shared.eventlog.store import StoreUnavailable
from shared.message import Actor, Origin
from shared.process.audit import audited
from shared.process.priority import give_way
from shared.process.settings import Settings
from shared.service.cli import own_settings, refuse
from shared.service.commands import hinting
from shared.service.runtime import Runtime
from shared.time.clock import legal_day

IMPORTER = Actor(kind="service", id="ledger-import")
NOT_DONE = 1

app = typer.Typer(no_args_is_help=True, add_completion=False)


@app.callback(help="台账：补录历史申请。")
def ledger() -> None:
    """Keep `import` a subcommand: without a callback, Typer drops the name of an only command."""


@app.command("import", help="把以前办理的申请逐行（JSON）补录进年报统计；可以中断后重新运行，不会重复。")
@audited("ledger.import", "agency")
def import_(
    file: Annotated[Path, typer.Argument(help="每行一条记录的 .jsonl 文件；- 为标准输入")],
    agency: Annotated[str, typer.Option(help="机关标识")],
) -> None:
    """Import each line by one command. Refused lines are listed, all other lines are imported."""
    done, settings = Imported(), own_settings()
    give_way()
    try:
        with _opened(file) as source:
            asyncio.run(_import(settings, source, agency, done))
    except StoreUnavailable:
        away = f"数据库暂时连接不上。{_count(done)}请稍后再次运行，已补录的不会重复。"
        refuse(NOT_DONE, "database-unreachable", away)
    except NotFound as refusal:
        refuse(NOT_DONE, refusal.code, refusal.sentence)
    except (FileNotFoundError, IsADirectoryError, PermissionError):
        refuse(
            NOT_DONE, "file-unreadable", f"读不了文件 {file}：请核对路径，须是每行一条记录的 .jsonl 文件。"
        )
    for fault in done.faults:
        typer.echo(f"第 {fault.line} 行：{fault.reason}", err=True)
    if done.refused:
        rest = done.refused - len(done.faults)
        more = f"（另有 {rest} 行未列出）" if rest else ""
        refuse(NOT_DONE, "lines-refused", f"{_count(done)}{more}请改正后再次运行，已补录的不会重复。")
    typer.echo(_count(done))


def _opened(file: Path) -> AbstractContextManager[BinaryIO]:
    """Open the file; `-` is standard input, since a container shares no folder with the operator."""
    return nullcontext(sys.stdin.buffer) if file == Path("-") else file.open("rb")


async def _import(settings: Settings, source: BinaryIO, agency: str, done: Imported) -> None:
    runtime = Runtime(settings)
    try:
        require_served(runtime, agency)
        at = await runtime.clock.now()
        catalogue = catalogue_of(runtime.policy(agency, legal_day(at)))
        with Progress(console=Console(stderr=True)) as progress:
            size = _size(source)
            bar = progress.add_task(agency, total=size)

            def told(_: Imported) -> None:
                progress.update(bar, completed=None if size is None else source.tell())

            ledger = PastLedger(runtime.store, catalogue, Origin.first(agency, IMPORTER, at), told)
            async with hinting(runtime):
                await ledger.take(numbered_lines(source), done)
    finally:
        await runtime.close()


def _size(source: BinaryIO) -> int | None:
    """The size in bytes; None for piped input."""
    if not source.seekable():
        return None
    size = source.seek(0, os.SEEK_END)
    source.seek(0)
    return size


def _count(done: Imported) -> str:
    return f"已补录 {done.new} 条，此前已有 {done.known} 条，有误 {done.refused} 行。"
