"""`lantai deadline explain` refuses in Chinese, says what to do, and ends with a code of its own."""

import json

import pytest
from typer.testing import CliRunner

from deadline.cli.explain import app

ASKED = ["--agency", "national", "--received", "2025-03-03"]


def run(*args):
    return CliRunner().invoke(app, ["explain", *args])


def test_an_uncovered_year_ends_with_a_sentence_and_code_2():
    """D50: the sentence names the first uncovered day and what to do; nothing is printed as an answer."""
    result = run("--agency", "national", "--received", "2026-12-10")

    assert result.exit_code == 2
    assert result.stdout == ""
    assert "2027年1月1日" in result.stderr
    assert "重新计算" in result.stderr


def test_an_uncovered_year_is_an_object_for_programs():
    """D50 with --json: the code, the first uncovered day and the day that the period reaches at least."""
    result = run("--agency", "qionghai", "--received", "2026-12-10", "--json")

    error = json.loads(result.stdout)["error"]
    assert result.exit_code == 2
    assert error["code"] == "calendar-uncovered"
    assert error["first_day"] == "2027-01-01"
    assert error["not_before"] == "2026-12-31"
    assert error["message"] in result.stderr


def test_a_year_whose_notice_had_not_appeared_is_uncovered_as_of_then():
    """On 1 November 2024 nobody knew the working days of 2025; the sentence says which calendar was used."""
    result = run("--agency", "national", "--received", "2024-12-20", "--calendar-as-of", "2024-11-01")

    assert result.exit_code == 2
    assert "2025年1月1日" in result.stderr
    assert "只用了2024年11月1日已公布的放假通知" in result.stderr


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (["--agency", "nowhere", "--received", "2025-03-03"], "nowhere"),
        (["--agency", "national", "--received", "2025-02-30"], "不是日期"),
        (["--agency", "national", "--received", "20250303"], "不是日期"),
        (["--received", "2025-03-03"], "缺少参数 --agency"),
        (["--agency", "national"], "缺少参数 --received"),
        ([*ASKED, "--corrected", "2025-03-02"], "补正不可能在收到申请(2025-03-03)之前"),
        ([*ASKED, "--pause", "2025-03-10..2025-03-09"], "意见不可能在征求之前收到"),
        ([*ASKED, "--pause", "2025-03-01..2025-03-09"], "征求意见不可能在收到申请(2025-03-03)之前发出"),
        ([*ASKED, "--pause", "2025-03-10"], "发出日..收到日"),
        ([*ASKED, "--pause", "2025-03-10.."], "不是日期"),
        ([*ASKED, "--days", "-1"], "不是工作日数"),
        ([*ASKED, "--days", "0"], "至少为1个工作日"),
        ([*ASKED, "--days", "twenty"], "不是工作日数"),
        ([*ASKED, "--extend", "-5"], "不是工作日数"),
        ([*ASKED, "--extend", "21"], "延长不得超过20个工作日"),
        ([*ASKED, "--calendar-as-of", "yesterday"], "不是日期"),
        (["--agency", "national", "--received", "9999-12-31"], "不是日期"),
        (["--agency", "national", "--received", "2019-01-02"], "没有生效的国家规则"),
        ([*ASKED, "--unheard-of"], "参数 --unheard-of 不认识"),
        ([*ASKED, "2025-03-04"], "多余的内容"),
    ],
)
def test_a_question_that_cannot_be_asked_so_ends_with_code_64(args, says):
    """A wrong argument is named in a Chinese sentence on standard error, and as an object with --json."""
    plain, for_programs = run(*args), run(*args, "--json")

    assert plain.exit_code == for_programs.exit_code == 64
    assert plain.stdout == ""
    assert says in plain.stderr
    assert plain.stderr.rstrip().endswith("。")
    error = json.loads(for_programs.stdout)["error"]
    assert error["code"] == "bad-argument"
    assert says in error["message"]


def test_a_faulty_pack_of_the_deployment_is_named(tmp_path):
    """The deployment's own packs count as they do for its services; one with a fault is not passed over."""
    own = tmp_path / "own"
    own.mkdir()
    (own / "pack.toml").write_text('id = "own"\n', "utf-8")

    result = run(*ASKED, "--policy-folder", str(tmp_path))

    assert result.exit_code == 64
    assert "规则包有误" in result.stderr
