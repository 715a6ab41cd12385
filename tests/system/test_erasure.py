"""A person whose key was destroyed is in nothing that the stack keeps, and everything else still stands."""

from dataclasses import dataclass
from datetime import date
from importlib import import_module
from uuid import UUID

import pytest
from msgspec.structs import replace

from deploy.demo.acts.filing import answers_of
from deploy.demo.page import PageFailed
from deploy.demo.people import Citizen, Slip, Staff
from deploy.demo.player import play_year
from deploy.demo.story import SHOWCASE, Year, year
from deploy.stack import exercise
from deploy.topology import SERVICES
from support.servers import kept_data as haystacks
from support.servers.stack import DemoStack

AGENCY = "qionghai"
REQUEST = replace(
    year().request(SHOWCASE),
    applicant="欧阳弃疾",
    content="琼海市2023年第五次全国经济普查分镇（街道）从业人员数",
    hints="普查公报第四号的附表",
    purpose="与邻里合作社的纠纷举证",
    filed=date(2025, 9, 25),
    accepted=date(2025, 9, 25),
    drafted=date(2025, 9, 26),
    signed=date(2025, 9, 28),
    served=date(2025, 9, 29),
)
PERSON = answers_of(REQUEST)
TRACES = ("name", "identity_number", "phone", "email", "address", "content", "hints", "purpose")
STAYS = "s-zonghe"
"""The section's id, which an event of review keeps: a search that misses it would miss the person too."""


@dataclass(frozen=True)
class Erased:
    """A request whose key is destroyed, and the words that may stand nowhere."""

    request_id: UUID
    slip: Slip
    words: tuple[str, ...]


@pytest.fixture(scope="module")
async def erased(stack: DemoStack) -> Erased:
    """One more request walks through, its file is opened, and the head destroys its key, on the real pages."""
    users = await play_year(stack.stack, Year(requests=(REQUEST,), tables={}), lambda _: None)
    played = users.filed[REQUEST.id]
    page = f"/intake/{AGENCY}/requests/{played.request_id}"
    clerk = Staff(stack.portal, "qh.chen", stack.state.staff_password)
    assert PERSON["name"] in clerk.act(page, "applicant", purpose="contact").text
    head = Staff(stack.portal, "qh.he", stack.state.staff_password)
    head.act(page, "destroy-key", reason="erasure-upheld", confirmed_number=played.slip.number)
    await exercise.quiet(stack.stack)
    code = played.slip.query_code
    words = (*(PERSON[field] for field in TRACES), code, code.replace("-", ""))
    return Erased(played.request_id, played.slip, words)


async def test_no_table_names_the_person(stack: DemoStack, erased: Erased):
    """No row of any table of the five databases has a word of the person."""
    pieces = [piece async for piece in haystacks.rows(stack)]

    assert haystacks.found(pieces, erased.words) == set()
    assert ("review: log.events", STAYS) in haystacks.found(pieces, [STAYS])


async def test_no_message_names_the_person(stack: DemoStack, erased: Erased):
    """No message of any stream has a word of the person."""
    pieces = [piece async for piece in haystacks.messages(stack)]

    assert haystacks.found(pieces, erased.words) == set()
    assert ("stream of review", STAYS) in haystacks.found(pieces, [STAYS])


async def test_no_file_names_the_person(stack: DemoStack, erased: Erased):
    """No file of the stack has a word of the person: data files, streams, blobs, logs."""
    await haystacks.settle(stack)
    pieces = list(haystacks.files(stack.folder.root))

    assert haystacks.found(pieces, erased.words) == set()
    kept = {place.partition("/")[0] for place, _ in haystacks.found(pieces, [STAYS])}
    assert kept >= {"postgres", "nats"}


@pytest.mark.parametrize("place", ["intake/{}/requests/{}", "review/{}/cases/{}", "intake/{}/requests"])
def test_pages_say_destroyed(stack: DemoStack, erased: Erased, place: str):
    """Where the person's words stood the pages say 已销毁; number and outcome stay."""
    clerk = Staff(stack.portal, "qh.chen", stack.state.staff_password)

    page = clerk.open("/" + place.format(AGENCY, erased.request_id)).text

    assert "已销毁" in page
    assert erased.slip.number in page
    assert not [words for words in erased.words if words in page]


def test_tracking_knows_the_person_no_more(stack: DemoStack, erased: Erased):
    """Code and name open nothing any more: nobody can tell whose request it was."""
    with pytest.raises(PageFailed, match="查询码和姓名（名称）对不上"):
        Citizen(stack.portal, AGENCY, PERSON).track(erased.slip)


async def test_every_book_still_equals_its_rebuild(stack: DemoStack, erased: Erased):
    """Every projection that folded the person's events is rebuilt without the key and equals the live one."""
    for service in SERVICES:
        for projection in import_module(f"{service}.app").PROJECTIONS:
            done = await stack.rebuild(service, projection.name)
            assert done.exit_code == 0, (service, projection.name, done.output, erased.request_id)


def test_every_proof_still_verifies(stack: DemoStack, erased: Erased):
    """Every leaf and chain, the person's events among them, still verifies."""
    done = stack.lantai("audit", "verify", "--json")

    assert '"ok": true' in done.stdout, erased.request_id
