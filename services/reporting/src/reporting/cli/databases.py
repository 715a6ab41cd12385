"""The databases that the commands read: LANTAI_AUDIT_DSNS is a JSON object {service: dsn} of logins that see every lane.

`lantai` fills it from the local stack; elsewhere the operator does (carrier, or superuser).
"""

import asyncio
import json
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Final, TypeVar

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from shared.eventlog.outage import is_outage
from shared.eventlog.postgres import PgLog
from shared.policy import PackLibrary, PolicyError, library_with, policies
from shared.process.settings import async_dsn
from shared.projections.generations import Projection
from shared.service.cli import MISUSE, refuse, refuse_if_behind
from shared.service.commands import Lag, wait_for_projections

DSNS: Final = "LANTAI_AUDIT_DSNS"
UNREACHABLE: Final = 69
LEDGER_OF: Final = "reporting"

T = TypeVar("T")


def dsns(*, as_json: bool, of: Collection[str] = ()) -> Mapping[str, str]:
    """Read service → dsn from the environment. Refused without reporting, which keeps the ledger, or a service in `of`."""
    try:
        found = json.loads(os.environ.get(DSNS, ""))
    except ValueError:
        found = None
    if not isinstance(found, dict) or not all(
        isinstance(dsn, str) for dsn in (*(found.get(each) for each in (LEDGER_OF, *of)), *found.values())
    ):
        example = '{"intake": "postgresql://…", "reporting": "postgresql://…"}'
        refuse(
            MISUSE,
            "no-databases",
            f"请用环境变量 {DSNS} 给出各服务（{'、'.join(sorted({LEDGER_OF, *of}))}）的数据库地址，例如 {example}。",
            as_json=as_json,
        )
    return found


@asynccontextmanager
async def engines(addresses: Mapping[str, str]) -> AsyncIterator[Mapping[str, AsyncEngine]]:
    """Open an engine for each service; dispose of them in the end."""
    async with AsyncExitStack() as stack:
        made = {service: create_async_engine(async_dsn(dsn)) for service, dsn in addresses.items()}
        for engine in made.values():
            stack.push_async_callback(engine.dispose)
        yield made


def ask_projections(
    projections: Sequence[Projection],
    agency: str,
    asked: Callable[[AsyncConnection], Awaitable[T]],
    *,
    as_json: bool,
) -> T:
    """Read reporting's projections once they show all events that the agency has now.

    Ends with exit code 64 if the database of a service that they hear is not named, 69 if one cannot be reached, and 75
    if they do not show all events in time.
    """
    sources = frozenset[str]().union(*(projection.sources for projection in projections))
    addresses = dsns(as_json=as_json, of=sources)
    try:
        lags, answer = asyncio.run(_read(addresses, sources, projections, agency, asked))
    except Exception as error:
        if not is_outage(error):
            raise
        refuse(UNREACHABLE, "unreachable", f"数据库连接不上，什么也没有读到：{error}", as_json=as_json)
    refuse_if_behind(lags, as_json=as_json)
    return answer


async def _read(
    addresses: Mapping[str, str],
    sources: Collection[str],
    projections: Sequence[Projection],
    agency: str,
    asked: Callable[[AsyncConnection], Awaitable[T]],
) -> tuple[Sequence[Lag], T]:
    async with engines({each: addresses[each] for each in (*sources, LEDGER_OF)}) as made:
        logs = {source: PgLog(source, made[source]) for source in sources}
        lags = await wait_for_projections(made[LEDGER_OF], projections, logs, agency)
        async with made[LEDGER_OF].connect() as connection:
            return lags, await asked(connection)


def served_agency(agency: str, folder: Path | None, *, as_json: bool) -> PackLibrary:
    """Load the packs. Refused if `agency` has none or a pack of the folder is broken."""
    try:
        library = library_with(folder)
        known = sorted(policies(library))
    except PolicyError as error:
        refuse(MISUSE, "packs-broken", str(error), as_json=as_json)
    if agency not in known:
        reason = f"没有机关“{agency}”。可以用的机关标识：{'、'.join(known)}。"
        refuse(MISUSE, "agency-unknown", reason, as_json=as_json)
    return library
