"""`lantai ledger`: what an agency brings along from before."""

import asyncio
import os
import sys
from pathlib import Path
from typing import Annotated, BinaryIO

import typer
from rich.console import Console
from rich.progress import Progress

from deploy import doctor
from deploy.environment import for_service
from deploy.unable import Unable
from intake.handlers import Imported, PastLedger, catalogue_of, numbered_lines
from shared.clock import legal_day
from shared.message import Actor, Origin
from shared.policy import PolicyError
from shared.runtime import Runtime
from shared.settings import Settings
from shared.store import StoreUnavailable

IMPORTER = Actor(kind="service", id="ledger-import")

app = typer.Typer(no_args_is_help=True, add_completion=False)


@app.callback()
def ledger() -> None:
    """Group of commands."""


@app.command("import", help="把以前办理的申请逐行（JSON）补录进年报统计；可以中断后重新运行，不会重复。")
def import_(
    file: Annotated[Path, typer.Argument(help="每行一条记录的 .jsonl 文件")],
    agency: Annotated[str, typer.Option(help="机关标识")],
) -> None:
    """One command and one event a line; bad lines are named, and the others are imported all the same."""
    done = Imported()
    try:
        with file.open("rb") as opened:
            asyncio.run(_import(_settings(), opened, agency, done))
    except StoreUnavailable as problem:
        raise Unable(f"数据库暂时连接不上。{_count(done)}请稍后再次运行，已补录的不会重复。") from problem
    except PolicyError as problem:
        raise Unable(str(problem)) from problem
    except (FileNotFoundError, IsADirectoryError, PermissionError) as problem:
        raise Unable(f"读不了文件 {file}：请核对路径，须是每行一条记录的 .jsonl 文件。") from problem
    for fault in done.faults:
        sys.stderr.write(f"第 {fault.line} 行：{fault.reason}\n")
    if done.refused:
        rest = done.refused - len(done.faults)
        more = f"（另有 {rest} 行未列出）" if rest else ""
        raise Unable(f"{_count(done)}{more}请改正后再次运行，已补录的不会重复。")
    sys.stdout.write(f"{_count(done)}\n")


def _settings() -> Settings:
    """Return intake's settings in the stack of this folder. Raises `NoStack`."""
    stack = doctor.find(Path.cwd()).stack
    given = for_service(stack.state, stack.folder, "intake")
    return Settings.model_validate(
        {name.removeprefix("LANTAI_").lower(): text for name, text in given.items()}
    )


async def _import(settings: Settings, opened: BinaryIO, agency: str, done: Imported) -> None:
    runtime = Runtime(settings)
    try:
        at = await runtime.clock.now()
        catalogue = catalogue_of(runtime.policy(agency, legal_day(at)))
        with Progress(console=Console(stderr=True)) as progress:
            bar = progress.add_task(agency, total=os.fstat(opened.fileno()).st_size)

            def told(_: Imported) -> None:
                progress.update(bar, completed=opened.tell())

            ledger = PastLedger(runtime.store, catalogue, Origin.first(agency, IMPORTER, at), told)
            await ledger.take(numbered_lines(opened), done)
    finally:
        await runtime.close()


def _count(done: Imported) -> str:
    return f"已补录 {done.new} 条，此前已有 {done.known} 条，有误 {done.refused} 行。"
