"""`lantai audit verify`: recompute every leaf and chain in every service, compare them with the ledger, hear the witnesses.

Needs to read every service's database (databases.py); the bus and the store of blobs are heard if they are named
(witnesses.py). `lantai audit replay` stands in replay.py.
Exit codes: 0 no fault; 3 a fault, which is printed; 64 the databases are not named, the agency is unknown, or the packs are
broken; 69 a database or the bus cannot be reached. verdict.py documents the object of `--json`.
"""

import asyncio
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated

import typer

from reporting.audit import Verification
from reporting.cli.databases import LEDGER_OF, UNREACHABLE, dsns, engines
from reporting.cli.replay import replay_command
from reporting.cli.verdict import as_object, show
from reporting.cli.witnesses import BUS, Sources, verify_with_witnesses
from reporting.projections.ledger import DatabaseLedger
from shared.bus.last_messages import BusAway
from shared.eventlog.outage import is_outage
from shared.policy import PackLibrary, PolicyError, library_with
from shared.service.cli import MISUSE, Asked, PolicyFolder, refuse

FAULT = 3

app = typer.Typer(no_args_is_help=True, help="审计：核验各服务的事件日志与监督台账，重放申请。")


app.command("replay", cls=Asked, help="按台账重放一件申请：某一时刻它在各服务中的状态、期限、到期日和文书。")(
    replay_command
)


@app.command(
    "verify",
    cls=Asked,
    help="逐条重算摘要与链，与台账逐列比对，并听取检查点、总线、年报、文件等证据；有一处不符即以代码 3 结束并指出。",
)
def verify_command(
    agency: Annotated[str | None, typer.Option(help="只核验这个机关，例如 qionghai")] = None,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False,
    policy_folder: PolicyFolder = None,
) -> None:
    """Verify; writes nothing."""
    report, unheard = _verified(agency, policy_folder, as_json=as_json)
    if agency is not None and not report.lanes and not report.faults:
        reason = f"日志和台账里都没有机关“{agency}”，什么也没有核验。请核对机关标识，例如 qionghai。"
        refuse(MISUSE, "agency-unknown", reason, as_json=as_json)
    if as_json:
        typer.echo(json.dumps(as_object(report, unheard), ensure_ascii=False))
    else:
        show(report, unheard)
    if report.first_bad is not None:
        raise typer.Exit(FAULT)


def _verified(
    agency: str | None, folder: Path | None, *, as_json: bool
) -> tuple[Verification, Sequence[str]]:
    """Return the verification, and the witnesses that were not named."""
    try:
        return asyncio.run(_verify(dsns(as_json=as_json), library_with(folder), agency))
    except PolicyError as error:
        refuse(MISUSE, "packs-broken", str(error), as_json=as_json)
    except BusAway as error:
        reason = f"消息总线连接不上，没有核验：{error}。请核对 {BUS}；要不听取总线而核验，请清空这个变量。"
        refuse(UNREACHABLE, "bus-unreachable", reason, as_json=as_json)
    except Exception as error:
        if not is_outage(error):
            raise
        refuse(UNREACHABLE, "unreachable", f"数据库连接不上，没有核验：{error}", as_json=as_json)


async def _verify(
    addresses: Mapping[str, str], library: PackLibrary, agency: str | None
) -> tuple[Verification, Sequence[str]]:
    async with engines(addresses) as opened:
        sources = Sources.named(opened)
        ledger = DatabaseLedger(opened[LEDGER_OF])
        return await verify_with_witnesses(sources, ledger, library, agency), sources.unheard
