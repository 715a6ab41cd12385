"""`lantai demo`: play one request through the real pages of an exercise stack."""

import os
import sys
import tempfile
from pathlib import Path
from typing import Annotated

import asyncpg
import typer
from rich.console import Console

from deploy.demo.check import faults
from deploy.demo.play import Played, play
from deploy.ports import free_port
from deploy.session import Wish, run_stack
from deploy.stack import Stack
from deploy.unable import Unable


class DemoFailed(Unable):
    """The play did not come out as its hand-written expectations say."""


def demo(
    *,
    once: Annotated[
        bool, typer.Option("--once", help="自备临时环境，走完、核对、停止；成功以 0 结束")
    ] = False,
) -> None:
    """Start a stack of its own in a temporary folder, play, check, stop."""
    if not once:
        raise typer.BadParameter(
            "请使用 lantai demo --once，或 lantai up --demo（演练环境一直运行到 Ctrl-C）"
        )
    with tempfile.TemporaryDirectory(prefix="lantai-demo-") as folder:
        run_stack(Path(folder), Wish(exercise=True, portal_port=free_port()), play_and_check, stay=False)


async def play_and_check(stack: Stack) -> None:
    """Play on a running stack, and refuse what is not as expected. Raises `DemoFailed`."""
    console = Console(soft_wrap=True, highlight=False)
    played = await play(stack, lambda line: console.print(f"  {line}"))
    found = faults(played)
    if found:
        raise DemoFailed("演示结果与预期不符：\n" + "\n".join(found))
    _tell(console, played, in_log=_is_own_log(stack))


async def play_if_new(stack: Stack) -> None:
    """Play on a stack that has no request yet; one that was played before is only shown."""
    if not await _has_requests(stack):
        await play_and_check(stack)


async def _has_requests(stack: Stack) -> bool:
    connection = await asyncpg.connect(stack.postgres.dsn("intake"))
    try:
        found: bool = await connection.fetchval(
            "select exists (select from log.events where type = 'request-received')"
        )
    finally:
        await connection.close()
    return found


def _tell(console: Console, played: Played, *, in_log: bool) -> None:
    """Say what a person needs to track the request; the stack's own log may not keep whose it is."""
    slip = "查询码不写入日志" if in_log else f"查询码 {played.slip.query_code}（姓名 王小明）"
    console.print(f"演示完成：登记编号 {played.slip.number}，{slip}")


def _is_own_log(stack: Stack) -> bool:
    """Whether our words go to a file that the stack keeps: so it is in the background."""
    log = stack.folder.log("up")
    return log.exists() and os.path.samestat(os.fstat(sys.stdout.fileno()), log.stat())
