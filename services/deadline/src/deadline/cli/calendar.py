"""`lantai calendar load FILE`: an operator loads a holiday notice (放假通知); every open clock is counted again.

Settings come from the environment. Exit codes: 0 loaded now or before; 1 the notice is refused; 64 the file is no notice;
69 the database cannot be reached; 75 the list of moved due dates may lack some, since recorded events are not counted yet.
`--dry-run` only prints which due dates would move; it prints no list that may lack some.
"""

import asyncio
import json
import re
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from deadline.calendar.handlers import notice_commands
from deadline.calendar.notice_file import UnreadableNotice, read_file
from deadline.projections.clocks import ClocksProjection
from deadline.recount import Loading, carry_out, plan
from deadline.web.parts.words import clock_name
from shared.command.decider import NotFound, Refusal
from shared.eventlog.outage import is_outage
from shared.eventlog.store import StoreUnavailable
from shared.message import Actor
from shared.process.audit import audited
from shared.process.settings import Settings
from shared.service.cli import BEHIND, MISUSE, Asked, own_settings, refuse, refuse_if_behind, words_of
from shared.service.commands import Lag, hinting, wait_for_projections
from shared.service.runtime import Runtime
from shared.staff.directory import is_open
from shared.workdays import Row

REFUSED = 1
UNREACHABLE = 69
LOGIN = re.compile(r"[^\s/\x00-\x1f\x7f-\x9f]{1,60}")

app = typer.Typer(no_args_is_help=True)


@app.callback(help="工作日历：录入国务院的放假通知。")
def calendar() -> None:
    """Keep `load` a subcommand: without a callback, Typer drops the name of an only command."""


@app.command(cls=Asked, help="录入放假通知，重新计算所有未了结的期限，并列出变动前后的到期日。")
@audited("calendar.load", "by", "dry_run")
def load(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="通知文件：.toml 一份通知，或者 .csv 逐日各行")
    ],
    by: Annotated[str, typer.Option("--by", metavar="LOGIN", help="录入人的登录名，记入日志")],
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只列出会有的变动，不录入")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False,
) -> None:
    """Load, recount, and say what moved. The event names who loaded it: an open account of any agency."""
    if not LOGIN.fullmatch(by):
        refuse(MISUSE, "bad-argument", "请用 --by 写明录入人的登录名，不含空格和斜杠。", as_json=as_json)
    try:
        rows = read_file(file)
        settings = own_settings(as_json=as_json)
        done, lags = asyncio.run(_load(settings, rows, by, dry_run=dry_run, as_json=as_json))
    except UnreadableNotice as problem:
        refuse(MISUSE, "notice-unreadable", str(problem), as_json=as_json)
    except Refusal as refusal:
        refuse(REFUSED, refusal.code, refusal.sentence, as_json=as_json)
    except (StoreUnavailable, OSError) as problem:
        if isinstance(problem, OSError) and not is_outage(problem):
            raise
        refuse(UNREACHABLE, "database-unreachable", "连接不上期限服务的数据库，请稍后再试。", as_json=as_json)
    if as_json:
        typer.echo(json.dumps(asdict(done), ensure_ascii=False, default=str))
    else:
        show(done, dry_run=dry_run)
    if lags:
        typer.echo(f"通知已经录入，但变动清单可能不全：{words_of(lags)}。", err=True)
        raise typer.Exit(BEHIND)


async def _load(
    settings: Settings, rows: tuple[Row, ...], login: str, *, dry_run: bool, as_json: bool
) -> tuple[Loading, Sequence[Lag]]:
    runtime = Runtime(settings)
    try:
        at = await runtime.clock.now()
        async with runtime.transaction() as (connection, _):
            if not await is_open(connection, login):
                reason = f"没有在用的账号 {login}。请用 --by 写明录入人的登录名；刚开的账号请稍候再试。"
                raise NotFound("operator-unknown", reason)
        commands = notice_commands(rows, at, Actor(kind="staff", id=login, role="operator"))
        lags = await wait_for_projections(
            runtime.carrier_engine, (ClocksProjection(),), {runtime.service: runtime.log}
        )
        if dry_run:
            refuse_if_behind(lags, as_json=as_json)
        planned = await plan(runtime.transaction, commands, at, runtime.policy)
        if not dry_run:
            async with hinting(runtime):
                await carry_out(runtime.transaction, commands, runtime.clock, runtime.policy)
        return planned, lags
    finally:
        await runtime.close()


def show(done: Loading, *, dry_run: bool) -> None:
    """Print the result for people."""
    verb = "将录入" if dry_run else "已录入"
    for number in done.new:
        typer.echo(f"{verb} {number}")
    for number in done.known:
        typer.echo(f"早已录入 {number}，没有改动")
    if not done.moves:
        typer.echo("没有期限因此变动。")
        return
    table = Table("机关", "申请", "期限", "变动前", "变动后", title=f"变动的期限：{len(done.moves)} 件")
    for move in done.moves:
        table.add_row(
            move.agency, str(move.request_id or "")[:8], clock_name(move.clock), move.before, move.after
        )
    Console().print(table)
