"""What a stack holds before anybody uses it: its agencies' lanes, the calendar, sample staff. Safe to repeat.

Runs before the services start, so that they find it in their logs. Which agencies there are, the packs say: the
built-in ones and those of the stack's own folder.
"""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Final
from uuid import NAMESPACE_URL, UUID, uuid5

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from deadline.calendar.handlers import NATIONAL, load_notices
from deadline.calendar.package import rows
from deploy.place.environment import role_dsn
from deploy.place.state import State
from deploy.seed.sample_staff import sample_staff
from deploy.topology import SERVICES
from intake.account.commands import OpenStaffAccount
from intake.enrol import enrol
from intake.storage import SignInStore
from shared.eventlog.postgres import PgStore
from shared.eventlog.store import Change, Commit
from shared.events.stack import ExerciseDeclared
from shared.message import Actor, Origin
from shared.policy import PackLibrary
from shared.service.settings import async_dsn

ACTOR: Final = Actor(kind="service", id="deploy", role="set-up")


async def load(state: State, library: PackLibrary) -> None:
    """Declare the exercise at the head of each agency's lanes if it is one, load the calendar, open the accounts."""
    for service in SERVICES:
        async with _store(state, service) as (store, engine):
            at = await _now(engine)
            if state.exercise:
                await _declare(store, service, library.agencies(), at)
            if service == "deadline":
                await load_notices(store, rows(), at)
            if service == "intake":
                await _open_accounts(store, engine, state, at)


async def _declare(store: PgStore, service: str, agencies: Sequence[str], at: datetime) -> None:
    for agency in (*agencies, NATIONAL) if service == "deadline" else agencies:
        await store.append(_declaration(service, agency, at))


async def _open_accounts(store: PgStore, engine: AsyncEngine, state: State, at: datetime) -> None:
    """Enrol those who have no password yet: who changed theirs keeps it."""
    credentials = SignInStore(engine)
    for account in sample_staff():
        if await credentials.credential(account.login) is not None:
            continue
        opening = OpenStaffAccount(
            origin=_origin(account.agency, at, f"account/{account.login}"),
            login=account.login,
            name=account.name,
            roles=account.roles,
            agencies=account.agencies or (account.agency,),
            section=account.section,
        )
        await enrol(store, credentials, opening, state.staff_password)


def _declaration(service: str, agency: str, at: datetime) -> Commit:
    changes = (Change("exercise/declared", 0, (ExerciseDeclared(),)),)
    return Commit(_origin(agency, at, f"exercise/{service}/{agency}"), changes)


def _origin(agency: str, at: datetime, what: str) -> Origin:
    return Origin.first(agency, ACTOR, at, _command_id(what))


def _command_id(what: str) -> UUID:
    """The same load is the same command, however often it is run."""
    return uuid5(NAMESPACE_URL, f"lantai/set-up/{what}")


async def _now(engine: AsyncEngine) -> datetime:
    async with engine.connect() as connection:
        at: datetime = (await connection.execute(text("select lantai_now()"))).scalar_one()
    return at.astimezone(UTC)


@asynccontextmanager
async def _store(state: State, service: str) -> AsyncIterator[tuple[PgStore, AsyncEngine]]:
    engine = create_async_engine(async_dsn(role_dsn(state, f"{service}_app", service)))
    store = PgStore(service, engine)
    try:
        yield store, engine
    finally:
        await store.close()
        await engine.dispose()
