"""Writes the first content of a stack: its agencies' lanes, the calendar, sample staff. It may be repeated.

It runs before the services start, so they find the content in their logs. The packs name the agencies: the built-in
ones and those of the stack's own folder.
"""

from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from datetime import date, datetime
from typing import Final
from uuid import NAMESPACE_URL, UUID, uuid5

from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from deadline.calendar.handlers import NATIONAL, load_notices
from deadline.calendar.package import rows
from deploy.place.environment import role_dsn
from deploy.place.state import State
from deploy.seed.sample_staff import Account, sample_sections, sample_staff, section_id
from deploy.topology import SERVICES
from intake.account.commands import OpenStaffAccount, new_person
from intake.acts.open_account import hash_random, open_account
from intake.person.commands import GrantRoles, RequestedRole
from intake.section.commands import OpenSection
from intake.section.handlers import change_section
from intake.storage import SignInStore
from shared.eventlog.postgres import PgStore
from shared.eventlog.store import Change, Commit
from shared.events.stack import ExerciseDeclared
from shared.message import Actor, Origin
from shared.policy import PackLibrary, Policy
from shared.process.settings import async_dsn
from shared.service.timekeeper import Timekeeper
from shared.time.clock import legal_day
from shared.time.postgres_clock import DatabaseClock

ACTOR: Final = Actor(kind="service", id="deploy", role="set-up")


async def load(state: State, library: PackLibrary) -> None:
    """Declare the exercise at the head of each agency's lanes if it is one, load the calendar, open sections and accounts."""
    for service in SERVICES:
        async with _store(state, service) as (store, engine):
            at = await _now(state, service)
            if state.exercise:
                await _declare(store, service, library.agencies(), at)
            if service == "deadline":
                await load_notices(store, rows(), at)
            if service == "intake":
                await _open_sections(store, at)
                await _open_accounts(store, engine, state, library, at)


async def _declare(store: PgStore, service: str, agencies: Sequence[str], at: datetime) -> None:
    for agency in (*agencies, NATIONAL) if service == "deadline" else agencies:
        await store.append(_declaration(service, agency, at))


async def _open_sections(store: PgStore, at: datetime) -> None:
    for each in sample_sections():
        command = OpenSection(
            origin=_origin(each.agency, at, f"section/{each.agency}/{each.id}"),
            section=each.id,
            name=each.name,
            opened_on=legal_day(at),
        )
        await change_section(store, command)


async def _open_accounts(
    store: PgStore, engine: AsyncEngine, state: State, library: PackLibrary, at: datetime
) -> None:
    """Open accounts for staff without a password; a changed password is kept."""
    credentials = SignInStore(engine)
    for account in sample_staff():
        if await credentials.credential(account.login) is not None:
            continue
        origin = _origin(account.agency, at, f"account/{account.login}")
        opening = OpenStaffAccount(
            origin=origin, person=new_person(account.login), login=account.login, name=account.name
        )
        granting = GrantRoles(
            origin=origin,
            person=opening.person,
            requested_roles=tuple(_requested_roles(account, legal_day(at))),
            offered=Policy(account.agency, legal_day(at), library=library).roles,
            new=True,
        )
        await open_account(store, credentials, opening, granting, state.staff_password, hash_random)


def _requested_roles(account: Account, today: date) -> Iterator[RequestedRole]:
    sections = (section_id(account.agency, account.section),) if account.section else ()
    for role in account.roles:
        yield RequestedRole(role=role, sections=sections, agencies=account.agencies, begins_on=today)


def _declaration(service: str, agency: str, at: datetime) -> Commit:
    changes = (Change("exercise/declared", 0, (ExerciseDeclared(),)),)
    return Commit(_origin(agency, at, f"exercise/{service}/{agency}"), changes)


def _origin(agency: str, at: datetime, what: str) -> Origin:
    return Origin.first(agency, ACTOR, at, _command_id(what))


def _command_id(what: str) -> UUID:
    """A command id derived from `what`, so a repeated load gives the same command."""
    return uuid5(NAMESPACE_URL, f"lantai/set-up/{what}")


async def _now(state: State, service: str) -> datetime:
    """The exercise's time, or trusted time, which no service keeps before it starts."""
    engine = create_async_engine(async_dsn(role_dsn(state, f"{service}_carrier", service)))
    try:
        return await (DatabaseClock(engine) if state.exercise else Timekeeper(engine)).now()
    finally:
        await engine.dispose()


@asynccontextmanager
async def _store(state: State, service: str) -> AsyncIterator[tuple[PgStore, AsyncEngine]]:
    engine = create_async_engine(async_dsn(role_dsn(state, f"{service}_app", service)))
    store = PgStore(service, engine)
    try:
        yield store, engine
    finally:
        await store.close()
        await engine.dispose()
