"""`lantai audit verify`: recompute every leaf and chain in every service, and compare with the ledger.

Needs to read every service's database (databases.py). `lantai audit replay` stands in replay.py.
Exit codes: 0 no fault; 3 a fault, which is printed; 64 the databases are not named, or the agency is unknown; 69 a
database cannot be reached.
"""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from reporting.audit import Verification, verify
from reporting.cli.databases import LEDGER_OF, UNREACHABLE, dsns, engines
from reporting.cli.replay import replay_command
from reporting.projections.ledger import DatabaseLedger
from reporting.wording import SERVICE_NAMES
from shared.eventlog.outage import is_outage
from shared.eventlog.postgres import PgLog
from shared.service.cli import MISUSE, Asked, refuse

FAULT = 3

app = typer.Typer(no_args_is_help=True, help="审计：核验各服务的事件日志与监督台账，重放申请。")


app.command("replay", cls=Asked, help="按台账重放一件申请：某一时刻它在各服务中的状态、期限、到期日和文书。")(
    replay_command
)


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
        if not is_outage(error):
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


async def _verify(addresses: Mapping[str, str], agency: str | None) -> Verification:
    async with engines(addresses) as opened:
        readers = {service: PgLog(service, engine) for service, engine in opened.items()}
        return await verify(readers, DatabaseLedger(opened[LEDGER_OF]), agency)


def as_object(report: Verification) -> dict[str, object]:
    """Return the result as JSON; its keys are stable."""
    if report.first_bad is not None:
        return {"first_bad": asdict(report.first_bad)}
    lanes = [
        {"service": lane.service, "agency": lane.agency, "events": lane.rows, "ledger_lag": lane.lag}
        for lane in report.lanes
    ]
    return {"ok": True, "events": report.rows, "lanes": lanes}


def show(report: Verification) -> None:
    """Print every lane, then the result."""
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
