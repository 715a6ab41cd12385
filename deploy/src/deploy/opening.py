"""What happens once a stack is ready: nothing, or a whole request played through, then who may sign in is told."""

from collections.abc import Mapping
from enum import StrEnum

from rich.console import Console
from rich.table import Table

from deploy.sample_staff import sample_staff
from deploy.session import Visit
from deploy.stack import Stack


class Opening(StrEnum):
    """How a stack begins."""

    RESUME = "resume"
    EMPTY = "empty"
    DEMO = "demo"


async def show_accounts(stack: Stack) -> None:
    """Print the sample staff and their password: the local stack is one person's own."""
    table = Table("登录名", "姓名", "机关", "岗位", title=f"样例账号，密码都是 {stack.state.staff_password}")
    for account in sample_staff():
        agencies = "、".join(account.agencies or (account.agency,))
        table.add_row(account.login, account.name, agencies, "、".join(account.roles))
    console = Console(soft_wrap=True)
    console.print(table)
    console.print(f"工作人员从 {stack.state.portal_url}/signin 登录。", highlight=False)


async def demonstrate(stack: Stack) -> None:
    """Play the demo's request, if it was not played before, then tell who may sign in."""
    from deploy.commands.demo import play_if_new  # noqa: PLC0415  # the demo loads what `up` alone does not need

    await play_if_new(stack)
    await show_accounts(stack)


OPENINGS: Mapping[Opening, Visit] = {
    Opening.RESUME: show_accounts,
    Opening.EMPTY: show_accounts,
    Opening.DEMO: demonstrate,
}
"""Agencies, calendar and staff are there in any case (filling.py)."""


def visit_for(opening: Opening) -> Visit:
    """Return what plays `opening`."""
    return OPENINGS[opening]
