"""The actions of a stack that is ready: play the scripted year if requested, then print the accounts."""

from enum import StrEnum
from typing import assert_never

from rich.console import Console
from rich.table import Table

from deploy.place.progress import half_played
from deploy.seed.sample_staff import sample_staff
from deploy.stack.session import OnceReady
from deploy.stack.stack import Stack
from shared.policy import national_roles


class Opening(StrEnum):
    """The mode of a start: go on with the present data, start empty, or play the demo."""

    RESUME = "resume"
    EMPTY = "empty"
    DEMO = "demo"


async def show_accounts(stack: Stack) -> None:
    """Print the sample staff and their password (the local stack is one person's own), and what is wrong with a demo."""
    table = Table(
        "登录名", "姓名", "机关", "岗位", "股室", title=f"样例账号，密码都是 {stack.state.staff_password}"
    )
    labels = national_roles().labels
    for account in sample_staff():
        agencies = "、".join(account.agencies or (account.agency,))
        roles = "、".join(labels[role] for role in account.roles)
        table.add_row(account.login, account.name, agencies, roles, account.section or "—")
    console = Console(soft_wrap=True)
    console.print(table)
    if sentence := half_played(stack.folder):
        console.print(sentence, highlight=False)
    console.print(f"工作人员从 {stack.state.portal_url}/signin 登录。", highlight=False)


def demonstrate(only: str) -> OnceReady:
    """Play the scripted year, or only the requests in `only`, into an empty stack; then print the accounts."""
    from deploy.commands.demo import play_if_new  # noqa: PLC0415  # the demo loads what `up` alone does not need

    play = play_if_new(only)

    async def once_ready(stack: Stack) -> None:
        await play(stack)
        await show_accounts(stack)

    return once_ready


def once_ready_for(opening: Opening, only: str = "") -> OnceReady:
    """Return the function that plays `opening`. Agencies, calendar and staff exist in any case (`stack/seed.py`)."""
    match opening:
        case Opening.DEMO:
            return demonstrate(only)
        case Opening.EMPTY | Opening.RESUME:
            return show_accounts
        case _:
            assert_never(opening)
