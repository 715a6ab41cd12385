"""`lantai audit replay`: print the state of a request in all services at an instant, from the ledger.

Exit codes: 0 answered; 64 wrong arguments; 66 there is no such request; 69 the database cannot be reached; 75 events that
are recorded do not show yet.
"""

import json
import re
from typing import Annotated, Final
from uuid import UUID

import typer
from rich.console import Console
from sqlalchemy.ext.asyncio import AsyncConnection

from reporting import wording
from reporting.cli.databases import ask_projections, served_agency
from reporting.projections import entries
from reporting.projections.annual import AnnualProjection
from reporting.projections.trail import TrailProjection
from reporting.replay import Replay, as_object, parse_instant, replay_of
from shared.policy import Policy
from shared.service.cli import MISUSE, PolicyFolder, refuse
from shared.staff.directory import StaffDirectory, sections_of
from shared.staff.sections import Sections
from shared.time.clock import legal_day

READ: Final = (TrailProjection(), AnnualProjection(), StaffDirectory())
NO_REQUEST: Final = 66
NUMBER: Final = re.compile(r"(\d{4})-(\d{4,6})", re.ASCII)


def replay_command(
    agency: Annotated[str, typer.Option(help="机关标识，例如 qionghai")],
    case: Annotated[str, typer.Option(help="登记编号（例如 2025-0007）或者申请的内部标识（UUID）")],
    as_of: Annotated[
        str, typer.Option(help="时刻：2025-10-01T09:30（北京时间），可带时区；只写日期指当日结束时")
    ],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False,
    policy_folder: PolicyFolder = None,
) -> None:
    """Replay; writes nothing."""
    at = parse_instant(as_of)
    if at is None:
        reason = f"“{as_of}”不是时刻。请写成 2025-10-01T09:30 或者 2025-10-01T01:30:00+00:00。"
        refuse(MISUSE, "instant-malformed", reason, as_json=as_json)
    library = served_agency(agency, policy_folder, as_json=as_json)
    wanted = parse_case(case, as_json=as_json)
    request_id, replay, sections = ask_projections(
        READ, agency, lambda connection: _replay(connection, agency, wanted), as_json=as_json
    )
    if request_id is None or not replay.steps:
        refuse(NO_REQUEST, "no-such-request", f"{agency} 没有申请“{case}”。请核对编号。", as_json=as_json)
    answer = as_object(agency, request_id, replay, at)
    if as_json:
        typer.echo(json.dumps(answer, ensure_ascii=False))
        return
    state = replay.after(answer["events"])
    console = Console()
    console.print(f"{state.number or case}：{as_of} 时已有 {answer['events']} 个事件", markup=False)
    words = wording.names_of(Policy(agency, legal_day(at), library=library))
    for label, said in wording.state_lines(state, {**words, "section": sections.labels(legal_day(at))}):
        console.print(f"{label}：{'；'.join(said)}", markup=False, soft_wrap=True)


def parse_case(text: str, *, as_json: bool) -> UUID | tuple[int, int]:
    """Read a request's id, or its year and number."""
    written = NUMBER.fullmatch(text)
    if written:
        return int(written[1]), int(written[2])
    try:
        return UUID(text)
    except ValueError:
        reason = f"“{text}”不是登记编号。请写成 2025-0007 的样子，或者申请的内部标识（UUID）。"
        refuse(MISUSE, "case-malformed", reason, as_json=as_json)


async def _replay(
    connection: AsyncConnection, agency: str, wanted: UUID | tuple[int, int]
) -> tuple[UUID | None, Replay, Sections]:
    sections = await sections_of(connection, agency)
    if isinstance(wanted, UUID):
        return wanted, await replay_of(connection, agency, wanted), sections
    found = await entries.of_number(connection, agency, *wanted)
    if found is None:
        return None, Replay(()), sections
    return found.request_id, await replay_of(connection, agency, found.request_id), sections
