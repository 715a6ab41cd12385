"""What is missing, too long, malformed, foreign or replayed: a clear sentence with a stable code, and never an event."""

import pytest

from support.pages.staff_pages import SECRET
from support.reporting.copies import request_id

pytestmark = pytest.mark.contract

HOME = "/reporting/qionghai"
TRAIL = f"{HOME}/requests/{request_id(1)}"
ASKED = [
    ("a year before the form", f"{HOME}/table/2019", 404, "page-not-found"),
    ("a year that is no number", f"{HOME}/table/二〇二五", 404, "page-not-found"),
    ("a year that does not end", f"{HOME}/table/{'9' * 400}", 404, "page-not-found"),
    ("a year out of range for programs", f"{HOME}/table/9999.json", 404, "page-not-found"),
    ("an agency that there is not", "/reporting/nanhai/", 403, "not-your-agency"),
    ("another agency's table", "/reporting/tongliao/table/2025.json", 403, "not-your-agency"),
    ("a figure that there is not", f"{HOME}/requests?year=2025&row=drop%20table", 404, "no-such-figure"),
    (
        "a column with an emoji",
        f"{HOME}/requests?year=2025&row=granted&column=%F0%9F%98%80",
        404,
        "no-such-figure",
    ),
    ("a row that is too long", f"{HOME}/requests?year=2025&row={'x' * 500}", 422, None),
    ("a leap day that there was not", f"{HOME}/requests?on=2025-02-29&after=past%2F1", 422, None),
    ("a place with a null byte", f"{HOME}/requests?on=2025-03-03&after=past%2F%00", 422, None),
    ("a place that is too long", f"{HOME}/requests?on=2025-03-03&after={'x' * 900}", 422, None),
    ("a number that is none", f"{HOME}/find?number=%3Cscript%3E", 422, "number-malformed"),
    ("a number without a number", f"{HOME}/find", 422, None),
    (
        "a number in other numerals",
        f"{HOME}/find?number=%EF%BC%92%EF%BC%90%EF%BC%92%EF%BC%95-0001",
        422,
        "number-malformed",
    ),
    ("a number that nobody has", f"{HOME}/find?number=2025-999999", 404, "no-such-number"),
    ("a request that is no id", f"{HOME}/requests/1", 404, "page-not-found"),
    ("a request that nobody made", f"{HOME}/requests/{request_id(9)}", 404, "no-trail"),
    ("a step before the first", f"{TRAIL}/replay?step=-1", 422, None),
    ("a step that is no number", f"{TRAIL}/replay?step=drei", 422, None),
    ("an instant that is none", f"{TRAIL}/replay.json?as_of=gestern", 422, "instant-malformed"),
    ("an instant at the end of time", f"{TRAIL}/replay.json?as_of=9999-12-31", 422, "instant-malformed"),
    ("no instant", f"{TRAIL}/replay.json", 422, None),
    ("a proof of what was not pinned", f"{HOME}/table/2025/proof", 404, "not-pinned"),
]


@pytest.mark.parametrize(
    ("path", "status", "code"), [each[1:] for each in ASKED], ids=[each[0] for each in ASKED]
)
async def test_what_is_asked_wrongly_is_answered_in_a_sentence(one_request, path, status, code):
    """Never a trace, never an English line; the code is stable, and what was sent is not sent back raw."""
    async with one_request.browser("supervisor") as browser:
        page = await browser.get(path)

    assert page.status_code == status
    assert code is None or code in page.text
    assert "。" in page.text
    assert "<script>" not in page.text.partition("<main")[2]
    assert "Traceback" not in page.text


PINNED = {"csrf": SECRET, "table_sha256": "00" * 32}
SENT = [
    ("no secret", ("head",), {"table_sha256": "00" * 32}, 403),
    ("a forged secret", ("head",), PINNED | {"csrf": "x" * 43}, 403),
    ("no figures", ("head",), {"csrf": SECRET}, 409),
    ("old figures", ("head",), PINNED, 409),
    ("figures that are too long", ("head",), PINNED | {"table_sha256": "0" * 5000}, 409),
    ("a command id that is none", ("head",), PINNED | {"command_id": "1"}, 409),
    ("a supervisor", ("supervisor",), PINNED, 403),
    ("a clerk", ("clerk",), PINNED, 403),
    ("nobody", (), PINNED, 401),
    ("an upload that does not end", ("head",), PINNED | {"table_sha256": "0" * 3_000_000}, 413),
]


@pytest.mark.parametrize(
    ("roles", "form", "status"), [each[1:] for each in SENT], ids=[each[0] for each in SENT]
)
async def test_what_is_sent_wrongly_changes_nothing(one_request, roles, form, status):
    """Whoever sends it, and whatever is in it: no event in reporting's own lane."""
    async with one_request.browser(*roles) as browser:
        answer = await browser.post(f"{HOME}/table/2025/pin", data=form)

    assert answer.status_code == status
    assert await one_request.runtime.log.read("qionghai", 0, 10) == []


async def test_the_same_form_sent_twice_pins_once(one_request):
    """A double click, and the form of yesterday sent again."""
    async with one_request.browser("head") as browser:
        sha = (await browser.get(f"{HOME}/table/2025.json")).json()["table_sha256"]
        answers = [
            (await browser.post(f"{HOME}/table/2025/pin", data=PINNED | {"table_sha256": sha})).status_code
            for _ in range(3)
        ]

    assert answers == [303, 303, 303]
    assert len(await one_request.runtime.log.read("qionghai", 0, 10)) == 1


async def test_a_supervisor_reads_every_agency_of_theirs_and_changes_nothing(one_request):
    """Every page and every answer for programs at both; every address that takes a form refuses."""
    both = ("qionghai", "tongliao")
    forms = [
        route
        for router in one_request.parts.routers
        for route in router.routes
        if "POST" in getattr(route, "methods", ())
    ]
    async with one_request.browser("supervisor", agencies=both) as browser:
        for agency in both:
            for page in ("", "requests", "table/2025", "table/2025.json", "table/2025.xlsx", "figures.json"):
                assert (await browser.get(f"/reporting/{agency}/{page}")).status_code == 200, page
            for route in forms:
                address = route.path.replace("{agency}", agency).replace("{year}", "2025")
                assert (await browser.post(address, data=PINNED)).status_code == 403
        together = await browser.get("/reporting/")

    assert "琼海市统计局" in together.text
    assert "通辽经济技术开发区统计局" in together.text
    assert forms


async def test_the_table_of_all_agencies_shows_one_s_own_alone(one_request):
    """Who supervises one agency is shown one, and not told of others."""
    async with one_request.browser("supervisor") as browser:
        page = await browser.get("/reporting/")

    assert "1 个机关" in page.text
    assert "通辽" not in page.text
