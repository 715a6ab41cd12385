"""A request's steps as the applicant reads them."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest

from intake.projections.docket import CORRECTING, UNCHECKED, UNDER_REVIEW
from intake.web.parts.due_line import due_line
from intake.web.parts.timeline import STATUS, STEPS, timeline_of
from shared.events.terms import LetterPause
from shared.words.catalogue import event_words

MORNING = datetime(2025, 3, 3, 1, 5, tzinfo=UTC)
FACTS = {
    "document_number": "海统补正〔2025〕1号",
    "working_days": 10,
    "method": "post",
    "due_on": "2025-03-18",
}


def shown(*steps, pauses=()):
    """The timeline of steps that happened a day apart."""
    rows = [
        {
            "step": step,
            "happened_on": (MORNING + timedelta(days=n)).date(),
            "at": MORNING + timedelta(days=n),
            "facts": FACTS,
        }
        for n, step in enumerate(steps)
    ]
    return timeline_of(SimpleNamespace(steps=rows, pauses=pauses))


def titles(items, *, done):
    return [item["title"] for item in items if item["done"] == done]


@pytest.mark.parametrize("step", STEPS)
def test_every_step_has_its_words(step):
    """No step shows a brace or an id."""
    (happened, *_) = shown(step)

    assert happened["title"] == event_words(*STEPS[step]).title
    assert not {"{", "}"} & set(happened["body"])


def test_a_fresh_request_has_its_whole_way_before_it():
    """What is still to come stands below what happened."""
    items = shown("received")

    assert titles(items, done=True) == ["收到申请"]
    assert titles(items, done=False) == ["形式审查", "受理", "办理并制作答复书", "送达答复"]


def test_a_corrected_request_is_checked_anew():
    """After the correction the check is again to come."""
    items = shown("received", "incomplete", "correction-drawn", "correction-served", "corrected")

    assert titles(items, done=False) == ["形式审查", "受理", "办理并制作答复书", "送达答复"]


@pytest.mark.parametrize("latest", ["incomplete", "correction-drawn", "correction-served"])
def test_what_waits_for_a_correction_says_so_first(latest):
    """Before all else the applicant's own part is to come."""
    assert titles(shown("received", latest), done=False)[:2] == ["补正", "形式审查"]


@pytest.mark.parametrize("end", ["lapsed", "withdrawn"])
def test_one_that_has_ended_is_only_replied_to(end):
    """Nobody checks or accepts it any more."""
    assert titles(shown("received", end), done=False) == ["办理并制作答复书", "送达答复"]


def test_an_answered_request_has_nothing_before_it():
    """The way is at its end."""
    assert titles(shown("received", "complete", "accepted", "replied", "served"), done=False) == []


def test_letters_stand_in_their_place():
    """When a third party was asked, and when the count went on, stands among the steps."""
    letter = LetterPause("1", "third_party", date(2025, 3, 5), date(2025, 3, 12))
    items = shown("received", "complete", "accepted", pauses=[letter])

    assert titles(items, done=True)[-2:] == ["征求第三方意见", "征求第三方意见结束"]
    assert "次日起不计入" in items[3]["body"]


def test_a_day_in_law_that_was_noted_later_is_said():
    """A paper that was served yesterday and recorded today says yesterday."""
    row = {"step": "served", "happened_on": date(2025, 3, 2), "at": MORNING, "facts": FACTS}
    (item,) = timeline_of(SimpleNamespace(steps=[row], pauses=()))

    assert item["body"].startswith("2025年3月2日，")


def test_a_correction_that_was_confirmed_later_says_when_it_arrived():
    """Day 0 is the confirmed day, and the day that makes it in time stands beside it."""
    facts = {"arrived_on": "2025-03-01"}
    row = {"step": "corrected", "happened_on": date(2025, 3, 2), "at": MORNING, "facts": facts}
    (item, *_) = timeline_of(SimpleNamespace(steps=[row], pauses=()))

    assert item["body"].startswith("2025年3月2日，答复期限从这一天重新计算。补正材料于2025年3月1日到达")


def test_a_closing_that_was_made_out_is_said_to_be_void():
    """The notice that lay ready stands in what happened; that it is void, and that an answer is to come, stands below."""
    facts = {"voided_number": "海统公开〔2025〕1号"}
    steps = ("received", "correction-served", "lapsed", "replied", "corrected")
    rows = [
        {"step": step, "happened_on": date(2025, 3, 3), "at": MORNING, "facts": FACTS | facts}
        for step in steps
    ]
    items = timeline_of(SimpleNamespace(steps=rows, pauses=()))

    assert "逾期不补正告知书（海统公开〔2025〕1号）没有送达，作废" in items[4]["body"]
    assert titles(items, done=False) == ["形式审查", "受理", "办理并制作答复书", "送达答复"]


CLOCK = {
    "due_on": date(2025, 3, 31),
    "explanation": {"counted": [{"date": "2025-03-28"}, {"date": "2025-03-31"}]},
    "warned_left": 3,
    "state": "running",
    "stopped_on": None,
    "since": None,
    "waiting_for": "",
    "not_before_on": None,
    "uncovered_year": None,
}


@pytest.mark.parametrize(
    ("changed", "said", "tone"),
    [
        ({}, "还剩 2 个工作日", "warn"),
        ({"warned_left": None}, "还剩 2 个工作日", "info"),
        ({"due_on": date(2025, 3, 27)}, "今天到期", "bad"),
        ({"due_on": None, "state": "suspended", "since": date(2025, 3, 5)}, "等待补正，不计算", "plain"),
        (
            {"due_on": None, "state": "paused", "since": date(2025, 3, 5), "waiting_for": "other_agency"},
            "征求其他机关意见中，不计入",
            "plain",
        ),
        ({"due_on": None, "stopped_on": date(2025, 3, 5)}, "停止计算", "plain"),
        ({"stopped_on": date(2025, 3, 5)}, "停止计算", "plain"),
        (
            {"due_on": None, "not_before_on": date(2026, 12, 31), "uncovered_year": 2027},
            "不早于2026年12月31日，2027年放假安排未公布",
            "warn",
        ),
    ],
)
def test_a_line_of_the_docket_says_how_near_its_day_is(changed, said, tone):
    """Near, today, or standing still: in words first, in colour beside."""
    _, words, colour = due_line({"served_on": None}, CLOCK | changed, date(2025, 3, 27))

    assert (words, colour) == (said, tone)


def test_a_line_without_a_clock_and_one_that_was_answered():
    """Before deadline has spoken it is being counted; after service stands whether the answer was in time."""
    assert due_line({"served_on": None}, None, date(2025, 3, 27))[1] == "正在计算"
    answered = {"served_on": date(2025, 4, 2)}
    for in_time, said in ((True, "按期答复"), (False, "逾期答复"), (None, "已答复")):
        assert due_line(answered, CLOCK | {"in_time": in_time}, date(2025, 4, 7))[1] == said


def test_every_status_has_words():
    """What the docket may say of a request, it can say to a reader."""
    assert {*UNCHECKED, *CORRECTING, *UNDER_REVIEW, "replied", "served"} == set(STATUS)
