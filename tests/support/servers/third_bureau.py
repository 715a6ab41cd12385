"""A stack with a third bureau whose rules are data folders under tests/system: its city's and its own.

The command opens its staff accounts. It runs an exercise on 2 January 2025, so that due dates can be counted by hand.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from deploy.demo.portal_users import PortalUsers
from deploy.place import state
from deploy.place.folder import StackFolder
from support.servers.stack import LocalStack, Screen

CITY = Path(__file__).parents[2] / "system/yunzhou"
PACK = CITY.with_name("yunling")
STAFF = {
    "clerk": ("yl.an", "安小云", ()),
    "section": ("yl.duan", "段岭", ("--section", "s-zonghe")),
    "head": ("yl.mu", "木青", ()),
}
"""Role → login, name, further options: three people are the whole office."""

APPLICANT = {
    "applicant_kind": "natural_person",
    "name": "罗小满",
    "identity_kind": "护照",
    "identity_number": "E12345678",
    "phone": "13900000000",
    "email": "luo@example.com",
    "address": "云岭县青石镇文昌街1号",
    "content": "2024年云岭县粮食产量",
    "supply_form": "electronic",
    "delivery": "download",
}
"""A whole application, by the boxes of the form and the fields of the API."""


@dataclass(frozen=True)
class ThirdBureauStack(LocalStack):
    """The running stack, and the bureau that was added to it."""

    agency: str

    def users(self) -> PortalUsers:
        """The users of the portal."""
        return PortalUsers(self.portal, self.state.staff_password)

    def login(self, role: str) -> str:
        """The login of the holder of a role at the bureau."""
        return STAFF[role][0]


@pytest.fixture(scope="session")
def third_bureau(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ThirdBureauStack]:
    """Add the city and the bureau by `lantai agency add`, start the stack, and open its staff accounts."""
    place = tmp_path_factory.mktemp("third_bureau")
    folder = StackFolder.of(place).create()
    state.save(state.choose(exercise=True), folder.state)
    stack = ThirdBureauStack(place, tomllib.loads((PACK / "pack.toml").read_text("utf-8"))["id"])
    stack.lantai("agency", "add", str(CITY))
    stack.lantai("agency", "add", str(PACK))
    screen = Screen(place)
    try:
        screen.wait_for("/signin")
        stack.lantai("intake", "section", "open", stack.agency, "s-zonghe", "综合室")
        for role, (login, name, more) in STAFF.items():
            account = ("intake", "account", "open", stack.agency, login, name)
            stack.lantai(*account, "--role", role, "--password", stack.state.staff_password, *more)
        yield stack
    finally:
        screen.interrupt()
