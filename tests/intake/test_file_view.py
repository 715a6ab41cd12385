"""What a request's page and its receipt say about the day of the answer."""

from datetime import date

import pytest

from intake.file_view import FileView
from shared.policy import Policy

PERIOD = Policy("qionghai", date(2025, 3, 3))["reply.working_days"]
CLOCK = {"explanation": None, "stopped_on": None, "not_before_on": None, "uncovered_year": None}


@pytest.mark.parametrize(
    ("clock", "said"),
    [
        (None, "收到之日起20个工作日内答复。具体日期通常一分钟内显示在进度查询页面。依据：规程第六条（一）"),
        (
            CLOCK | {"explanation": {"due_on": "2025-03-31"}},
            "收到之日起20个工作日内答复，最晚2025年3月31日。",
        ),
        (CLOCK | {"not_before_on": date(2026, 12, 31), "uncovered_year": 2027}, "不早于2026年12月31日"),
    ],
)
def test_a_receipt_on_paper_says_when_the_answer_comes(clock, said):
    """The period always; the day as soon as it is counted, in Chinese; else why it is not."""
    view = FileView(row={}, clock=clock, steps=(), key=None, period=PERIOD)

    assert said in view.due_statement()
