"""`lantai audit verify`: recompute every leaf and chain in every service, and compare with the ledger.

Needs to read every service's database: the environment variable LANTAI_AUDIT_DSNS is a JSON object {service: dsn} of
logins that see every lane (carrier, or superuser). `lantai` fills it from the local stack; elsewhere the operator does.
Exit codes: 0 everything fits; 3 a fault, named; 64 the databases are not named, or the agency is nobody's; 69 one
cannot be reached.
"""

import asyncio
import json
import os
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import asdict
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from reporting.audit import Report, verify
from reporting.projections.ledger import DatabaseLedger
from reporting.wording import SERVICE_NAMES
from shared.cli import MISUSE, Asked, refuse
from shared.pg_store import PgLog
from shared.settings import async_dsn
from shared.unreachable import is_unreachable

DSNS = "LANTAI_AUDIT_DSNS"
FAULT = 3
UNREACHABLE = 69
LEDGER_OF = "reporting"

app = typer.Typer(no_args_is_help=True)


@app.callback(help="审计：核验各服务的事件日志与监督台账。")
def audit() -> None:
    """Keep `verify` a command of its own while it is the only one."""


@app.command(
    "verify", cls=Asked, help="逐条重算摘要与链，并与台账逐列比对；有一处不符即以代码 3 结束并指出。"
)
def verify_command(
    agency: Annotated[str | None, typer.Option(help="只核验这个机关，例如 qionghai")] = None,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False,
) -> None:
    """Verify; writes nothing."""
    try:
        report = asyncio.run(_verify(dsns(as_json=as_json), agency))
    except Exception as error:
        if not is_unreachable(error):
            raise
        refuse(UNREACHABLE, "unreachable", f"数据库连接不上，没有核验：{error}", as_json=as_json)
    if agency is not None and not report.lanes:
        reason = f"日志和台账里都没有机关“{agency}”，什么也没有核验。请核对机关标识，例如 qionghai。"
        refuse(MISUSE, "agency-unknown", reason, as_json=as_json)
    if as_json:
        typer.echo(json.dumps(as_object(report), ensure_ascii=False))
    else:
        show(report)
    if report.first_bad is not None:
        raise typer.Exit(FAULT)


def dsns(*, as_json: bool) -> Mapping[str, str]:
    """Service → dsn from the environment; refused unless the ledger's service is among them."""
    try:
        found = json.loads(os.environ.get(DSNS, ""))
    except ValueError:
        found = None
    if not isinstance(found, dict) or not all(
        isinstance(dsn, str) for dsn in (found.get(LEDGER_OF), *found.values())
    ):
        example = '{"intake": "postgresql://…", "reporting": "postgresql://…"}'
        refuse(
            MISUSE,
            "no-databases",
            f"请用环境变量 {DSNS} 给出各服务的数据库地址，例如 {example}。",
            as_json=as_json,
        )
    return found


async def _verify(addresses: Mapping[str, str], agency: str | None) -> Report:
    async with _engines(addresses) as engines:
        readers = {service: PgLog(service, engine) for service, engine in engines.items()}
        return await verify(readers, DatabaseLedger(engines[LEDGER_OF]), agency)


@asynccontextmanager
async def _engines(addresses: Mapping[str, str]) -> AsyncIterator[Mapping[str, AsyncEngine]]:
    async with AsyncExitStack() as stack:
        engines = {service: create_async_engine(async_dsn(dsn)) for service, dsn in addresses.items()}
        for engine in engines.values():
            stack.push_async_callback(engine.dispose)
        yield engines


def as_object(report: Report) -> dict[str, object]:
    """The answer for programs; its keys are stable."""
    if report.first_bad is not None:
        return {"first_bad": asdict(report.first_bad)}
    lanes = [
        {"service": lane.service, "agency": lane.agency, "events": lane.rows, "ledger_lag": lane.lag}
        for lane in report.lanes
    ]
    return {"ok": True, "events": report.rows, "lanes": lanes}


def show(report: Report) -> None:
    """The answer for people: every lane, then the verdict."""
    table = Table("服务", "机关", "事件", "台账未到", "结论", title="核验结果")
    for lane in report.lanes:
        verdict = "相符" if lane.fault is None else f"第{lane.fault.seq}号：{lane.fault.what}"
        service = f"{lane.service} {SERVICE_NAMES.get(lane.service, '')}"
        table.add_row(service, lane.agency, str(lane.rows), str(lane.lag), verdict)
    console = Console()
    console.print(table)
    bad = report.first_bad
    if bad is None:
        verdict = f"全部{report.rows}条事件与台账相符。"
    else:
        verdict = f"第一处不符：{bad.service}/{bad.agency} 第{bad.seq}号事件（{bad.what}）。请保全现场，并与台账和备份核对。"
    console.print(verdict, markup=False, soft_wrap=True)
