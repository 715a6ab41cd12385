"""The ways that an agency's pages offer: to anybody, and to staff by role."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from shared.web.access.staff_pass import Pass
from shared.web.pages.filters import called
from shared.web.pages.sites import sites
from support.pages.passes import held as holding

SITE = sites(date(2025, 3, 3))["qionghai"]
AT = datetime(2025, 3, 3, tzinfo=UTC)
DAILY = ["收件登记簿", "办理", "期限"]


def held(role: str, agency: str = "qionghai") -> Pass:
    """Somebody signed in."""
    return Pass(
        account="a",
        person="p-a",
        name="甲",
        agencies=(agency,),
        held=holding(role),
        csrf="s",
        issued_at=AT,
        expires_at=AT,
    )


def test_a_citizen_finds_the_ways_in():
    """First page, application, progress: of this agency."""
    assert [(link.label, link.href) for link in SITE.nav] == [
        ("首页", "/qionghai/"),
        ("申请公开", "/qionghai/apply"),
        ("查询进度", "/qionghai/track"),
    ]


@pytest.mark.parametrize(
    ("role", "shown"),
    [
        ("clerk", DAILY),
        ("section", DAILY),
        ("deputy", DAILY),
        ("head", [*DAILY, "监督"]),
        ("supervisor", [*DAILY, "监督"]),
    ],
)
def test_staff_find_what_their_role_may_open(role, shown):
    """No link leads to a page that refuses who clicks it."""
    assert [link.label for link in SITE.staff_links(held(role))] == shown


def test_strangers_find_nothing():
    """Who is not signed in, or signed in at another agency, is offered no way in."""
    assert SITE.staff_links(None) == ()
    assert SITE.staff_links(held("head", "tongliao")) == ()


def test_a_link_that_needs_nothing_is_everybodys():
    """An agency's own links are shown to all its staff unless they need a capability."""
    plain = replace(SITE, staff_nav=(replace(SITE.staff_nav[-1], needs=()),))

    assert [link.label for link in plain.staff_links(held("clerk"))] == ["监督"]


@pytest.mark.parametrize(
    ("path", "marks"),
    [
        ("/review/qionghai/desk", ["", "page", "", ""]),
        ("/review/qionghai/cases/7", ["", "true", "", ""]),
        ("/intake/qionghai/requests/7/check", ["true", "", "", ""]),
        ("/deadline/qionghai/requests/7", ["", "", "true", ""]),
        ("/reporting/qionghai/requests/7/replay", ["", "", "", "true"]),
        ("/reporting/qionghai/table/2025", ["", "", "", "true"]),
        ("/reporting/", ["", "", "", "true"]),
    ],
)
def test_the_menu_marks_the_section_of_a_page(path, marks):
    """A page of its own says `page`; one below it says that its section is meant."""
    assert [link.mark(path) for link in SITE.staff_nav] == marks


@pytest.mark.parametrize(
    ("path", "marks"),
    [
        ("/qionghai/", ["page", "", ""]),
        ("/qionghai/apply/check", ["", "true", ""]),
        ("/qionghai/track/withdraw", ["", "", "true"]),
        ("/qionghai/applying", ["", "", ""]),
    ],
)
def test_a_citizen_s_menu_marks_the_way_in_too(path, marks):
    """The steps of an application belong to it; the first page is only itself."""
    assert [link.mark(path) for link in SITE.nav] == marks


@pytest.mark.parametrize(("agency", "head"), [("qionghai", "主要领导"), ("tongliao", "局长（组长）")])
def test_roles_are_called_what_the_chain_calls_them(agency, head):
    """Beside the name of who is signed in stands the policy's word."""
    assert called(("head", "supervisor"), sites(date(2025, 3, 3))[agency].roles.names) == f"{head}、监督"
