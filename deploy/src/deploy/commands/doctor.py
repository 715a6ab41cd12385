"""`lantai doctor`: how the stack of the current folder is."""

import asyncio
import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from deploy.errors import NotReady
from deploy.stack.doctor import examine
from deploy.stack.running_stack import find


def doctor(*, as_json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False) -> None:
    """Report servers, services, addresses, lag, calendar and fonts; exit 3 while not ready, 4 where none runs."""
    report = asyncio.run(examine(find(Path.cwd())))
    if as_json:
        sys.stdout.write(json.dumps(report, ensure_ascii=False, indent=2) + "\n")
    else:
        Console().print(_table(report))
    if not report["ready"]:
        raise NotReady("本地系统尚未就绪，详见上文和 .lantai/logs")


def _table(report: dict[str, Any]) -> Table:
    table = Table("部分", "就绪", "地址", "进程", title=f"兰台 {report['addresses']['portal']}")
    for name, part in {**report["servers"], **report["services"]}.items():
        table.add_row(name, "是" if part["ready"] else "否", part["address"], str(part["pid"]))
    return table
