"""`lantai intake account …`: staff accounts and the roles of the persons behind them."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Annotated

import typer
from sqlalchemy import RowMapping

from intake.account.commands import CloseStaffAccount, OpenStaffAccount, new_person
from intake.account.handlers import close_account
from intake.acts.grant_role import end_role_of, grant_role, person_behind
from intake.acts.open_account import open_account
from intake.acts.passwords import RESET_HOURS, issue_reset
from intake.cli.session import origin_of, reading_staff, require_served, roles_offered, today_of, with_runtime
from intake.person.commands import GrantRoles, RequestedRole
from intake.storage import SignInStore
from shared.process.audit import audited
from shared.service.cli import parse_date
from shared.service.runtime import Runtime
from shared.staff.directory import accounts_of, roles_of

account = typer.Typer(help="工作人员账号：开通，停用，列出，重设密码；授予和终止岗位。", no_args_is_help=True)

Agency = Annotated[str, typer.Argument(help="机关标识，例如 qionghai")]
Login = Annotated[str, typer.Argument(help="登录名")]
Sections = Annotated[list[str], typer.Option("--section", help="股室：负责、所在或者分管的，可多次给出")]


@account.command("open", help="开通账号，并设置初始密码；不合规定的，说明原因，以代码 1 结束。")
@audited("account.open", "agency", "login", "role", "reads")
def open_(  # noqa: PLR0913  # a command's parameters are its options
    agency: Agency,
    login: Login,
    *,
    name: Annotated[str, typer.Argument(help="姓名")],
    password: Annotated[str, typer.Option(prompt="密码", hide_input=True, confirmation_prompt="再输一次")],
    role: Annotated[
        list[str], typer.Option(help="岗位：clerk、section、deputy、head、supervisor，可多次给出")
    ] = (),  # type: ignore[assignment]  # typer makes a list of it
    section: Sections = (),  # type: ignore[assignment]  # typer makes a list of it
    reads: Annotated[list[str], typer.Option(help="监督岗位可看的机关，可多次给出")] = (),  # type: ignore[assignment]  # typer makes a list of it
    person: Annotated[
        str | None, typer.Option(help="已有人员的标识（见 account list --roles）；不给出即为新的人员")
    ] = None,
) -> None:
    """Open an account (开户) with its first password. Exit code 1 with the reason when it is refused."""

    async def run(runtime: Runtime) -> None:
        origin, today = await origin_of(runtime, agency), await today_of(runtime)
        require_served(runtime, *reads)
        who = person or new_person(login)
        requested_roles = [
            RequestedRole(role=each, sections=tuple(section), agencies=tuple(reads), begins_on=today)
            for each in role
        ]
        granting = GrantRoles(
            origin=origin,
            person=who,
            requested_roles=tuple(requested_roles),
            offered=await roles_offered(runtime, agency),
            new=person is None,
        )
        opening = OpenStaffAccount(origin=origin, person=who, login=login, name=name)
        await open_account(runtime.store, SignInStore(runtime.app_engine), opening, granting, password)

    with_runtime(run)
    typer.echo(f"已开户：{login}")


@account.command("close", help="停用账号，此后不能登录；不合规定的，说明原因，以代码 1 结束。")
@audited("account.close", "agency", "login")
def close(agency: Agency, login: Login, reason: Annotated[str, typer.Option(help="原因")]) -> None:
    """Close an account (销户). Exit code 1 with the reason when it is refused."""

    async def run(runtime: Runtime) -> None:
        command = CloseStaffAccount(origin=await origin_of(runtime, agency), reason=reason)
        await close_account(runtime.store, login, command)

    with_runtime(run)
    typer.echo(f"已销户：{login}")


@account.command("reset", help="生成重设密码的链接，交给本人；没有这个账号的，说明原因，以代码 1 结束。")
@audited("account.reset", "agency", "login")
def reset(agency: Agency, login: Login) -> None:
    """Issue a link by which the holder of a login sets a new password once. Exit code 1 with the reason when it is refused.

    The present password stays valid until the link is used. A second link makes the first void.
    """
    link = ""

    async def run(runtime: Runtime) -> None:
        nonlocal link
        origin, stored = await origin_of(runtime, agency), SignInStore(runtime.app_engine)
        code = await issue_reset(runtime.store, stored, origin, login, runtime.timekeeper.real_now())
        link = f"{runtime.settings.public_url}/signin/reset?code={code}"

    with_runtime(run)
    typer.echo(f"请把链接当面或者用可靠的方式交给 {login} 本人。链接 {RESET_HOURS} 小时内有效，只能用一次：")
    typer.echo(link)


@account.command("grant", help="授予岗位，可以有起止日期，可以是代理；不合规定的，说明原因，以代码 1 结束。")
@audited("account.grant", "agency", "login", "role", "reads", "acting_for")
def grant(  # noqa: PLR0913  # a command's parameters are its options
    agency: Agency,
    login: Login,
    *,
    role: Annotated[str, typer.Argument(help="岗位：clerk、section、deputy、head、supervisor")],
    section: Sections = (),  # type: ignore[assignment]  # typer makes a list of it
    reads: Annotated[list[str], typer.Option(help="监督岗位可看的机关，可多次给出")] = (),  # type: ignore[assignment]  # typer makes a list of it
    begins: Annotated[
        date | None,
        typer.Option("--from", parser=parse_date, metavar="DATE", help="起始日期，不给出即为今天"),
    ] = None,
    ends: Annotated[
        date | None, typer.Option("--to", parser=parse_date, metavar="DATE", help="截止日期（含当日）")
    ] = None,
    acting_for: Annotated[str | None, typer.Option(help="代理岗位：代谁，写那人的登录名")] = None,
) -> None:
    """Grant a role to the person behind a login (任岗). Exit code 1 with the reason when it is refused."""

    async def run(runtime: Runtime) -> None:
        origin = await origin_of(runtime, agency)
        require_served(runtime, *reads)
        stood_in = await person_behind(runtime.store, agency, acting_for) if acting_for else None
        requested = RequestedRole(
            role=role,
            sections=tuple(section),
            agencies=tuple(reads),
            begins_on=begins or await today_of(runtime),
            ends_on=ends,
            acting_for=stood_in,
        )
        offered = await roles_offered(runtime, agency)
        await grant_role(runtime.store, origin, login, requested, offered)

    with_runtime(run)
    typer.echo(f"已授予岗位：{login} {role}")


@account.command("end", help="终止一项岗位；不合规定的，说明原因，以代码 1 结束。")
@audited("account.end", "agency", "login", "number")
def end(
    agency: Agency,
    login: Login,
    number: Annotated[int, typer.Argument(help="编号，见 account list --roles")],
    on: Annotated[
        date | None,
        typer.Option(parser=parse_date, metavar="DATE", help="最后一日（含当日），不给出即为今天"),
    ] = None,
) -> None:
    """End a role of the person behind a login (离岗). Exit code 1 with the reason when it is refused."""

    async def run(runtime: Runtime) -> None:
        ended_on = on or await today_of(runtime)
        await end_role_of(runtime.store, await origin_of(runtime, agency), login, number, ended_on)

    with_runtime(run)
    typer.echo(f"已终止岗位：{login} 第 {number} 项")


@account.command("list", help="列出账号：登录名、姓名、岗位、在用或者停用。")
def list_(
    agency: Agency,
    *,
    roles: Annotated[
        bool, typer.Option("--roles", help="并逐项列出岗位：编号、股室、起止日期、代谁")
    ] = False,
) -> None:
    """List the accounts: login, name, roles of today, open or closed; with `--roles` every grant of a role."""

    async def run(runtime: Runtime) -> None:
        today = await today_of(runtime)
        async with reading_staff(runtime, agency) as connection:
            accounts = await accounts_of(connection, agency)
            grants = _by_person(await roles_of(connection, agency))
        names = {row["person"]: row["name"] for row in accounts}
        for row in accounts:
            its = grants[row["person"]]
            held = "、".join(dict.fromkeys(each["role"] for each in its if _holds(each, today)))
            state = "已销户" if row["revoked_at"] else "在用"
            typer.echo(f"{row['login']}\t{row['name']}\t{held}\t{state}")
            if roles:
                typer.echo(f"\t人员 {row['person']}")
                for each in its:
                    typer.echo(_line(each, names))

    with_runtime(run)


def _by_person(grants: Sequence[RowMapping]) -> defaultdict[str, list[RowMapping]]:
    found: defaultdict[str, list[RowMapping]] = defaultdict(list)
    for each in grants:
        found[each["person"]].append(each)
    return found


def _holds(grant: RowMapping, today: date) -> bool:
    ends = grant["ends_on"]
    return bool(grant["begins_on"] <= today and (ends is None or today <= ends))


def _line(grant: RowMapping, names: dict[str, str]) -> str:
    """A grant: number, role, sections, from, to, and for whom."""
    acting = grant["acting_for"]
    parts = (
        str(grant["grant_number"]),
        grant["role"],
        "、".join(grant["sections"]) or "—",
        f"{grant['begins_on']} 起",
        f"至 {grant['ends_on']}" if grant["ends_on"] else "—",
        *((f"代{names.get(acting, acting)}",) if acting else ()),
    )
    return "\t" + "\t".join(parts)
