"""`lantai deadline explain` answers the worked cases of the legal survey, and says why."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from deadline.cli.explain import app

CASES = {
    case["id"]: case
    for case in json.loads(Path(__file__).with_name("deadline-cases.json").read_text("utf-8"))["cases"]
}
PLAIN = ["D01", "D04", "D07", "D09", "D13", "D14", "D19", "D22", "D24", "D26", "D28", "D31", "D33", "D38"]


def run(*args):
    return CliRunner().invoke(app, ["explain", *args])


def answer(*args):
    """The object that `--json` prints; the run must have ended well."""
    result = run(*args, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def arguments(inputs):
    """The options that ask the question of a case."""
    pauses = [f"{sent}..{arrived}" for sent, arrived in inputs.get("pauses", [])]
    asked = ["--agency", "national", "--received", inputs["day0"], "--days", str(inputs["working_days"])]
    return [
        *asked,
        *(part for pause in pauses for part in ("--pause", pause)),
        "--extend",
        str(inputs.get("extension", 0)),
    ]


@pytest.mark.parametrize("case_id", PLAIN)
def test_the_worked_cases_come_out_exactly(case_id):
    """Each worked case is due on the day that the survey computed, and every day up to it is explained."""
    case = CASES[case_id]

    found = answer(*arguments(case["inputs"]))

    assert found["due_on"] == case["due"]
    assert set(found) == {"due_on", "counted", "skipped", "basis"}
    assert found["counted"][-1]["date"] == case["due"]
    assert {frozenset(day) for day in found["counted"]} == {frozenset({"date", "n", "why"})}
    assert {frozenset(day) for day in found["skipped"]} <= {frozenset({"date", "why"})}


@pytest.mark.parametrize(
    ("agency", "clause"), [("national", "第三十三条第二款"), ("qionghai", "第六条"), ("tongliao", "十五")]
)
def test_without_days_the_agencys_rule_gives_the_period_with_its_clause(agency, clause):
    """D01 by the period of the floor and of each bureau: twenty working days, with clause and source in the basis."""
    found = answer("--agency", agency, "--received", "2025-03-03")

    assert found["due_on"] == "2025-03-31"
    assert clause in found["basis"][0]
    assert "期限20个工作日(" in found["basis"][0]


def test_a_count_explains_holidays_and_worked_weekends():
    """D07 names the make-up days and the holidays that the survey lists, each with the notice's number."""
    found = answer(*arguments(CASES["D07"]["inputs"]))

    made_up = [day["date"] for day in found["counted"] if "调休上班(国办发明电〔2024〕12号)" in day["why"]]
    off = [
        day["date"] for day in found["skipped"] if day["why"] == "国庆节、中秋节放假(国办发明电〔2024〕12号)"
    ]
    assert made_up == ["2025-09-28", "2025-10-11"]
    assert off == [f"2025-10-0{n}" for n in range(1, 9)]


def test_a_pause_leaves_out_the_working_days_of_the_survey():
    """D28: sixteen working days fall to two overlapping letters, the shared ones once, with both letters named."""
    found = answer(*arguments(CASES["D28"]["inputs"]))

    paused = [day["why"] for day in found["skipped"] if "征求意见" in day["why"]]
    assert len(paused) == 16
    assert "征求意见期间不计入(06-10发出，06-25收到；06-16发出，07-02收到)" in paused


def test_the_calendar_of_an_earlier_day_gives_the_date_known_then():
    """D22: before the amendment of 26 January 2020 the reply was due two days earlier."""
    case = CASES["D22"]

    found = answer(*arguments(case["inputs"]), "--calendar-as-of", "2020-01-20")

    assert found["due_on"] == case["due_before_amendment"] == "2020-02-17"
    assert "只用2020-01-20已公布的放假通知" in found["basis"]


def test_a_correction_restarts_the_period_and_voids_the_first():
    """D34: twenty days from the corrected request, and the basis says that the first period is void."""
    case = CASES["D34"]
    inputs = case["inputs"]

    found = answer(
        "--agency",
        "national",
        "--received",
        inputs["first_received"],
        "--corrected",
        inputs["corrected_received"],
    )

    assert found["due_on"] == case["due"]
    assert found["counted"][0] == {"date": "2025-04-03", "n": 1, "why": "工作日"}
    assert any("第三十条" in line and "作废" in line for line in found["basis"])


def test_a_one_day_notice_of_a_friday_is_due_on_the_worked_sunday():
    """D36: 琼海's notice within one working day of Friday 26 September 2025 is due on Sunday the 28th."""
    inputs = CASES["D36"]["inputs"]

    found = answer("--agency", "qionghai", "--received", inputs["day0"], "--days", "1")

    assert found["due_on"] == CASES["D36"]["due"]
    assert "由 --days 指定" in found["basis"][0]


def test_a_silent_co_producer_and_a_fee_are_counted_alike():
    """D47 and D40: fifteen working days over the year's end, twenty from the fee notice and from payment."""
    silent, fee = CASES["D47"], CASES["D40"]

    agreed = answer("--agency", "national", "--received", silent["inputs"]["served_on"], "--days", "15")
    payment = answer(
        "--agency", "national", "--received", fee["inputs"]["fee_notice_received"], "--days", "20"
    )
    reply = answer("--agency", "national", "--received", fee["inputs"]["paid_on"], "--days", "20")

    assert [agreed["due_on"], payment["due_on"], reply["due_on"]] == [
        silent["due"],
        fee["payment_due"],
        fee["due"],
    ]


def test_without_json_a_person_reads_a_table():
    """The table has the due date, the days in order with weekday and reason, and the rules."""
    result = run(*arguments(CASES["D09"]["inputs"]))

    assert result.exit_code == 0
    assert "截止日：2025-10-11" in result.stdout
    assert "2025-10-11 周六" in result.stdout
    assert result.stdout.index("2025-09-27") < result.stdout.index("2025-09-28")
    assert "《民法典》第二百零一条" in result.stdout
