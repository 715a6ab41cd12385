# ruff: noqa: FAST003  # the doors read the agency of the path
"""A small service of the foundation: one public form, one desk, and routes that fail in each known way."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Any

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from fastapi import Depends, FastAPI, Request
from jinja2 import DictLoader
from starlette.responses import HTMLResponse, PlainTextResponse

from shared.command.decider import Refusal
from shared.events.terms import CountedDay, Ground, SkippedDay
from shared.web.access.guards import public, staff
from shared.web.access.staff_pass import COOKIE, Pass, PassSigner, PassVerifier
from shared.web.errors.problem import Unavailable
from shared.web.forms.form_reader import FormReader
from shared.web.install import install
from shared.web.pages.pages import Pages
from shared.web.pages.site import Link, Site
from shared.web.settings import WebSettings
from shared.words.explanation import Explanation, due_card
from support.pages.passes import held as holding

NOW = datetime(2025, 3, 3, 1, 5, tzinfo=UTC)
ORIGIN = "https://gk.test"
SITE = Site(
    agency="qionghai",
    name="琼海市统计局",
    home="/qionghai/",
    address="琼海市嘉积镇金海路 1 号政府办公楼 4 楼 402 室",
    phone="0898-62822345",
    hours="工作日 8:30—12:00，14:30—17:30",
    nav=(
        Link("首页", "/qionghai/"),
        Link("公开指南", "/qionghai/guide"),
        Link("申请公开", "/qionghai/apply"),
        Link("查进度", "/qionghai/track"),
    ),
    staff_nav=(Link("我的待办", "/intake/qionghai/desk"), Link("收件登记", "/intake/qionghai/register")),
)
WAYS = (
    ("post", "邮寄", "寄到您填写的地址，不收费用"),
    ("email", "电子邮件", ""),
    ("counter", "到窗口自取", ""),
)
DAYS = [(NOW + timedelta(days=n)).date() for n in range(1, 29)]
WORKING = [day for day in DAYS if day.weekday() < 5]
EXPLAINED = due_card(
    Explanation(
        due_on=DAYS[-1],
        counted=tuple(CountedDay(day, n, "workday") for n, day in enumerate(WORKING, 1)),
        skipped=tuple(SkippedDay(day, "weekend") for day in DAYS if day not in WORKING),
        pauses=(),
        grounds=(
            Ground("period", "《条例》第三十三条第二款", "《政府信息公开条例》", 20),
            Ground(
                "notice",
                source="关于2025年部分节假日安排的通知",
                on=date(2024, 11, 12),
                ref="国办发明电〔2024〕12号",
            ),
        ),
    )
)

APPLY = """{% extends "shared/base.html" %}{% import "shared/forms.html" as forms %}{% import "shared/parts.html" as parts %}
{% block title %}填写申请内容{% endblock %}
{% block main %}
{{ parts.steps(["申请人", "申请内容", "获取方式", "核对"], 2) }}
<h1>填写申请内容</h1>
<p class="lead">请写清要哪一份信息。写得越具体，查找越快。</p>
{% call parts.notice("也许已经公开") %}<p>先在本站<a href="/qionghai/search">搜索</a>，多数统计公报可以直接下载。</p>{% endcall %}
<form method="post" novalidate>
{{ forms.hidden(csrf, command_id) }}
{{ forms.text_field(form, "applicant", "您的姓名", hint="与身份证件一致", reason="为什么需要：《条例》第二十九条第二款第一项", autocomplete="name") }}
{{ forms.text_field(form, "phone", "联系电话", type="tel", inputmode="tel", width="short", optional=true) }}
{{ forms.text_area(form, "content", "要公开的信息", hint="写明名称、文号，或便于查找的其他特征") }}
{{ forms.date_field(form, "since", "信息形成的时间不早于", optional=true) }}
{{ forms.select(form, "form_kind", "信息的形式", [("paper", "纸质"), ("file", "电子文档")]) }}
{{ forms.radio_group(form, "way", "怎样拿到答复", ways) }}
{{ forms.checkboxes(form, "extra", "其他", [("waive", "申请减免费用", "低保、特困人员可以勾选")], optional=true) }}
{{ forms.button("继续") }}{{ forms.button("存为草稿", "plain") }}
</form>
{% endblock %}"""
TRACK = """{% extends "shared/base.html" %}{% import "shared/parts.html" as parts %}
{% block title %}查进度{% endblock %}
{% block main %}
{{ parts.panel("申请已经收到", "查询编号", "QH-2025-7K3M-9D") }}
{{ parts.due_card(explained, remark="到这一天的 24 时为止。征求第三方意见的时间不计算在内。") }}
{{ parts.policy_value({"clause": "《条例》第三十三条", "source": "国家规定", "layer": "national", "note": "本机关没有更短的承诺"}) }}
<h2>办理经过</h2>
{{ parts.timeline([{"at": now, "title": "收到申请", "body": "网上提交，当日即为收到之日。", "who": "办公室", "done": true}, {"at": none, "title": "作出答复", "body": "", "who": "", "done": false}]) }}
<h2>核对您的申请</h2>
{{ parts.summary_list([("申请人", "王小明", "/qionghai/apply"), ("要公开的信息", "2024 年全市分乡镇常住人口\n及户数", "/qionghai/apply"), ("收到之日", "2025年3月3日", "")]) }}
{% endblock %}"""
DESK = """{% extends "shared/staff.html" %}{% import "shared/parts.html" as parts %}
{% block title %}我的待办{% endblock %}
{% block main %}
<h1>我的待办 {{ parts.tag("3 件", "info") }}</h1>
{% call parts.notice("今天到期 1 件", "warn") %}<p>请先办 QH-2025-0007。</p>{% endcall %}
{{ parts.table("待办申请", ["编号", "申请内容", "下一步", "最晚答复", "剩余"], rows, numeric=["剩余"]) }}
{{ parts.table("已退回", ["编号"], []) }}
{% endblock %}"""
ROWS = (
    ("QH-2025-0007", "2024 年全市分乡镇常住人口及户数", "签发", "2025年3月3日", "0 日"),
    ("QH-2025-0011", "第五次经济普查单位名录汇总表", "审查", "2025年3月10日", "5 日"),
    ("QH-2025-0012", "统计执法检查结果", "形式审查", "2025年3月31日", "20 日"),
)


@dataclass
class Controls:
    """The settings that a test may change: revoked accounts, the present time, and the commands that arrived."""

    signer: PassSigner
    now: datetime = NOW
    revoked: set[str] = field(default_factory=set)
    accepted: list[str] = field(default_factory=list)

    def signed_in(self, **claims: Any) -> dict[str, str]:
        """The cookie of a clerk of 琼海, changed by `claims`."""
        return {COOKIE: self.signer.issue(a_pass(**claims))}


def a_pass(**claims: Any) -> Pass:
    """A clerk's pass, fifteen minutes long."""
    usual = {
        "account": "chen",
        "person": "p-chen",
        "name": "陈晓",
        "agencies": ("qionghai",),
        "csrf": "s" * 43,
        "issued_at": NOW - timedelta(minutes=1),
        "expires_at": NOW + timedelta(minutes=14),
    }
    roles = claims.pop("roles", ("clerk",))
    return Pass(**(usual | {"held": holding(*roles)} | claims))


@pytest.fixture
def controls() -> Controls:
    return Controls(PassSigner(Ed25519PrivateKey.from_private_bytes(b"7" * 32)))


@pytest.fixture
def pages() -> Pages:
    templates = DictLoader({"apply.html": APPLY, "track.html": TRACK, "desk.html": DESK})
    settings = WebSettings(origin=ORIGIN)
    return Pages(templates, sites={"qionghai": SITE}, settings=settings, exercise=lambda: NOW)


@pytest.fixture
def app(controls: Controls, pages: Pages) -> FastAPI:
    built = FastAPI()
    public_key = Ed25519PrivateKey.from_private_bytes(b"7" * 32).public_key()
    verifier = PassVerifier(public_key, lambda account: account in controls.revoked)
    install(
        built, pages, verifier, WebSettings(origin=ORIGIN), real_now=lambda: NOW, incident=lambda: "c0ffee"
    )
    _citizen_routes(built, pages, controls)
    _staff_routes(built, pages, controls)
    return built


def _citizen_routes(app: FastAPI, pages: Pages, controls: Controls) -> None:
    @app.get("/{agency}/apply", dependencies=[Depends(public)])
    async def blank(request: Request) -> HTMLResponse:
        return pages.render(request, "apply.html", form=FormReader(), ways=WAYS, crumbs=SITE.nav[:1])

    @app.post("/{agency}/apply", dependencies=[Depends(public)])
    async def apply(request: Request) -> HTMLResponse:
        form = FormReader(await request.form())
        applicant = form.text("applicant", "您的姓名", max_length=50)
        form.phone("phone", "联系电话", required=False)
        form.multiline("content", "要公开的信息")
        form.choice("way", "怎样拿到答复", [value for value, _, _ in WAYS])
        if form.value("content") == "outage":
            raise Unavailable("store")
        if not form.errors:
            controls.accepted.append(applicant)
            form.refuse(Refusal("request-repeated", "同一内容您已经申请过。", "《条例》第三十六条第六项"))
        command_id = form.command_id()
        return pages.render(request, "apply.html", status=422, form=form, ways=WAYS, command_id=command_id)

    @app.get("/{agency}/track", dependencies=[Depends(public)])
    async def track(request: Request) -> HTMLResponse:
        crumbs = (*SITE.nav[:1], ("查进度", ""))
        return pages.render(request, "track.html", explained=EXPLAINED, now=NOW, crumbs=crumbs)

    @app.get("/fault")
    async def fault() -> None:
        raise RuntimeError("secret of the inside")

    @app.get("/count")
    async def count(days: int) -> PlainTextResponse:
        return PlainTextResponse(str(days))


def _staff_routes(app: FastAPI, pages: Pages, controls: Controls) -> None:
    @app.get("/{agency}/notices/", dependencies=[Depends(public)])
    async def notices() -> PlainTextResponse:
        return PlainTextResponse("notices")

    @app.get("/intake/{agency}/desk")
    async def show_desk(
        request: Request, held: Annotated[Pass, Depends(staff("view-identity"))]
    ) -> HTMLResponse:
        assert held.name
        return pages.render(request, "desk.html", rows=ROWS)

    @app.post("/intake/{agency}/accept")
    async def accept(held: Annotated[Pass, Depends(staff("register"))]) -> PlainTextResponse:
        controls.accepted.append(held.account)
        return PlainTextResponse("ok")

    @app.post("/intake/{agency}/refuse", dependencies=[Depends(staff())])
    async def refuse() -> None:
        raise Refusal("already-served", "答复已经送达，不能再改。", "《条例》第三十三条")


@pytest.fixture
async def browser(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url=ORIGIN) as client:
        yield client
