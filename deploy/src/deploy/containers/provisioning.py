"""Prepares the servers of a deployment that the local stack's supervisor does not run: containers, a cluster.

One run before the services start, and after each new version: databases, roles and tables, projections, streams, calendar. Run
again it changes only what differs.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final
from urllib.parse import urlsplit, urlunsplit

import asyncpg
import nats.errors
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from deadline.calendar.handlers import load_notices
from deadline.calendar.package import rows
from deploy.bus.streams import provision as provision_bus
from deploy.containers.files import ROLE_PASSWORD
from deploy.databases.databases import create_databases
from deploy.databases.migration import Say, migrate, migrate_all, upgrade
from deploy.errors import Unable
from deploy.place.state import login_roles
from shared.eventlog.postgres import PgStore
from shared.process.settings import async_dsn

_CALENDAR: Final = "deadline"


class NotTold(Unable):
    """The environment lacks what provisioning needs."""


async def provision(environment: Mapping[str, str], say: Say = lambda _: None) -> list[str]:
    """Bring the servers named by `environment` (env/provision.env) up to date; return one line per change.

    `say` is told of the progress of projections that are rebuilt.
    """
    superuser, bus, passwords = _told(environment)
    try:
        changes = await provision_bus(bus)
        created = await create_databases(superuser, passwords)
    except (OSError, nats.errors.Error) as problem:
        raise Unable(f"连接不上消息总线或数据库，请确认两者已启动：{problem}") from problem
    except asyncpg.PostgresError as problem:
        raise Unable(f"数据库拒绝了超级用户的操作，请核对 provision.env：{problem}") from problem
    await migrate_all(migrate, lambda database: _address(superuser, database))
    rebuilt = await upgrade(lambda service: _address(superuser, service), say)
    role = f"{_CALENDAR}_app"
    loaded = await _load_calendar(_address(superuser, _CALENDAR, role, passwords[role]))
    calendar = [f"放假通知：载入 {loaded} 件"] if loaded else []
    return [
        *(f"消息总线：{change}" for change in changes),
        *(f"数据库：{one}" for one in created),
        *(f"读模型：{one}" for one in rebuilt),
        *calendar,
    ]


def _told(environment: Mapping[str, str]) -> tuple[str, str, dict[str, str]]:
    variables = {role: f"{ROLE_PASSWORD}{role.upper()}" for role in login_roles()}
    needed = ("LANTAI_SUPERUSER_DSN", "LANTAI_NATS_ADMIN_URL", *variables.values())
    missing = [name for name in needed if name not in environment]
    if missing:
        raise NotTold(
            f"缺少环境变量 {'、'.join(missing)}：请先运行 lantai configure，并使用它写出的 provision.env"
        )
    passwords = {role: environment[name] for role, name in variables.items()}
    return environment["LANTAI_SUPERUSER_DSN"], environment["LANTAI_NATS_ADMIN_URL"], passwords


def _address(superuser: str, database: str, role: str = "", password: str = "") -> str:
    """Return the address of `database`, for the superuser or for another role."""
    parts = urlsplit(superuser)
    place = f"{role}:{password}@{parts.netloc.rpartition('@')[2]}" if role else parts.netloc
    return urlunsplit(parts._replace(netloc=place, path=f"/{database}"))


async def _load_calendar(dsn: str) -> int:
    """Load the State Council's notices that this version brings along; return how many were new."""
    engine = create_async_engine(async_dsn(dsn))
    store = PgStore(_CALENDAR, engine)
    try:
        async with engine.connect() as connection:
            at: datetime = (await connection.execute(text("select lantai_now()"))).scalar_one()
        return await load_notices(store, rows(), at.astimezone(UTC))
    finally:
        await store.close()
        await engine.dispose()
