"""`lantai intake …`: staff accounts, on the service's own settings (environment)."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Annotated

import typer

from intake.account.commands import CloseStaffAccount, OpenStaffAccount
from intake.account.handlers import close_account
from intake.enrol import enrol
from intake.projections.accounts import accounts
from intake.storage import SignInStore
from shared.command.decider import Refusal
from shared.message import Actor, Origin
from shared.service.cli import own_settings
from shared.service.runtime import Runtime

REFUSED = 1
app = typer.Typer(help="受理：工作人员账号。", no_args_is_help=True)
account = typer.Typer(help="工作人员账号：开通，停用，列出。", no_args_is_help=True)
app.add_typer(account, name="account")

Agency = Annotated[str, typer.Argument(help="机关标识，例如 qionghai")]
Login = Annotated[str, typer.Argument(help="登录名")]


@account.command("open", help="开通账号，并设置初始密码；不合规定的，说明原因，以代码 1 结束。")
def open_(
    agency: Agency,
    login: Login,
    name: Annotated[str, typer.Argument(help="姓名")],
    role: Annotated[
        list[str], typer.Option(help="岗位：clerk、section、deputy、head、supervisor，可多次给出")
    ],
    password: Annotated[str, typer.Option(prompt="密码", hide_input=True, confirmation_prompt="再输一次")],
    section: Annotated[str | None, typer.Option(help="股室")] = None,
    reads: Annotated[list[str], typer.Option(help="监督岗位可看的机关，可多次给出")] = (),  # type: ignore[assignment]  # typer makes a list of it
) -> None:
    """Open an account (开户) with its first password. Exit code 1 with the reason when it is refused."""

    async def run(runtime: Runtime) -> None:
        command = OpenStaffAccount(
            origin=await _origin(runtime, agency),
            login=login,
            name=name,
            roles=tuple(role),
            agencies=tuple(reads) or (agency,),
            section=section,
        )
        await enrol(runtime.store, SignInStore(runtime.app_engine), command, password)

    _with_runtime(run)
    typer.echo(f"已开户：{login}")


@account.command("close", help="停用账号，此后不能登录；不合规定的，说明原因，以代码 1 结束。")
def close(agency: Agency, login: Login, reason: Annotated[str, typer.Option(help="原因")]) -> None:
    """Close an account (销户). Exit code 1 with the reason when it is refused."""

    async def run(runtime: Runtime) -> None:
        command = CloseStaffAccount(origin=await _origin(runtime, agency), reason=reason)
        await close_account(runtime.store, login, command)

    _with_runtime(run)
    typer.echo(f"已销户：{login}")


@account.command("list", help="列出账号：登录名、姓名、岗位、在用或者停用。")
def list_(agency: Agency) -> None:
    """List the accounts: login, name, roles, open or closed."""

    async def run(runtime: Runtime) -> None:
        async with runtime.reading(agency) as connection:
            for row in await accounts(connection):
                state = "已销户" if row["revoked_at"] else "在用"
                typer.echo(f"{row['login']}\t{row['name']}\t{'、'.join(row['roles'])}\t{state}")

    _with_runtime(run)


async def _origin(runtime: Runtime, agency: str) -> Origin:
    return Origin.first(agency, Actor(kind="service", id="cli"), await runtime.clock.now())


def _with_runtime(run: Callable[[Runtime], Awaitable[None]]) -> None:
    """Open the service's parts, do one thing, close them; a refusal is a sentence and exit code 1."""
    settings = own_settings()

    async def around() -> None:
        runtime = Runtime(settings)
        try:
            await run(runtime)
        finally:
            await runtime.close()

    try:
        asyncio.run(around())
    except Refusal as refusal:
        typer.echo(f"{refusal.sentence}（{refusal.code}）", err=True)
        raise typer.Exit(REFUSED) from refusal
