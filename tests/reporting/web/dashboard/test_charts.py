"""The charts of the live page: a sentence that says what the drawing shows, and no figure more often than needed."""

from datetime import UTC, datetime

import pytest

from deadline.clock.handlers import act_on_clock
from reporting.figures import Figures, Headline
from reporting.table.from_policy import layout_of
from reporting.web.dashboard.charts import charts_of
from shared.eventlog.memory import MemoryStore
from shared.eventlog.store import Change, Commit
from shared.time.clock import FrozenClock
from support.deadline.clocks import AGENCY, REQUEST, STREAM, by, received, start


def charts(standings=(), outcomes=()):
    """The four charts of a year that has these alone."""
    head = Headline(received=9, answered=0, open=9, near=0, overdue=0, answered_late=0)
    months = dict.fromkeys(range(1, 13), (0, 0))
    shown = {"standings": dict(standings), "outcomes": dict(outcomes)}
    return charts_of(Figures(year=2025, headline=head, months=months, paces={}, **shown), layout_of(2025))


@pytest.mark.parametrize(
    ("found", "sentence"),
    [
        ({}, "现在没有按期限办理的在办申请。"),
        ({"running": 3}, "按期限办理的在办申请共3件，都是“计时中”。"),
        ({"missed": 1, "running": 8}, "按期限办理的在办申请共9件，“计时中”最多，8件。"),
    ],
)
def test_the_clocks_in_hand_are_said_in_one_sentence(found, sentence):
    """What is near and what is late stands in large figures above, and is not said again."""
    assert charts(standings=found)[0].sentence == sentence


@pytest.mark.parametrize(
    ("found", "sentence"),
    [
        ({"granted": 4}, "办结的4件，都是“予以公开”。"),
        ({"granted": 4, "partial": 1}, "办结的5件中，“予以公开”最多，4件，占80%。"),
    ],
)
def test_the_outcomes_are_said_in_one_sentence(found, sentence):
    """One hundred per cent of one outcome is simply all."""
    assert charts(outcomes=found)[1].sentence == sentence


@pytest.mark.contract
async def test_a_single_bar_carries_no_figure(pages):
    """One bar has nothing to be compared with: its figure stands in the sentence and in the table beside."""
    pages.runtime.clock = FrozenClock(datetime(2025, 3, 4, 1, tzinfo=UTC))
    intake, deadline = MemoryStore("intake"), MemoryStore("deadline")
    await intake.append(Commit(by(), (Change(f"request/{REQUEST}", 0, (received(),)),)))
    clock = start()
    await act_on_clock(deadline, clock.origin, STREAM, clock)
    for store in (intake, deadline):
        await pages.fold(await store.read(AGENCY, 0, 100))

    async with pages.browser("head") as browser:
        page = (await browser.get(f"/reporting/{AGENCY}/")).text
    chart = page.partition('id="standings"')[2].partition("</section>")[0]

    assert "按期限办理的在办申请共1件，都是“计时中”。" in chart
    assert 'class="amount"' not in chart
    assert '<th scope="row">计时中</th><td class="num">1</td>' in chart
