"""Replay: at every event of a request it shows what the services' own folds give at that instant."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from typer.testing import CliRunner

from deadline.clock.decide import clock_decider
from deadline.clock.state import Heard
from intake.request.decide import request_decider
from reporting.cli.audit import app
from reporting.cli.databases import DSNS
from reporting.replay import parse_instant, replay_of
from review.acts.case_and_sheet import facts_of, fold_both
from review.case.signing import stage_of
from review.case.state import NoCase
from shared.events.deadline.clock import ClockFactHeard
from shared.events.deadline.facts import Extended, LetterReceived, NotOwed
from shared.events.registry import load
from shared.message import Actor
from support.deadline.clocks import AGENCY, BASIS, REQUEST, hear, received, start
from support.reporting.play import Play, played

pytestmark = pytest.mark.contract

STATUS = {
    "NoRequest": "",
    "Received": "received",
    "Incomplete": "incomplete",
    "CorrectionDrawn": "correction-drawn",
    "AwaitingCorrection": "awaiting-correction",
    "Complete": "complete",
    "Accepted": "accepted",
    "Replied": "replied",
    "Served": "served",
}
"""Intake's own states, by the names that supervision gives them."""


@pytest.fixture
async def play(pages):
    """The long request, folded into reporting's projections."""
    made = await played()
    for rows in (await made.lanes()).values():
        await pages.fold(rows)
    return made


async def own_states(play, as_of):
    """Intake's, review's and deadline's state, each folded from its own log up to an instant by its own code."""
    lanes = await play.lanes()
    known = {name: [row for row in rows if row.recorded_at <= as_of] for name, rows in lanes.items()}
    events = {name: [load(row) for row in rows] for name, rows in known.items()}
    request = request_decider.fold(events["intake"])
    return request, fold_both(events["review"]), clock_decider.fold(events["deadline"])


async def test_at_every_event_the_replay_equals_the_services_own_folds(pages, play):
    """Status, stage, standing of the clock, due date, draft and papers: none differs at any of the instants."""
    async with pages.runtime.reading(AGENCY) as connection:
        replay = await replay_of(connection, AGENCY, REQUEST)

    assert len(replay.steps) == sum(len(rows) for rows in (await play.lanes()).values())
    for step in replay.steps:
        as_of = step.row.recorded_at
        state = replay.after(replay.known_at(as_of))
        request, (case, sheet), clock = await own_states(play, as_of)
        assert state.status == STATUS[type(request).__name__]
        assert state.stage == ("" if isinstance(case, NoCase) else stage_of(case, facts_of(sheet)))
        assert state.draft == (case.draft.number if hasattr(case, "draft") else state.draft)
        own = clock.standing
        mine = state.clocks.get("reply")
        if own.state == "unstarted":
            assert mine is None
        else:
            assert (mine.standing, mine.due_on) == (own.state, own.due_on)
        numbers = [paper.number for paper in state.papers if paper.document == "reply"]
        assert numbers == ([request.reply.document_number] if hasattr(request, "reply") else [])


async def test_what_a_clock_heard_without_effect_is_no_step(pages):
    """The fact stands in the ledger; trail and replay tell what was done and what changed, and count nothing else."""
    made = await played()
    steps = sum(len(rows) for rows in (await made.lanes()).values())
    late = Extended(on=date(2025, 5, 30), working_days=5, basis=BASIS)
    for fact in (LetterReceived(on=date(2025, 3, 18), letter="p1", respond_working_days=15), late):
        await made.count(hear(fact))
    lanes = await made.lanes()
    for rows in lanes.values():
        await pages.fold(rows)

    async with pages.browser("supervisor") as browser:
        trail = (await browser.get(f"/reporting/{AGENCY}/requests/{REQUEST}")).text
        last = (await browser.get(f"/reporting/{AGENCY}/requests/{REQUEST}/replay")).text

    heard = [load(row) for row in lanes["deadline"]][-2:]
    assert [(type(event), event.effect) for event in heard] == [(ClockFactHeard, "")] * 2
    assert trail.count('id="step-') == steps
    assert "期限记录" not in trail
    assert f"第 {steps} 步，共 {steps} 步" in last


async def test_a_fact_that_takes_a_clock_away_is_a_step(pages):
    """A period that turns out not to be owed stands no longer, and the trail says since when."""
    made = Play()
    await made.happen("intake", received(), actor=Actor(kind="applicant", id="web"))
    await made.count(start())
    owed_nothing = NotOwed(on=date(2025, 3, 1), cause="closing-required")
    await made.count(replace(start(), facts=(Heard(UUID(int=1), 9, owed_nothing),)))
    for rows in (await made.lanes()).values():
        await pages.fold(rows)

    async with pages.browser("supervisor") as browser:
        trail = (await browser.get(f"/reporting/{AGENCY}/requests/{REQUEST}")).text
        last = (await browser.get(f"/reporting/{AGENCY}/requests/{REQUEST}/replay")).text

    assert "答复期限：2025年3月1日应予终止，期限的状态随之改变。" in trail
    assert "尚未起算" in last


@pytest.mark.usefixtures("play")
async def test_pages_go_through_the_request_step_by_step(pages):
    """First, previous, next, last; each page shows what happened and how everything stood."""
    address = f"/reporting/{AGENCY}/requests/{REQUEST}/replay"
    async with pages.browser("supervisor") as browser:
        count = int((await browser.get(address)).text.split("，共 ")[1].split(" ")[0])
        seen = [(await browser.get(f"{address}?step={n}")).text for n in range(count + 1)]

    assert "此时还没有收到这件申请" in seen[0]
    assert "等待补正" in seen[8]
    assert 'rel="next"' in seen[count - 1]
    assert 'rel="next"' not in seen[count]
    assert "已送达，办结" in seen[count]
    assert all("有变化" in page for page in (seen[1], seen[count]))


@pytest.mark.usefixtures("play")
async def test_the_page_shows_an_instant(pages):
    """Before the first event there was nothing; at the end of the day everything."""
    address = f"/reporting/{AGENCY}/requests/{REQUEST}/replay"
    async with pages.browser("head") as browser:
        before = await browser.get(f"{address}?as_of=2025-03-03T08:59")
        after = await browser.get(f"{address}?as_of=2025-03-03")
        program = await browser.get(f"{address}.json?as_of=2025-03-03T09:00:30")

    assert "尚未收到" in before.text
    assert "已送达，办结" in after.text
    assert program.json()["state"]["status"] == "received"
    assert program.json()["positions"] == {"intake": 1}


@pytest.mark.usefixtures("play")
@pytest.mark.parametrize(
    ("asked", "said", "field"),
    [
        ("2025-03-03T09:07", "2025年3月3日 09:07", "2025-03-03T09:07"),
        ("2025-03-03T01:07:30%2B00:00", "2025年3月3日 09:07", "2025-03-03T09:07:30"),
        ("2025-03-03", "2025年3月3日 23:59", "2025-03-03T23:59:59"),
    ],
)
async def test_the_page_repeats_the_instant_that_was_asked_for(pages, asked, said, field):
    """It is said above, in the title, and stands in the field again; a step has none."""
    address = f"/reporting/{AGENCY}/requests/{REQUEST}/replay"
    async with pages.browser("head") as browser:
        page = (await browser.get(f"{address}?as_of={asked}")).text
        step = (await browser.get(f"{address}?step=3")).text

    assert f">{said}</time> 已到第" in page
    assert f"{said} -" in page.partition("</title>")[0]
    assert f'class="short" value="{field}"' in page
    assert 'class="short" value=""' in step


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("2025-10-01T09:30", datetime(2025, 10, 1, 1, 30, tzinfo=UTC)),
        ("2025-10-01T01:30:00+00:00", datetime(2025, 10, 1, 1, 30, tzinfo=UTC)),
        ("2025-10-01", datetime(2025, 10, 1, 16, tzinfo=UTC) - timedelta(microseconds=1)),
        ("2025-02-29", None),
        ("", None),
        ("昨天", None),
        ("9999-12-31", None),
        ("0001-01-01T00:00", None),
        ("2025-10-01T09:30+99:00", None),
    ],
)
def test_an_instant_is_read_as_people_and_programs_write_it(text, at):
    """Shanghai's time without an offset, the end of the day for a day alone, nothing for what is no instant."""
    assert parse_instant(text) == at


def lantai(pages, *words):
    """Run the command beside the projections."""
    dsns = json.dumps(pages.dsns)
    done = CliRunner().invoke(app, ["replay", *words, "--json"], env={DSNS: dsns})
    return done.exit_code, json.loads(done.stdout)


ASKED = ("--agency", AGENCY, "--as-of", "2025-03-03T09:07")


@pytest.mark.usefixtures("play")
@pytest.mark.parametrize("case", ["2025-0001", str(REQUEST)])
async def test_the_command_replays_by_number_and_by_id(pages, case):
    """The same state as the page, as one object."""
    code, answer = await pages.aside(lantai, pages, *ASKED, "--case", case)

    assert code == 0
    assert answer["request_id"] == str(REQUEST)
    assert answer["events"] < answer["events_in_all"]
    assert answer["state"]["status"] == "received"
    assert answer["state"]["clocks"]["reply"]["standing"] == "running"


@pytest.mark.usefixtures("play")
@pytest.mark.parametrize(
    ("words", "exit_code", "code"),
    [
        (("--agency", AGENCY, "--as-of", "昨天", "--case", "2025-0001"), 64, "instant-malformed"),
        ((*ASKED, "--case", "第一件"), 64, "case-malformed"),
        ((*ASKED, "--case", "2025-9999"), 66, "no-such-request"),
        ((*ASKED, "--case", "00000000-0000-4000-8000-00000000dead"), 66, "no-such-request"),
        (("--agency", "nanhai", "--as-of", "2025-03-03", "--case", "2025-0001"), 64, "agency-unknown"),
        (("--agency", "tongliao", "--as-of", "2025-03-03", "--case", str(REQUEST)), 66, "no-such-request"),
    ],
)
async def test_the_command_refuses_in_a_sentence_with_a_code(pages, words, exit_code, code):
    """Nothing that is asked wrongly ends in a trace; another agency's request is nobody's."""
    ended, answer = await pages.aside(lantai, pages, *words)

    assert (ended, answer["error"]["code"]) == (exit_code, code)
