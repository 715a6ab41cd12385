"""The roles of an agency: what each is called wherever somebody is named by role, and what it may do."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest

from deadline.web.parts.words import history_words, warned_words
from review.case.signing import Turn
from review.case.state import NoCase
from review.web.case.turn_view import turn_view
from shared.policy import BUILT_IN, BrokenPack, PackLibrary, Policy
from shared.web.access.staff_pass import Pass
from support.pages.passes import held as holding

ON = date(2025, 3, 3)
SECTION_HEADS = [("qionghai", "业务机构负责人"), ("tongliao", "股室负责人")]


def called(agency: str) -> Mapping[str, str]:
    """What an agency calls its roles."""
    return Policy(agency, ON).roles.names


def clerk_of(agency: str) -> Pass:
    """A clerk who is signed in."""
    at = datetime(2025, 3, 3, tzinfo=UTC)
    return Pass(
        account="a",
        person="p-a",
        name="甲",
        agencies=(agency,),
        held=holding("clerk"),
        csrf="s",
        issued_at=at,
        expires_at=at,
    )


@pytest.mark.parametrize(("agency", "section_head"), SECTION_HEADS)
def test_a_clock_names_whom_it_tells_as_the_agency_does(agency, section_head):
    """On the board, and in a clock's history."""
    row = SimpleNamespace(state="running", ladder=[[5, "section"]], warned_left=None)

    assert warned_words(row, called(agency)) == f"剩 5 个工作日时提醒{section_head}"
    facts = {"working_days_left": 5, "role": "section"}
    assert history_words("warning-raised", facts, called(agency)) == (
        "提醒：还剩 5 个工作日",
        f"告知{section_head}",
    )


@pytest.mark.parametrize(("agency", "section_head"), SECTION_HEADS)
def test_a_case_names_whose_turn_it_is_as_the_agency_does(agency, section_head):
    """The clerk reads who does what is next."""
    turn = Turn("review", ("section",), "保密审查", by_section=True)
    policy = Policy(agency, ON)

    read = turn_view(turn, NoCase(), policy["signoff.chain"].value, policy.roles, clerk_of(agency), "", "")
    assert read.why_not.startswith(f"这一步由{section_head}办理")


OFFICE = """
[roles]
clause = "一"
source = "own"
value = [
  { id = "desk", label = "办公室", clause = "一", capabilities = ["register", "read-content", "view-identity"] },
  { id = "unit", label = "科室", clause = "一", capabilities = ["draft"] },
  { id = "director", label = "局长", clause = "一", capabilities = ["destroy-key", "pin-report", "oversee"] },
  { id = "discipline", label = "纪检组", clause = "一", capabilities = ["supervise"] },
]
[signoff.chain]
clause = "一"
source = "own"
value = [{ id = "director", label = "局长（签发人）", act = "签发", clause = "一" }]
[extension.approver]
value = "director"
clause = "一"
source = "own"
[warning.roles]
value = ["unit", "desk", "director"]
clause = "一"
source = "own"
[warning.missed_role]
value = "director"
clause = "一"
source = "own"
"""


def test_the_national_roles_are_the_five():
    """An agency whose texts name no roles has the five of the floor."""
    roles = Policy("qionghai", ON).roles

    assert [role.id for role in roles] == ["clerk", "section", "deputy", "head", "supervisor"]
    assert roles.holders("register") == ("clerk",)
    assert roles.holders("sign") == ("section", "deputy", "head")
    assert roles.holders("approve-extension") == ("deputy",)
    assert roles.acting(("head", "clerk"), "view-identity") == "clerk"
    assert roles.acting(("section",), "view-identity") is None
    assert roles.able(("supervisor", "nobody")) == {"oversee", "supervise"}


def test_a_role_is_data_of_the_pack(write_pack):
    """An agency with other roles needs a folder, and no code."""
    library = PackLibrary((BUILT_IN, write_pack(OFFICE)))

    roles = Policy("ceshi", ON, library=library).roles

    assert roles.names == {
        "desk": "办公室",
        "unit": "科室",
        "director": "局长（签发人）",
        "discipline": "纪检组",
    }
    assert roles.labels["director"] == "局长"
    assert {"sign", "approve-extension", "pin-report"} <= roles.able(["director"])
    assert not roles.known("clerk")


@pytest.mark.parametrize(
    ("was", "becomes", "sentence"),
    [
        ('value = "director"', 'value = "deputy"', "extension.approver：岗位 deputy 没有列在 roles 中"),
        ('["draft"]', '["draft", "supervise"]', "监督岗位 unit 不能兼有办理权限"),
        ('"destroy-key", ', "", "没有岗位具有 destroy-key"),
        ('["draft"]', '["draft", "sign"]', "值的类型或取值不对"),
        (
            '{ id = "director", label = "局长（签',
            '{ id = "discipline", label = "组长（签',
            "监督岗位 discipline",
        ),
    ],
)
def test_a_fault_of_the_roles_is_told(write_pack, was, becomes, sentence):
    """A role that nobody listed, a duty that nobody has, supervision that is not apart: none takes effect."""
    with pytest.raises(BrokenPack, match=sentence):
        PackLibrary((BUILT_IN, write_pack(OFFICE.replace(was, becomes))))
