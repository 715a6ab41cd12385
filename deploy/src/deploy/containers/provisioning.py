"""Prepares the servers of a deployment that the local stack's supervisor does not run: containers, a cluster.

One run before the services start, after each new version and after each new agency: databases, roles, tables and lanes,
projections, streams, calendar. Run again it changes only what differs.
"""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Final

import asyncpg
import nats.errors
from sqlalchemy.ext.asyncio import create_async_engine

from deadline.calendar.handlers import load_notices
from deadline.calendar.package import rows
from deploy.bus.streams import provision as provision_bus
from deploy.containers.files import ROLE_PASSWORD
from deploy.databases.addresses import SUPERUSER_DSN, database_address
from deploy.databases.databases import create_databases
from deploy.databases.migration import Say, migrate, migrate_all, open_lanes, upgrade
from deploy.errors import Unable
from deploy.place.state import login_roles
from shared.eventlog.postgres import PgStore
from shared.policy import FOLDER_VARIABLE, BrokenPack, PackLibrary, library_with
from shared.process.settings import async_dsn
from shared.service.timekeeper import Timekeeper

_CALENDAR: Final = "deadline"


class NotTold(Unable):
    """The environment lacks what provisioning needs."""


async def provision(environment: Mapping[str, str], say: Say = lambda _: None) -> list[str]:
    """Bring the servers named by `environment` (env/provision.env) up to date; return one line per change.

    `say` is told of the progress of projections that are rebuilt.
    """
    superuser, bus, passwords = _told(environment)
    library = _library(environment)
    try:
        changes = await provision_bus(bus)
        created = await create_databases(superuser, passwords)
    except (OSError, nats.errors.Error) as problem:
        raise Unable(f"连接不上消息总线或数据库，请确认两者已启动：{problem}") from problem
    except asyncpg.PostgresError as problem:
        raise Unable(f"数据库拒绝了超级用户的操作，请核对 provision.env：{problem}") from problem
    await migrate_all(migrate, lambda database: database_address(superuser, database))
    await open_lanes(library, lambda service: database_address(superuser, service))
    rebuilt = await upgrade(lambda service: database_address(superuser, service), say)
    at = await _now(_login(superuser, "carrier", passwords))
    loaded = await _load_calendar(_login(superuser, "app", passwords), at)
    calendar = [f"放假通知：载入 {loaded} 件"] if loaded else []
    return [
        *(f"消息总线：{change}" for change in changes),
        *(f"数据库：{one}" for one in created),
        *(f"读模型：{one}" for one in rebuilt),
        *calendar,
    ]


def _told(environment: Mapping[str, str]) -> tuple[str, str, dict[str, str]]:
    variables = {role: f"{ROLE_PASSWORD}{role.upper()}" for role in login_roles()}
    needed = (SUPERUSER_DSN, "LANTAI_NATS_ADMIN_URL", *variables.values())
    missing = [name for name in needed if name not in environment]
    if missing:
        raise NotTold(
            f"缺少环境变量 {'、'.join(missing)}：请先运行 lantai configure，并使用它写出的 provision.env"
        )
    passwords = {role: environment[name] for role, name in variables.items()}
    return environment[SUPERUSER_DSN], environment["LANTAI_NATS_ADMIN_URL"], passwords


def _library(environment: Mapping[str, str]) -> PackLibrary:
    """The built-in packs and those of the deployment's own folder, which the services read too."""
    try:
        return library_with(Path(environment[FOLDER_VARIABLE]) if FOLDER_VARIABLE in environment else None)
    except BrokenPack as error:
        raise Unable(f"{error}请改正规则包后再运行。") from error


def _login(superuser: str, kind: str, passwords: Mapping[str, str]) -> str:
    role = f"{_CALENDAR}_{kind}"
    return database_address(superuser, _CALENDAR, role, passwords[role])


async def _now(dsn: str) -> datetime:
    """Trusted time, which no service keeps before it starts."""
    engine = create_async_engine(async_dsn(dsn))
    try:
        return await Timekeeper(engine).now()
    finally:
        await engine.dispose()


async def _load_calendar(dsn: str, at: datetime) -> int:
    """Load the State Council's notices that this version brings along; return how many were new."""
    engine = create_async_engine(async_dsn(dsn))
    store = PgStore(_CALENDAR, engine)
    try:
        return await load_notices(store, rows(), at)
    finally:
        await store.close()
        await engine.dispose()
