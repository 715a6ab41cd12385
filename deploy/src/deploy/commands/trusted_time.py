"""`lantai time confirm`: a person states the time while the wall clock of a machine is in doubt.

Runs beside a local stack, or in containers with the environment of `lantai provision`. Each service keeps the statement
and its answer in its table `carrier.stated_time`.
"""

import asyncio
import os
import re
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from deploy.databases.addresses import SUPERUSER_DSN, database_address
from deploy.databases.stated_time import state_time
from deploy.errors import Unable
from deploy.stack.running_stack import find
from deploy.topology import SERVICES
from shared.process.audit import audited
from shared.time.clock import SHANGHAI

LOGIN = re.compile(r"[^\s/\x00-\x1f\x7f-\x9f]{1,60}")

app = typer.Typer(no_args_is_help=True, add_completion=False)


@app.callback()
def trusted_time() -> None:
    """Keep `confirm` a subcommand: without a callback, Typer drops the name of an only command."""


def parse_time(text: str) -> datetime:
    """Parse a time of China written as 2026-12-08 09:30; the `parser` of an argument."""
    try:
        return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=SHANGHAI)
    except ValueError as wrong:
        raise typer.BadParameter(f'“{text}”不是时间。请写成 "2026-12-08 09:30" 这样的北京时间。') from wrong


@app.command(help="时钟存疑时，由一个人说明现在的北京时间；与机器时钟相符的，服务照此继续，逾期照常记录。")
@audited("time.confirm", "now", "by")
def confirm(
    now: Annotated[
        datetime, typer.Argument(parser=parse_time, metavar="TIME", help="现在的北京时间，看您自己的表")
    ],
    by: Annotated[str, typer.Option("--by", metavar="LOGIN", help="确认人的登录名，记入数据库")],
) -> None:
    """State the time to every service; exit 1 unless all accept it."""
    if not LOGIN.fullmatch(by):
        raise typer.BadParameter("请用 --by 写明确认人的登录名，不含空格和斜杠。")
    answers = asyncio.run(state_time(_databases(), now, by))
    if silent := [service for service, accepted in answers.items() if accepted is None]:
        raise Unable(f"{'、'.join(silent)} 没有答复：请确认服务正在运行（lantai doctor），再运行一次。")
    if refused := [service for service, accepted in answers.items() if not accepted]:
        raise Unable(
            f"没有确认：{'、'.join(refused)} 的机器时钟与您说的时间相差 5 分钟以上。"
            "请先把机器的时钟校准（最好启用 NTP），再运行一次。"
        )
    typer.echo("已确认：各服务采用机器时钟，逾期照常记录。")


def _databases() -> dict[str, str]:
    superuser = os.environ.get(SUPERUSER_DSN)
    if superuser is not None:
        return {service: database_address(superuser, service) for service in SERVICES}
    stack = find(Path.cwd()).stack
    if stack.state.exercise:
        raise Unable("演练有自己的时钟，不需要确认时间。")
    return {service: stack.postgres.dsn(service) for service in SERVICES}
