"""A third bureau joins by folders of data: it works by its own rules and its city's, and apart from the others."""

import json
from collections import Counter
from collections.abc import Iterator
from uuid import uuid4

import asyncpg
import nats
import pytest

from deploy.bus.rights import ADMIN
from deploy.demo.page import Page, PageFailed
from deploy.demo.people import Slip, apply, slip_of
from deploy.demo.portal_users import retry_until_done
from deploy.topology import SERVICES, stream_name
from shared.bus.envelope import lane_filter, subject
from support import source_tree
from support.intake.papers import pages_in
from support.pages.page_schema import every_route
from support.pages.visitors import SECRET, visitor
from support.servers.third_bureau import APPLICANT, ThirdBureauStack

NEIGHBOURS = ("qionghai", "tongliao")
OTHER = NEIGHBOURS[0]
NO = dict.fromkeys(
    ("state_secret", "law_forbids", "three_security_one_stability", "trade_secret", "personal_privacy"), "no"
)
WRITTEN = {"finding": "所申请信息由本局制作。", "decision": "予以公开。", "materials": "2024年统计公报"}


class Carried:
    """One request of the third bureau, from the form to the reply, through the pages."""

    def __init__(self, third_bureau: ThirdBureauStack) -> None:
        self.third_bureau, self.users = third_bureau, third_bureau.users()
        self.citizen = self.users.browser("citizen")
        self.slip: Slip = slip_of(apply(self.citizen, third_bureau.agency, APPLICANT))
        docket = f"/intake/{third_bureau.agency}/requests"
        clerk = third_bureau.login("clerk")
        self.door = retry_until_done(lambda: self.users.read(clerk, docket).link(self.slip.number), docket)
        self.request_id = self.door.rpartition("/")[2]
        self.case = f"/review/{third_bureau.agency}/cases/{self.request_id}"
        self.assigned, self.reply = self._handle(), self._fetch()

    def act(self, role: str, path: str, verb: str, **typed: str) -> Page:
        """One of the three people sends one form."""
        return self.users.act(self.third_bureau.login(role), path, verb, **typed)

    def track(self) -> Page:
        """What the applicant sees."""
        blank = self.citizen.open(f"/{self.third_bureau.agency}/track?again=1")
        return self.citizen.send(blank, "/track", code=self.slip.query_code, name=APPLICANT["name"])

    def _handle(self) -> Page:
        """The clerk accepts and assigns, the section reviews and drafts, two people sign, the clerk serves."""
        self.act("clerk", self.door, "check")
        self.act("clerk", self.door, "accept")
        assigned = self.act("clerk", self.case, "assign", section="s-zonghe")
        self.act("section", self.case, "review", attribute="open", **NO)
        self.act("section", f"{self.case}?basis=granted/36(2)", "propose", **WRITTEN)
        self.act("section", self.case, "sign")
        self.act("head", self.case, "sign")
        self.act("clerk", self.door, "serve", served_on="2025-01-02", method="electronic")
        return assigned

    def _fetch(self) -> str:
        self.track()
        return "".join(pages_in(self.citizen.download(f"/{self.third_bureau.agency}/track/reply.pdf")))


@pytest.fixture(scope="module")
def carried(third_bureau: ThirdBureauStack) -> Iterator[Carried]:
    """The request of this module, with its reply served."""
    done = Carried(third_bureau)
    yield done
    done.users.close()


def test_the_bureau_works_by_its_own_rules(carried: Carried):
    """Period, channels and receipt day are those of its folder, the chain its city's: day 12 from 2 January 2025 is the 20th."""
    users, third_bureau = carried.users, carried.third_bureau
    register = users.read(third_bureau.login("clerk"), f"/intake/{third_bureau.agency}/register")

    assert "最晚答复日期 2025年1月20日" in carried.assigned.text
    assert "室主任提出 未签 局长签发 未签" in carried.assigned.text
    chain = third_bureau.lantai("review", "chain", "--on", "2025-01-02", "--agency", third_bureau.agency)
    assert "云州市政府信息依申请公开工作规程规程第九条（上级规定）" in chain.stdout
    assert "依据：办法第六条" in users.read(third_bureau.login("clerk"), carried.door).text
    assert "到综合室提交" in register.text
    assert "电报" not in register.text


def test_the_reply_is_its_own(carried: Carried):
    """文号, seal and redress in the PDF, and its number on the tracking page, come from the folder."""
    assert "云统开答〔2025〕1号" in carried.reply
    assert "云岭县统计局" in carried.reply
    assert "向云岭县人民政府申请行政复议" in carried.reply
    assert "向云岭县人民法院提起行政诉讼" in carried.reply
    assert carried.slip.number in carried.track().text


def test_the_table_counts_it_once_and_there_alone(carried: Carried):
    """`lantai report annual` has one granted request at the bureau and none at the others."""
    third_bureau = carried.third_bureau

    def granted(agency: str) -> list[int]:
        asked = ("report", "annual", "--agency", agency, "--year", "2025", "--json")
        figures: list[int] = json.loads(third_bureau.lantai(*asked).stdout)["rows"]["granted"]
        return figures

    def counted() -> list[int]:
        figures = granted(third_bureau.agency)
        if not any(figures):
            raise PageFailed("not counted yet")
        return figures

    assert retry_until_done(counted, "report annual") == [1, 0, 0, 0, 0, 0, 1]
    assert [granted(agency) for agency in NEIGHBOURS] == [[0] * 7, [0] * 7]


def test_pages_are_closed_to_other_bureaus(carried: Carried):
    """Every page and form of the staff, in every service, answers 403 or 404 across bureaus, in both directions."""
    third_bureau = carried.third_bureau
    facts = {"request_id": carried.request_id, "year": "2025", "paper": "reply"}
    with (
        visitor(third_bureau.state, OTHER) as stranger,
        visitor(third_bureau.state, third_bureau.agency) as own,
    ):
        for client, agency in ((stranger, third_bureau.agency), (own, OTHER)):
            for method, path in _staff_routes(third_bureau):
                asked = path.format(agency=agency, **facts)
                form = {"csrf": SECRET, "command_id": str(uuid4())} if method == "post" else None
                answer = client.request(method, asked, data=form, params={"as_of": "2025-01-02T09:00:00Z"})
                assert answer.status_code in (403, 404), f"{method} {asked} → {answer.status_code}"
                assert APPLICANT["content"] not in answer.text


async def test_an_id_opens_nothing_under_another_address(carried: Carried):
    """A request's id under the visitor's own agency is found on no page, and no form moves any lane."""
    third_bureau = carried.third_bureau
    heads = await _heads(third_bureau)
    with visitor(third_bureau.state, OTHER) as stranger:
        for method, path in _staff_routes(third_bureau):
            if "{request_id}" not in path:
                continue
            asked = path.format(agency=OTHER, request_id=carried.request_id, paper="reply")
            form = {"csrf": SECRET, "command_id": str(uuid4())} if method == "post" else None
            answer = stranger.request(method, asked, data=form, params={"as_of": "2025-01-02T09:00:00Z"})
            assert answer.status_code in ((403, 404, 422) if form else (404,)), (
                f"{method} {asked} → {answer.status_code}"
            )
            assert APPLICANT["content"] not in answer.text
    assert await _heads(third_bureau) == heads


def test_a_query_code_is_known_at_its_own_bureau_alone(carried: Carried):
    """Code and name on another bureau's tracking page find nothing."""
    with visitor(carried.third_bureau.state) as client:
        client.get(f"/{OTHER}/track")
        form = {"code": carried.slip.query_code, "name": APPLICANT["name"], "csrf": SECRET}
        client.cookies.set("lantai_form", SECRET)
        answer = client.post(f"/{OTHER}/track", data=form)

    assert answer.status_code >= 400
    assert carried.slip.number not in answer.text


async def test_the_api_files_where_it_is_asked(carried: Carried):
    """A request filed by a program at another bureau gets that bureau's first number and stays in its lane."""
    third_bureau = carried.third_bureau
    heads = await _heads(third_bureau)
    with visitor(third_bureau.state) as program:
        key = {"idempotency-key": str(uuid4())}
        answer = program.post(f"/api/{OTHER}/requests", headers=key, json=APPLICANT)

    assert answer.status_code == 201, answer.text
    assert answer.json()["number"] == 1
    after = await _heads(third_bureau)
    assert after[OTHER] > heads.get(OTHER, 0)
    assert after[third_bureau.agency] == heads[third_bureau.agency]


@pytest.mark.parametrize("service", SERVICES)
async def test_sql_shows_its_rows_to_itself_alone(carried: Carried, service: str):
    """As the application's login: log and projections hold the bureau's rows, and only its own set agency sees them."""
    third_bureau = carried.third_bureau
    connection = await asyncpg.connect(third_bureau.dsn(service, f"{service}_app"))
    try:
        views = "select schemaname, viewname from pg_views where schemaname !~ '^(pg_|information_schema)'"
        projections = [f'{row["schemaname"]}."{row["viewname"]}"' for row in await connection.fetch(views)]
        for relation in ("log.events", "log.lane", *projections):
            seen = f"select distinct agency from {relation}"
            for agency in ("", *NEIGHBOURS, third_bureau.agency):
                await connection.execute("select set_config('lantai.agency', $1, false)", agency)
                found = {row["agency"] for row in await connection.fetch(seen)}
                assert found <= {agency}, f"{relation} as {agency}: {found}"
        await connection.execute("select set_config('lantai.agency', $1, false)", third_bureau.agency)
        assert await connection.fetchval("select count(*) from log.events")
    finally:
        await connection.close()


@pytest.mark.parametrize("service", ["intake", "review", "deadline"])
async def test_its_events_travel_under_its_own_subjects(carried: Carried, service: str):
    """The stream holds the bureau's whole lane under its own subjects, and nothing of it under another's."""
    third_bureau = carried.third_bureau
    mine = [row for row in await third_bureau.events(service) if row.agency == third_bureau.agency]
    sent = Counter(subject(row) for row in mine)
    client = await nats.connect(third_bureau.stack.nats.url_for(ADMIN))
    try:
        manager, stream = client.jetstream(), stream_name(service)
        own = await manager.stream_info(stream, subjects_filter=lane_filter(service, third_bureau.agency))
        assert own.state.subjects == sent
        for agency in NEIGHBOURS:
            answer = await manager.stream_info(stream, subjects_filter=lane_filter(service, agency))
            for named in answer.state.subjects or {}:
                last = await manager.get_last_msg(stream, named)
                assert json.loads(last.data or b"")["agency"] == agency
    finally:
        await client.close()


def test_no_code_knows_it(third_bureau: ThirdBureauStack):
    """Neither its id nor its name stands in any file of the source_tree."""
    for file in source_tree.sources():
        text = file.read_text("utf-8")
        assert third_bureau.agency not in text, file
        assert "云岭" not in text, file
        assert "云州" not in text, file


def _staff_routes(third_bureau: ThirdBureauStack) -> list[tuple[str, str]]:
    """Method and path of everything below /<service>/<agency>/."""
    return [
        (method, path)
        for service in SERVICES
        for path, operations in every_route(service, third_bureau.state, third_bureau.folder)["paths"].items()
        for method in operations
        if path.startswith(f"/{service}/{{agency}}")
    ]


async def _heads(third_bureau: ThirdBureauStack) -> dict[str, int]:
    found = await third_bureau.fetch(
        "intake", "select agency, max(seq) as seq from log.events group by agency"
    )
    return {row["agency"]: row["seq"] for row in found}
