"""Passwords of the staff, and 退出 of citizens, wide and narrow."""

import asyncio
import re

import pytest

from browser.conftest import AGENCY, Visitor, Windows, walk_the_steps
from browser.test_without_scripts import ANSWERS
from support.servers.stack import DemoStack

WIDTHS = (1280, 390)
FIRST, SECOND, THIRD = "correct horse", "battery staple", "clear winter river"
LINK = re.compile(r"https?://\S+(/signin/reset\?code=\S+)")


async def opened(stack: DemoStack, login: str) -> None:
    """An account of its own, so that no other test loses a password."""
    words = ("intake", "account", "open", AGENCY, login, "李娜", "--role", "clerk", "--password", FIRST)
    await asyncio.to_thread(stack.lantai, *words)
    while not await stack.fetch("intake", f"select 1 from staff_1.account where login = '{login}'"):  # noqa: ASYNC110  # another process writes it
        await asyncio.sleep(0.2)


async def entered(visitor: Visitor, login: str, password: str) -> bool:
    """Whether the login opens with this password."""
    await visitor.go("/signin")
    await visitor.fill(login=login, password=password)
    await visitor.press("登录")
    return await visitor.says("退出")


@pytest.mark.parametrize("width", WIDTHS)
async def test_changing_and_resetting_a_password(window: Windows, stack: DemoStack, width: int):
    """A clerk changes the password, forgets it, is given a link, and signs in by the new one."""
    login = f"li.na{width}"
    await opened(stack, login)
    clerk, forgetful = await window(width), await window(width)

    assert await entered(clerk, login, FIRST)
    await clerk.press("修改密码")
    await clerk.look("password")
    await clerk.fill(present=FIRST, chosen="123456789012", again="123456789012")
    await clerk.press("修改密码")
    await clerk.look("password-errors")
    await clerk.fill(present=FIRST, chosen=SECOND, again=SECOND)
    await clerk.page.get_by_role("button", name="修改密码").click()
    await clerk.page.get_by_text("密码已经修改").wait_for()
    await clerk.look("password-done")

    said = (await asyncio.to_thread(stack.lantai, "intake", "account", "reset", AGENCY, login)).stdout
    found = LINK.search(said)
    assert found, said
    await forgetful.go(found[1])
    await forgetful.look("reset")
    await forgetful.fill(chosen=THIRD, again=THIRD)
    await forgetful.press("设置新密码")
    await forgetful.look("reset-done")
    gone = await forgetful.page.goto(stack.portal + found[1])
    assert gone is not None
    assert gone.status == 410
    await forgetful.look("reset-void")

    assert not await entered(forgetful, login, SECOND)
    assert await entered(forgetful, login, THIRD)
    assert clerk.faults + forgetful.faults == []


@pytest.mark.parametrize("width", WIDTHS)
async def test_leaving_a_shared_computer(window: Windows, width: int):
    """A citizen files and looks, presses 退出, and whoever comes next sees nothing of it, by the way back neither."""
    citizen = await window(width)
    await citizen.go(f"/{AGENCY}/apply")
    await walk_the_steps(citizen, ANSWERS)
    await citizen.press("确认并提交")
    await citizen.look("receipt-leave")
    code = await citizen.page.locator("text=/^[0-9A-Z]{4}(-[0-9A-Z]{4}){2}$/").first.inner_text()
    await citizen.go(f"/{AGENCY}/track")
    await citizen.fill(code=code, name=ANSWERS["name"])
    await citizen.press("查询")
    await citizen.look("status-leave")
    assert await citizen.says(ANSWERS["content"])

    await citizen.press("退出")
    await citizen.look("left")
    assert await citizen.says("已经退出")
    for path in ("track", "receipt"):
        await citizen.go(f"/{AGENCY}/{path}")
        assert not await citizen.says(ANSWERS["content"])
    await citizen.page.go_back()
    assert not await citizen.says(ANSWERS["content"])

    assert citizen.faults == []
