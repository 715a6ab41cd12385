"""延期答复告知书 at the desk, on a real database: its service is noted until the reply is served."""

from datetime import timedelta

import pytest

from support.intake.forms import act, file, post, signed_in
from support.intake.replies import consented

pytestmark = pytest.mark.service

SERVED = {"served_on": "2025-03-03", "method": "post", "proof": "XA1"}
EXTENSION = "延期答复告知书还没有登记送达"


async def answered(site, citizen, clerk):
    """A request whose notice of extension lies there as if it was never served, and whose reply was made out since."""
    request_id, _ = await file(site, citizen)
    await act(site, clerk, request_id, "check")
    await act(site, clerk, request_id, "accept")
    key = await site.key(request_id)
    await site.hear("review", f"case/{request_id}", consented(key, request_id), key.key_id)
    site.clock.step(timedelta(days=7))
    await site.issue_reply(request_id)
    return request_id, f"/intake/qionghai/requests/{request_id}"


async def test_an_extension_is_noted_after_the_reply_was_made_out(site):
    """条例第三十三条第二款: told in time and noted late is told; the page leads there before the reply is served."""
    async with site.browser() as citizen, site.browser() as browser:
        clerk = await signed_in(site, browser, "clerk")
        request_id, page = await answered(site, citizen, clerk)
        shown = await clerk.get(page)
        asked = await clerk.get(f"{page}?serve=extension")
        noted = await post(clerk, f"{page}/extension-served", SERVED, f"{page}?serve=extension")
        await site.settle()
        after = await clerk.get(page)
        served = await act(site, clerk, request_id, "serve", served_on="2025-03-10", method="electronic")

    assert EXTENSION in shown.text
    assert f'action="{page}/serve"' in shown.text
    assert f'action="{page}/extension-served"' in asked.text
    assert f'action="{page}/serve"' not in asked.text
    assert noted.status_code == 303
    assert "答复期限延长" in after.text
    assert EXTENSION not in after.text
    assert served.status_code == 303


async def test_a_wrong_service_of_an_extension_is_told_over_its_own_form(site):
    """What was typed for the extension is shown with its fault where it was typed."""
    async with site.browser() as citizen, site.browser() as browser:
        clerk = await signed_in(site, browser, "clerk")
        _, page = await answered(site, citizen, clerk)
        wrong = SERVED | {"served_on": "2025-03-02"}
        answer = await post(clerk, f"{page}/extension-served", wrong, f"{page}?serve=extension")

    assert (answer.status_code, "served-before-rendered" in answer.text) == (422, True)
    assert f'action="{page}/extension-served"' in answer.text


async def test_after_the_reply_was_served_no_extension_is_noted(site):
    """The clock has stopped: the refusal says so, and what to do with a notice that was served in time."""
    async with site.browser() as citizen, site.browser() as browser:
        clerk = await signed_in(site, browser, "clerk")
        request_id, page = await answered(site, citizen, clerk)
        await act(site, clerk, request_id, "serve", served_on="2025-03-10", method="electronic")
        answer = await post(clerk, f"{page}/extension-served", SERVED, page)
        shown = await clerk.get(page)

    assert (answer.status_code, "extension-out-of-place" in answer.text) == (422, True)
    assert "答复期限已经停止计算" in answer.text
    assert "登记延期告知送达" not in shown.text
