"""What a request's page and its receipt say about the day of the answer."""

from datetime import date

import pytest

from intake.request_view import RequestView
from shared.policy import Policy

PERIOD = Policy("qionghai", date(2025, 3, 3))["reply.working_days"]
CLOCK = dict.fromkeys(
    (
        "explanation",
        "stopped_on",
        "in_time",
        "not_before_on",
        "uncovered_year",
        "state",
        "since",
        "waiting_for",
        "extension_working_days",
    )
)


COUNTED = {"due_on": "2025-03-31", "counted": [], "skipped": [], "pauses": [], "grounds": []}
"""What the read model keeps of a count."""


@pytest.mark.parametrize(
    ("clock", "said"),
    [
        (None, "收到之日起20个工作日内答复。具体日期通常一分钟内显示在进度查询页面。依据：规程第六条（一）"),
        (
            CLOCK | {"explanation": COUNTED},
            "收到之日起20个工作日内答复，最晚2025年3月31日。",
        ),
        (CLOCK | {"not_before_on": date(2026, 12, 31), "uncovered_year": 2027}, "不早于2026年12月31日"),
    ],
)
def test_a_receipt_on_paper_says_when_the_answer_comes(clock, said):
    """The period always; the day as soon as it is counted, in Chinese; else why it is not."""
    view = RequestView(row={}, clock=clock, steps=(), key=None, period=PERIOD)

    assert said in view.due_statement()


@pytest.mark.parametrize(
    ("clock", "said"),
    [
        ({"state": "suspended", "since": date(2025, 3, 5)}, "答复期限自收到补正之日起重新计算"),
        (
            {"state": "paused", "since": date(2025, 3, 5), "waiting_for": "third_party"},
            "征求第三方意见中，自2025年3月5日的次日起不计入期限",
        ),
        ({"extension_working_days": 20}, "已经延长20个工作日"),
        ({"stopped_on": date(2025, 3, 5)}, "已经终止办理，期限停止计算"),
    ],
)
def test_a_clock_that_stands_still_says_why(clock, said):
    """While the applicant corrects or others are asked there is no date, and the page says for what it waits."""
    view = RequestView(row={}, clock=CLOCK | clock, steps=(), key=None, period=PERIOD)

    assert said in view.remark()


def test_no_period_is_promised_while_nothing_is_counted():
    """In the date's place stands that the count rests."""
    clock = CLOCK | {"state": "suspended", "since": date(2025, 3, 5)}

    assert RequestView(row={}, clock=clock, steps=(), key=None, period=PERIOD).promise() == "暂停计算"


@pytest.mark.parametrize(
    ("in_time", "tone", "said"),
    [
        (True, "good", "答复已经送达，期限停止计算。"),
        (False, "bad", "答复已经送达（2025年4月2日），已经逾期，期限停止计算。"),
        (None, "good", "答复已经送达，期限停止计算。"),
    ],
)
def test_a_late_answer_is_not_shown_as_a_good_one(in_time, tone, said):
    """Applicant and clerk read what deadline and supervision say: answered, and too late."""
    served = date(2025, 4, 2)
    clock = CLOCK | {"stopped_on": served, "in_time": in_time}

    view = RequestView(row={"served_on": served}, clock=clock, steps=(), key=None, period=PERIOD)

    assert (view.tone, view.remark()) == (tone, said)
