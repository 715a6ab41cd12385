"""`lantai demo`: play the scripted year on the real pages of an exercise stack, and check the results."""

import os
import sys
import tempfile
from pathlib import Path
from typing import Annotated

import asyncpg
import typer
from rich.console import Console

from deploy.demo.checks.proof import faults
from deploy.demo.player import play_year
from deploy.demo.portal_users import PortalUsers
from deploy.demo.story import SHOWCASE, Year, year
from deploy.errors import Unable
from deploy.place.progress import why_not_again
from deploy.servers.ports import free_port
from deploy.stack.session import OnceReady, StackOptions, run_stack
from deploy.stack.stack import Stack

Only = Annotated[
    str, typer.Option("--only", help=f"只演这几件，例如 {SHOWCASE} 或 {SHOWCASE},tl-04；不核对年报表")
]


class DemoFailed(Unable):
    """The results of the play differ from the hand-written expectations."""


def demo(
    *,
    once: Annotated[
        bool, typer.Option("--once", help="自备临时环境，走完、核对、停止；成功以 0 结束")
    ] = False,
    only: Only = "",
) -> None:
    """Start a stack of its own in a temporary folder, play, check, stop."""
    if not once:
        raise typer.BadParameter(
            "请使用 lantai demo --once，或 lantai up --demo（演练环境一直运行到 Ctrl-C）"
        )
    story = chosen(only)
    with tempfile.TemporaryDirectory(prefix="lantai-demo-") as folder:
        options = StackOptions(exercise=True, portal_port=free_port())
        run_stack(Path(folder), options, lambda stack: play_and_check(stack, story), stay=False)


def chosen(only: str) -> Year:
    """The whole year, or the requests that are named. Raises `BadParameter` for an unknown request."""
    whole, named = year(), [each for each in only.split(",") if each]
    unknown = [each for each in named if each not in {request.id for request in whole.requests}]
    if unknown:
        raise typer.BadParameter(f"剧本里没有这几件：{'、'.join(unknown)}。编号如 {SHOWCASE}、tl-04。")
    return whole.only(named) if named else whole


async def play_and_check(stack: Stack, story: Year) -> None:
    """Play on a running stack and check the results. Raises `DemoFailed`."""
    console = Console(soft_wrap=True, highlight=False)

    def say(line: str) -> None:
        console.print(f"  {line}")

    users = await play_year(stack, story, say)
    try:
        found = await faults(stack, users, story, say)
    finally:
        users.close()
    if found:
        raise DemoFailed("演示结果与预期不符：\n" + "\n".join(found))
    _tell(console, users, story, in_log=_is_own_log(stack))


def play_if_new(only: str) -> OnceReady:
    """Play on a stack without requests; on one with requests print why nothing is played."""
    story = chosen(only)

    async def once_ready(stack: Stack) -> None:
        if await _has_requests(stack):
            Console(soft_wrap=True, highlight=False).print(why_not_again(stack.folder))
        else:
            await play_and_check(stack, story)

    return once_ready


async def _has_requests(stack: Stack) -> bool:
    connection = await asyncpg.connect(stack.postgres.dsn("intake"))
    try:
        found: bool = await connection.fetchval(
            "select exists (select from log.events where type = 'request-received')"
        )
    finally:
        await connection.close()
    return found


def _tell(console: Console, users: PortalUsers, story: Year, *, in_log: bool) -> None:
    """Print how to track a request; query code and name are left out of the stack's own log."""
    ids = [request.id for request in story.requests]
    shown = story.request(SHOWCASE if SHOWCASE in ids else ids[0])
    slip = users.filed[shown.id].slip
    code_text = "查询码不写入日志" if in_log else f"查询码 {slip.query_code}（姓名 {shown.applicant}）"
    console.print(f"演示完成，{len(ids)} 件，与手算一致。可以查询进度：登记编号 {slip.number}，{code_text}")


def _is_own_log(stack: Stack) -> bool:
    """Whether the output goes to the stack's own log, as it does in the background."""
    log = stack.folder.log("up")
    return log.exists() and os.path.samestat(os.fstat(sys.stdout.fileno()), log.stat())
