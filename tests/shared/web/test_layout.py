"""What every page shows round its content, and how a reader changes it without script."""

import re
from datetime import UTC, date, datetime
from importlib.resources import files

import pytest

from shared.time.dates import chinese_date
from shared.web.pages.display import Display
from shared.web.pages.filters import date_and_weekday, shanghai_time
from shared.web.pages.paths import local_path
from shared.web.pages.site import NEUTRAL, site_of
from shared.web.pages.static_files import content_version

PAGES = ("/qionghai/apply", "/qionghai/track", "/intake/qionghai/desk", "/nowhere", "/fault")


@pytest.mark.parametrize("path", PAGES)
async def test_every_page_has_its_frame(browser, controls, path):
    """Language, skip link, main, agency or system name, exercise banner, one heading of the first rank."""
    browser.cookies.update(controls.signed_in())

    page = (await browser.get(path)).text

    assert '<html lang="zh-CN">' in page
    assert '<a class="skip" href="#main">跳到正文</a>' in page
    assert '<main id="main"' in page
    assert "演练环境" in page
    assert "2025年3月3日 09:05" in page
    assert page.count("<h1") == 1


@pytest.mark.parametrize("path", PAGES)
async def test_no_page_holds_inline_style_or_script(browser, controls, path):
    """The content security policy forbids them, so none may be there."""
    browser.cookies.update(controls.signed_in())

    answer = await browser.get(path)

    assert not re.search(r"<style|<script(?![^>]*src=)|\sstyle=|\son\w+=", answer.text)
    assert "unsafe-inline" not in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "same-origin"


async def test_the_footer_shows_where_and_when_to_come(browser):
    """Address, telephone and hours of the agency."""
    page = (await browser.get("/qionghai/track")).text

    assert "琼海市嘉积镇金海路 1 号" in page
    assert 'href="tel:0898-62822345"' in page
    assert "8:30—12:00" in page


async def test_the_elder_edition_is_a_link_and_a_cookie(browser):
    """A click keeps the choice and comes back to the same page and query."""
    page = (await browser.get("/qionghai/track?code=1")).text
    link = re.search(r'href="(/display\?mode=elder&amp;[^"]+)"', page)
    assert link

    back = await browser.get(link[1].replace("&amp;", "&"), follow_redirects=True)

    assert str(back.url).endswith("/qionghai/track?code=1")
    assert '<html lang="zh-CN" class="elder">' in back.text
    assert "标准版" in back.text


async def test_a_choice_of_display_never_leads_away(browser):
    """A forged address ends at the front page, and unknown words are no class."""
    answer = await browser.get("/display", params={"mode": "elder.evil", "next": "//evil.test"})

    assert answer.headers["location"] == "/"
    assert answer.headers["set-cookie"].startswith("lantai_display=elder;")


def test_both_switches_hold_together():
    """Large type and high contrast may be on at once."""
    both = Display.of("contrast.elder")

    assert both == Display(elder=True, contrast=True)
    assert str(both) == "elder.contrast"
    assert both.toggle("elder", "/a?b=1") == "/display?mode=contrast&next=%2Fa%3Fb%3D1"


@pytest.mark.parametrize(
    "asked",
    [
        "",
        "a",
        "//evil.test",
        "/\\evil.test",
        "https://evil.test",
        "/a\n",
        "/\tevil",
        "javascript:x",
        "/" + "a" * 3000,
    ],
)
def test_an_address_that_may_lead_away_is_not_followed(asked):
    """Only paths of this origin are."""
    assert local_path(asked, "/home") == "/home"


def test_a_local_address_is_followed_with_its_query():
    """Chinese and queries included."""
    assert local_path("/qionghai/track?q=人口#a") == "/qionghai/track?q=人口#a"


async def test_static_files_are_kept_for_ever_only_under_their_own_hash(browser):
    """The address in the page is immutable; a stale one is kept for minutes."""
    page = (await browser.get("/qionghai/track")).text
    address = re.search(r'href="(/static/lantai\.css\?v=[0-9a-f]{12})"', page)
    assert address

    fresh = await browser.get(address[1])
    stale = await browser.get("/static/lantai.css?v=0")

    assert "immutable" in fresh.headers["cache-control"]
    assert "immutable" not in stale.headers["cache-control"]
    assert fresh.headers["content-type"].startswith("text/css")
    assert address[1].endswith(content_version("lantai.css"))


def test_the_style_sheet_stays_small_and_asks_nothing_of_other_hosts():
    """Twelve kibibytes, no address of elsewhere."""
    sheet = files("shared.web").joinpath("static/lantai.css").read_text()

    assert len(sheet.encode()) <= 12 * 1024
    assert "url(" not in sheet
    assert "@import" not in sheet


async def test_a_due_date_shows_each_day_and_its_reason(browser):
    """Counted days carry their number, skipped ones say why, the last one is marked."""
    page = (await browser.get("/qionghai/track")).text

    assert '<time datetime="2025-03-31">2025年3月31日</time>' in page
    assert page.count('<li class="on') == 20
    assert page.count('<li class="off') == 8
    assert page.count("on last") == 1
    assert "国办发明电〔2024〕12号" in page


async def test_tables_name_their_columns_for_phones_and_say_when_they_are_empty(browser, controls):
    """Each cell repeats its column's name; an empty table is a sentence."""
    browser.cookies.update(controls.signed_in())

    page = (await browser.get("/intake/qionghai/desk")).text

    assert page.count('data-label="最晚答复"') == 3
    assert "没有记录。" in page


def test_dates_are_written_in_chinese_and_in_shanghai():
    """Late evening in UTC is the next day in law."""
    assert chinese_date("2025-03-03") == chinese_date(date(2025, 3, 3)) == "2025年3月3日"
    assert date_and_weekday("2025-03-03") == "2025年3月3日（星期一）"
    assert shanghai_time(datetime(2025, 3, 2, 16, 0, tzinfo=UTC)) == "2025年3月3日 00:00"


def test_a_page_finds_its_agency_in_the_first_two_parts_of_its_path():
    """Public and staff paths alike; elsewhere the system stands for itself."""
    sites = {"qionghai": NEUTRAL}

    assert site_of(sites, "/qionghai/apply") is sites["qionghai"]
    assert site_of(sites, "/intake/qionghai/desk") is sites["qionghai"]
    assert site_of({}, "/static/qionghai") is NEUTRAL
