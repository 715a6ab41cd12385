"""A person states the time to all services; each compares it with its machine's clock (shared.service.timekeeper)."""

import asyncio
from collections.abc import Mapping
from datetime import datetime

import asyncpg

from deploy.errors import Unable

ANSWER_SECONDS = 10
_STATE = "insert into carrier.stated_time (stated, stated_by) values ($1, $2) returning id"
_ANSWER = "select accepted from carrier.stated_time where id = $1"


async def state_time(
    databases: Mapping[str, str], stated: datetime, by: str, seconds: int = ANSWER_SECONDS
) -> dict[str, bool | None]:
    """Write the statement into each service's database; return who accepted it. None: no answer within `seconds`.

    `databases`: the superuser's address of each service's database. Raises `Unable` if one cannot be reached.
    """
    try:
        answers = await asyncio.gather(*(_state(dsn, stated, by, seconds) for dsn in databases.values()))
    except (OSError, asyncpg.PostgresError) as problem:
        raise Unable(f"连接不上数据库，没有确认时间：{problem}") from problem
    return dict(zip(databases, answers, strict=True))


async def _state(dsn: str, stated: datetime, by: str, seconds: int) -> bool | None:
    connection = await asyncpg.connect(dsn)
    try:
        statement = await connection.fetchval(_STATE, stated, by)
        for _ in range(seconds * 2):
            answer: bool | None = await connection.fetchval(_ANSWER, statement)
            if answer is not None:
                return answer
            await asyncio.sleep(0.5)
    finally:
        await connection.close()
    return None
