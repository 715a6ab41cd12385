"""收件登记簿 as the clerk looks through it, on a real database."""

import pytest

from support.intake.forms import act, file, signed_in

pytestmark = pytest.mark.service


async def test_a_filter_shows_its_own_and_counts_all(site):
    """New, accepted and to be served are told apart."""
    async with site.browser() as citizen, site.browser() as browser:
        clerk = await signed_in(site, browser, "clerk")
        first, _ = await file(site, citizen)
        await file(site, citizen)
        await act(site, clerk, first, "check")
        await act(site, clerk, first, "accept")
        shown = {
            name: (await clerk.get(f"/intake/qionghai/requests?show={name}")).text
            for name in ("new", "review", "correction", "due", "nonsense")
        }

    lines = {name: ["2025-0001</a>" in text, "2025-0002</a>" in text] for name, text in shown.items()}
    assert lines == {
        "new": [False, True],
        "review": [True, False],
        "correction": [False, False],
        "due": [False, False],
        "nonsense": [True, True],
    }
    assert "新收待审查 1" in shown["review"]
    assert "临期和逾期 0" in shown["review"]
    assert "没有这样的申请" in shown["correction"]


@pytest.mark.parametrize("typed", ["2025-0001", "2025-1", " 2025-0001 ", "２０２５－０００１"])
async def test_a_number_leads_to_its_request(site, typed):
    """However it is written, the number opens the page."""
    async with site.browser() as citizen, site.browser() as browser:
        request_id, _ = await file(site, citizen)
        clerk = await signed_in(site, browser, "clerk")
        found = await clerk.get("/intake/qionghai/requests", params={"number": typed})

    assert found.headers["location"] == f"/intake/qionghai/requests/{request_id}"


@pytest.mark.parametrize(
    "typed",
    [
        *("2025-0009", "2025", "abc", "<script>", "²⁰²⁵-1"),
        *("99999999999999999999-1", "99999999999-1", "2025-9999999999"),
    ],
)
async def test_a_number_that_is_none_is_told(site, typed):
    """The list is shown with a sentence, and what was typed runs nowhere."""
    async with site.browser() as browser:
        clerk = await signed_in(site, browser, "clerk")
        answer = await clerk.get("/intake/qionghai/requests", params={"number": typed})

    assert answer.status_code == 200
    assert "没有这个登记编号" in answer.text
    assert "<script>" not in answer.text
