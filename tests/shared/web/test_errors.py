"""From exceptions to answers: pages for people, JSON for programs, nothing of the inside, nothing typed lost."""

import pytest

from shared.command.decider import Refusal, TooOften
from shared.web.errors.problem import of_form, of_refusal

ORIGIN = "https://gk.test"
JSON = {"accept": "application/json"}
TOKEN = "t" * 43


async def test_a_refusal_is_a_page_with_reason_article_and_code(browser, controls):
    """Who is refused reads why, by which article, under which code."""
    browser.cookies.update(controls.signed_in())

    page = await browser.post("/intake/qionghai/refuse", data={"csrf": "s" * 43})

    assert page.status_code == 409
    assert "答复已经送达，不能再改。" in page.text
    assert "《条例》第三十三条" in page.text
    assert '<p class="code">already-served</p>' in page.text


async def test_a_program_is_told_in_json(browser, controls):
    """The same refusal, by content type and fields."""
    browser.cookies.update(controls.signed_in())

    answer = await browser.post("/intake/qionghai/refuse", headers=JSON | {"x-lantai-form": "s" * 43})

    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["code"] == "already-served"
    assert answer.json()["clause"] == "《条例》第三十三条"


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/nowhere", 404, "page-not-found"),
        ("GET", "/static/nowhere.css", 404, "page-not-found"),
        ("DELETE", "/qionghai/track", 405, "method-not-allowed"),
        ("GET", "/count?days=many", 422, "form-invalid"),
        ("GET", "/fault", 500, "internal-error"),
    ],
)
async def test_each_failure_has_a_page_and_a_json_answer_with_all_headers(
    browser, method, path, status, code
):
    """Status and code agree, and no answer goes out without the security headers."""
    page = await browser.request(method, path)
    answer = await browser.request(method, path, headers=JSON)

    assert page.status_code == answer.status_code == status
    assert code in page.text
    assert answer.json()["code"] == code
    for reply in (page, answer):
        assert "frame-ancestors 'none'" in reply.headers["content-security-policy"]
        assert reply.headers["cache-control"] == "no-store"


async def test_a_fault_shows_a_number_and_nothing_of_the_inside(browser):
    """Text of the exception never reaches a reader."""
    page = await browser.get("/fault")

    assert "c0ffee" in page.text
    assert "secret" not in page.text
    assert "RuntimeError" not in page.text


async def test_a_bad_parameter_is_named_in_chinese(browser):
    """The field and a sentence that says what to do."""
    answer = await browser.get("/count?days=many", headers=JSON)

    fault = answer.json()["fields"][0]
    assert fault == {
        "field": "days",
        "code": "field-int-parsing",
        "message": "这一项应当是整数。请只填数字。",
    }


async def test_a_method_that_is_not_allowed_names_those_that_are(browser):
    """The Allow header survives the page."""
    assert "GET" in (await browser.delete("/qionghai/track")).headers["allow"]


async def test_an_outage_says_when_to_come_back_and_keeps_the_form(browser):
    """503 with Retry-After, and a button that sends the same form, command id included, once more."""
    browser.cookies.set("lantai_form", TOKEN)
    typed = {"csrf": TOKEN, "applicant": "王小明", "content": "outage", "command_id": "c-1"}

    page = await browser.post("/qionghai/apply", data=typed)

    assert page.status_code == 503
    assert page.headers["retry-after"] == "5"
    assert 'name="applicant" value="王小明"' in page.text
    assert 'name="command_id" value="c-1"' in page.text
    assert "再次提交" in page.text


async def test_a_rejected_form_comes_back_as_it_was_typed(browser):
    """Every value stands, every fault stands beside its field and in the summary, and the title says so."""
    browser.cookies.set("lantai_form", TOKEN)
    typed = {
        "csrf": TOKEN,
        "applicant": "",
        "phone": "12ab",
        "content": "\n人口 <数据>",
        "way": "email",
        "command_id": "x",
    }

    page = await browser.post("/qionghai/apply", data=typed)

    assert page.status_code == 422
    assert "<title>错误：填写申请内容 - 政府信息公开 - 琼海市统计局</title>" in page.text
    assert '<a href="#applicant">请填写“您的姓名”。</a>' in page.text
    assert 'id="applicant-error"' in page.text
    assert 'aria-invalid="true"' in page.text
    assert 'value="12ab"' in page.text
    assert "人口 &lt;数据&gt;</textarea>" in page.text
    assert 'value="email" checked' in page.text


async def test_a_refusal_of_the_decider_stands_on_the_form(browser, controls):
    """The whole form's fault has its code and no link."""
    browser.cookies.set("lantai_form", TOKEN)
    typed = {"csrf": TOKEN, "applicant": "王小明", "content": "人口", "way": "email"}

    page = await browser.post("/qionghai/apply", data=typed)

    assert controls.accepted == ["王小明"]
    assert '<span class="code">request-repeated</span>' in page.text
    assert 'value="王小明"' in page.text


async def test_a_declared_body_over_the_limit_is_refused(browser):
    """By its length, before it is read."""
    page = await browser.post("/qionghai/apply", data={"content": "x" * 65_537})

    assert page.status_code == 413
    assert "填写的内容太长" in page.text


@pytest.mark.parametrize(
    ("sent_from", "way_back"),
    [
        ("{origin}/qionghai/apply?step=how", 'href="/qionghai/apply?step=how"'),
        ("https://evil.example/qionghai/apply", None),
        ("{origin}//evil.example", None),
        ("{origin}.evil.example/qionghai/apply", None),
        ("", None),
    ],
)
async def test_a_refused_form_leads_back_to_its_page(browser, sent_from, way_back):
    """The page of this site that the form came from, and no other site."""
    headers = {"referer": sent_from.format(origin=ORIGIN)} if sent_from else {}

    page = await browser.post("/qionghai/apply", data={"content": "x" * 65_537}, headers=headers)

    assert (way_back in page.text) if way_back else ("重新打开填写的页面" not in page.text)
    assert "evil" not in page.text


async def test_a_streamed_body_over_the_limit_is_refused(browser):
    """By what arrives, when no length is declared."""

    async def endless():
        for _ in range(70):
            yield b"a=" + b"x" * 1024 + b"&"

    headers = {"content-type": "application/x-www-form-urlencoded"}
    page = await browser.post("/qionghai/apply", content=endless(), headers=headers)

    assert page.status_code == 413
    assert "form-too-large" in page.text


async def test_missing_last_stroke_leads_on_without_the_caller_s_host(browser):
    """A prepared `Host` sends nobody to another site: the way on is a path of this one."""
    answer = await browser.get("/qionghai/notices?page=2", headers={"host": "evil.example"})

    assert (answer.status_code, answer.headers["location"]) == (307, "/qionghai/notices/?page=2")


@pytest.mark.parametrize("path", ["//evil.example", "/nowhere", "/qionghai/track"])
async def test_nothing_else_is_led_on(browser, path):
    """An address that is none stays one, and a page that is there is shown."""
    answer = await browser.get(f"https://gk.test{path}", headers={"host": "evil.example"})

    assert answer.status_code in {200, 404}


@pytest.mark.parametrize(
    ("refusal", "faulty", "status", "headers"),
    [
        (None, False, 200, {}),
        (None, True, 422, {}),
        (Refusal("already-served", "答复已经送达。"), True, 409, {}),
        (TooOften("too-often", "请稍后再试。", retry_after_seconds=90), True, 429, {"Retry-After": "90"}),
    ],
)
def test_a_form_that_is_shown_again_has_the_status_of_its_refusal(refusal, faulty, status, headers):
    """Where waiting helps the answer says how long, as page and as problem."""
    assert of_form(refusal, faulty=faulty) == (status, headers)
    if refusal:
        assert str(of_refusal(refusal).retry_after_seconds or "") == headers.get("Retry-After", "")
