"""Runs all checks of the played year; each fault is a sentence."""

import asyncio
import json
import sys
from collections.abc import Callable, Iterator
from typing import Final

from deploy.demo.checks.dates import faults_of_dates
from deploy.demo.checks.event_bodies import faults_of_clear_text
from deploy.demo.checks.papers import faults_of_papers
from deploy.demo.checks.replay import faults_of_replays
from deploy.demo.checks.table import faults_of_tables
from deploy.demo.portal_users import PortalUsers
from deploy.demo.story import Year
from deploy.stack import exercise
from deploy.stack.stack import Stack

Say = Callable[[str], None]
Check = Callable[[PortalUsers, Year], Iterator[str]]

CHECKS: Final[tuple[tuple[str, Check], ...]] = (
    ("每件的到期日", faults_of_dates),
    ("年报表三和每一格背后的申请", faults_of_tables),
    ("答复书的文字", faults_of_papers),
)


async def faults(stack: Stack, users: PortalUsers, year: Year, say: Say) -> list[str]:
    """The faults of the played year. Without any, `lantai demo --once` ends with 0."""
    found: list[str] = []
    for what, check in CHECKS:
        found += await asyncio.to_thread(_all_of, check, users, year)
        say(f"已核对：{what}")
    async with exercise.held(stack) as clock:
        found += [fault async for fault in faults_of_replays(clock.engines, users, year)]
        say("已核对：每件在每个事件时的回放")
        found += [fault async for fault in faults_of_clear_text(clock.engines)]
    say("已核对：日志里没有明文的句子和个人信息")
    found += await _commands(stack, users, year)
    say("已核对：日志的摘要与链，命令行的回放")
    return found


def _all_of(check: Check, users: PortalUsers, year: Year) -> list[str]:
    return list(check(users, year))


async def _commands(stack: Stack, users: PortalUsers, year: Year) -> list[str]:
    """Run `lantai audit verify` and `lantai audit replay` as a supervisor does in the stack's folder."""
    code, said = await _lantai(stack, "audit", "verify", "--json")
    found = [] if code == 0 else [f"lantai audit verify 以 {code} 结束：{said}"]
    for agency in sorted({request.agency for request in year.requests}):
        served = next(each for each in year.requests if each.agency == agency and each.served)
        number = users.filed[served.id].slip.number
        asked = ("audit", "replay", "--agency", agency, "--case", number, "--as-of", str(served.served))
        code, said = await _lantai(stack, *asked, "--json")
        status = json.loads(said)["state"]["status"] if code == 0 else ""
        if status != "served":
            found.append(f"lantai {' '.join(asked)} 应为 served：{code} {said}")
    return found


async def _lantai(stack: Stack, *words: str) -> tuple[int | None, str]:
    """Run a `lantai` command in the stack's folder; return its exit code and output."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "deploy", *words),
        cwd=stack.folder.root.parent,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await process.communicate()
    return process.returncode, said.decode()
