"""Checks that no event of the played year holds a sentence or personal data in clear."""

from collections.abc import AsyncIterator, Mapping

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from deploy.demo.checks.clear_text import faults_of

ALL = text("select type, body from log.events order by agency, seq")


async def faults_of_clear_text(engines: Mapping[str, AsyncEngine]) -> AsyncIterator[str]:
    """The faults of all events of all services."""
    for engine in engines.values():
        async with engine.connect() as connection:
            rows = [(row.type, bytes(row.body)) for row in await connection.execute(ALL)]
        for place, said in (fault for row in rows for fault in faults_of(*row)):
            yield f"{place} 在日志里明文写着：{said}"
