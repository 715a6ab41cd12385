"""Runs one command of intake with the service's settings from the environment."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import date

import typer
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.command.decider import NotFound, Refusal
from shared.message import Actor, Origin
from shared.policy import PolicyError, Roles, policies
from shared.service.cli import own_settings, refuse_if_behind
from shared.service.commands import hinting, wait_for_projections
from shared.service.runtime import Runtime
from shared.staff.directory import StaffDirectory
from shared.time.clock import legal_day

REFUSED = 1


def with_runtime(run: Callable[[Runtime], Awaitable[None]]) -> None:
    """Open the runtime, run one function, close the runtime. A refusal is printed and ends with exit code 1."""
    settings = own_settings()

    async def around() -> None:
        runtime = Runtime(settings)
        try:
            async with hinting(runtime):
                await run(runtime)
        finally:
            await runtime.close()

    try:
        asyncio.run(around())
    except Refusal as refusal:
        typer.echo(f"{refusal.sentence}（{refusal.code}）", err=True)
        raise typer.Exit(REFUSED) from refusal
    except PolicyError as problem:
        typer.echo(str(problem), err=True)
        raise typer.Exit(REFUSED) from problem


@asynccontextmanager
async def reading_staff(runtime: Runtime, agency: str) -> AsyncIterator[AsyncConnection]:
    """A connection to the directory of staff once it shows all events that the agency has now. Ends with 75 if it does not in time."""
    refuse_if_behind(
        await wait_for_projections(
            runtime.carrier_engine, (StaffDirectory(),), {runtime.service: runtime.log}, agency
        )
    )
    async with runtime.reading(agency) as connection:
        yield connection


async def origin_of(runtime: Runtime, agency: str) -> Origin:
    """The origin of a command that an administrator gives on the command line. Raises `NotFound` for no agency of the deployment."""
    require_served(runtime, agency)
    return Origin.first(agency, Actor(kind="service", id="cli"), await runtime.clock.now())


def require_served(runtime: Runtime, *agencies: str) -> None:
    """Refuse an id that names no agency served here: a layer of rules (`national`) has no requests and no staff."""
    served = policies(runtime.library)
    for agency in agencies:
        if agency not in served:
            known = "、".join(sorted(served))
            raise NotFound("agency-unknown", f"没有这个机关。请核对机关标识，本部署有：{known}。")


async def today_of(runtime: Runtime) -> date:
    """The legal day of today (an exercise moves it)."""
    return legal_day(await runtime.clock.now())


async def roles_offered(runtime: Runtime, agency: str) -> Roles:
    """The roles of the agency's policy today. Raises `PolicyError` for an agency without a policy."""
    return runtime.policy(agency, await today_of(runtime)).roles
