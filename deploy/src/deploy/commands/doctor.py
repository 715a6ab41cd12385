"""`lantai doctor`: how the stack of the current folder is."""

import asyncio
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from deploy.errors import Incomplete, NotReady
from deploy.stack.doctor import examine
from deploy.stack.running_stack import find


def doctor(*, as_json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False) -> None:
    """Report servers, services, addresses, lag, calendar, fonts, and what has not taken effect.

    Exit 3 while not ready, 8 when a projection is old or a lane is parked, behind or standing, 4 where none runs.
    """
    report = asyncio.run(examine(find(Path.cwd())))
    if as_json:
        sys.stdout.write(json.dumps(report, ensure_ascii=False, indent=2) + "\n")
    else:
        console = Console(soft_wrap=True)
        console.print(_table(report))
        for line in _incomplete(report):
            console.print(line, markup=False, highlight=False)
        if doubted := doubts(report["time"]):
            console.print(doubted, highlight=False)
    if not report["ready"]:
        raise NotReady("本地系统尚未就绪，详见上文和 .lantai/logs")
    if not report["complete"]:
        raise Incomplete("有已记录的事件没有生效，详见上文；处理办法见 deploy/README.md 的 Runbook")


def _incomplete(report: dict[str, Any]) -> Iterator[str]:
    """One line for each projection that is old and each lane that is parked, stands still or is behind."""
    for name, why in report["old_projections"].items():
        yield f"版本旧　{name} {why}：请运行 lantai migrate"
    for each in report["dead_letters"]:
        lane = f"{each['kept_by']}/{each['subscription']} ← {each['service']}/{each['agency']}"
        yield f"已停住　{lane}，停在第 {each['seq']} 号事件：{each['error']}"
    for lane, events in report["behind"].items():
        state = "没有动" if lane in report["standing"] else "未赶上"
        yield f"{state}　{lane}，还差 {events} 个事件"


DOUBTS = {
    "wall-jumped": "机器时钟突然变动，与可信时间相差 {seconds} 秒",
    "wall-behind": "机器时钟早于停机以前的时间",
    "unproven-stop": "停机较久，机器时钟没有其他来源证实",
}
"""Why the machine's clock is in doubt (`Doubt` in shared.time.trusted)."""


def doubts(time: dict[str, Any]) -> str:
    """Say which services doubt their machine's clock, why, and what to do; "" if none does."""
    lines = [
        f"{service}：{DOUBTS[kept['doubt']].format(seconds=round(abs(kept['wall_ahead_seconds'])))}"
        for service, kept in time.items()
        if kept and kept["doubt"]
    ]
    todo = "业务照常，逾期暂不记录。请校准机器的时钟；时钟正确的，用 lantai time confirm 确认。"
    return "\n".join([*lines, todo]) if lines else ""


def _table(report: dict[str, Any]) -> Table:
    table = Table("部分", "就绪", "地址", "进程", title=f"兰台 {report['addresses']['portal']}")
    for name, part in {**report["servers"], **report["services"]}.items():
        table.add_row(name, "是" if part["ready"] else "否", part["address"], str(part["pid"]))
    return table
